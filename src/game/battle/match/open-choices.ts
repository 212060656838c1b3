import type { LegalChoice, SideRequest } from './rules-words.ts';

/** Each only once a turn. */
const specialIn = (choice: string): string | undefined => / ([a-z]+)$/.exec(choice)?.[1];

/** What a slot may still do after what was picked for those before it. */
export const openTo = (
  slot: SideRequest['slots'][number],
  picked: readonly string[],
): readonly LegalChoice[] => {
  const gone = new Set(picked.filter((choice) => choice.startsWith('switch ')));
  const spent = new Set(picked.map(specialIn).filter((word) => word !== undefined));
  const open = slot.choices.filter(
    ({ choice }) => !gone.has(choice) && !(choice.startsWith('move ') && spent.has(specialIn(choice) ?? '')),
  );
  // a second pass where somebody could still come in is refused
  const canCome = picked.includes('pass') && open.some(({ kind }) => kind !== 'pass');
  return canCome ? open.filter(({ kind }) => kind !== 'pass') : open;
};

/** What was picked, slot by slot, and a pass for each that follows and can do nothing else. */
export const withPasses = ({ slots }: SideRequest, picked: readonly string[]): readonly string[] => {
  const all = [...picked];
  for (const slot of slots.slice(picked.length)) {
    const [only, ...others] = openTo(slot, all);
    if (only?.kind !== 'pass' || others.length > 0) break;
    all.push(only.choice);
  }
  return all;
};

/** Words as typed, with the passes that nobody types: `switch 3` where only the second slot has somebody to bring in. */
export const withTypedPasses = (request: SideRequest, typed: string): string => {
  const words = typed.split(', ');
  if (request.kind === 'team' || words.length >= request.slots.length) return typed;
  let picked = withPasses(request, []);
  for (const word of words) picked = withPasses(request, [...picked, word]);
  return picked.join(', ');
};
