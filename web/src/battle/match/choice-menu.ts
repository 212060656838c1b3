import type { LegalChoice, SideRequest } from './match-wire.ts';
import { openTo } from '../../../../src/game/battle/match/open-choices.ts';

/** What was picked so far of a request. */
export interface Picking {
  /** Choices of the slots before, in their order. */
  readonly picked: readonly string[];
  /** What the next move is used with, such as `terastallize`. */
  readonly special: string | undefined;
  /** Number of the move whose target is asked for. */
  readonly move: string | undefined;
  /** Places of a team in the order in which they come. */
  readonly order: readonly number[];
}

export const NOTHING_PICKED: Picking = { picked: [], special: undefined, move: undefined, order: [] };

/** One button. */
export interface MenuEntry {
  readonly key: string;
  readonly label: string;
  readonly note: string;
  /** The type of a move, such as `Fire`. */
  readonly type?: string;
  /** What the type chart multiplies its damage by. */
  readonly matchup?: number;
  readonly kind: LegalChoice['kind'];
  /** What it gives, if it gives something at once. */
  readonly choice?: string;
  /** The move whose target it asks for. */
  readonly move?: string;
  /** Its place in a team's order, from 1; 0: none yet. */
  readonly place?: number;
}

/** What can be pressed now. */
export interface Menu {
  /** Who is asked; empty where nobody is named. */
  readonly mon: string;
  readonly asks: 'team' | 'move' | 'switch' | 'target';
  readonly entries: readonly MenuEntry[];
  /** Ways in which the next move can be used, beside the plain one. */
  readonly specials: readonly { readonly word: string; readonly label: string }[];
}

interface MoveWords {
  readonly number: string;
  readonly special: string | undefined;
}

const moveOf = ({ choice }: LegalChoice): MoveWords | undefined => {
  const [, number, special] = /^move (\d+)(?: [+-]\d)?(?: ([a-z]+))?$/.exec(choice) ?? [];
  return number === undefined ? undefined : { number, special };
};

const specialsOf = (choices: readonly LegalChoice[]): Menu['specials'] => {
  const found = new Map<string, string>();
  for (const one of choices) {
    const word = moveOf(one)?.special;
    const label = / \+ (.+)$/.exec(one.name)?.[1] ?? 'Z-Move';
    if (word !== undefined) found.set(word, label);
  }
  return [...found].map(([word, label]) => ({ word, label }));
};

/** `16/16 PP, at Hoopa`: points and target. */
const noteParts = ({ note }: LegalChoice): readonly [points: string, target: string] => {
  const [first = '', second = ''] = note.split(', ');
  return /(?:^| )(?:PP)$/.test(first) ? [first, second] : ['', first];
};

const entryOf = (one: LegalChoice, look: Partial<MenuEntry> = {}): MenuEntry => ({
  key: one.choice,
  label: one.name,
  note: one.note,
  kind: one.kind,
  choice: one.choice,
  ...(one.type === undefined ? {} : { type: one.type }),
  ...(one.matchup === undefined ? {} : { matchup: one.matchup }),
  ...look,
});

const moveEntries = (choices: readonly LegalChoice[], special: string | undefined): readonly MenuEntry[] => {
  const byMove = Map.groupBy(
    choices.filter((one) => moveOf(one) !== undefined && moveOf(one)?.special === special),
    (one) => moveOf(one)?.number ?? '',
  );
  return [...byMove].flatMap(([move, ways]): readonly MenuEntry[] => {
    const [first] = ways;
    if (first === undefined) return [];
    if (ways.length === 1) return [entryOf(first)];
    const [points] = noteParts(first);
    const note = [points, `${ways.length} targets…`].filter((part) => part !== '').join(', ');
    const type = first.type === undefined ? {} : { type: first.type };
    return [{ key: `move ${move}`, label: first.name, note, kind: 'move', move, ...type }];
  });
};

const targetEntries = (choices: readonly LegalChoice[], { move, special }: Picking): readonly MenuEntry[] =>
  choices
    .filter((one) => moveOf(one)?.number === move && moveOf(one)?.special === special)
    .map((one) => entryOf(one, { label: noteParts(one)[1], note: one.name }));

const teamEntries = (choices: readonly LegalChoice[], order: readonly number[]): readonly MenuEntry[] =>
  choices.map((one, n) => {
    const place = order.indexOf(n + 1) + 1;
    const note = place === 0 ? '' : place === 1 ? 'leads' : `comes as ${place}`;
    return entryOf(one, { note, place });
  });

/** What may be pressed now; without entries when everything is picked. */
export const menuOf = (request: SideRequest, picking: Picking): Menu => {
  const slot = request.slots[picking.picked.length];
  if (slot === undefined) return { mon: '', asks: request.kind, entries: [], specials: [] };
  const { mon } = slot;
  const choices = openTo(slot, picking.picked);
  if (request.kind === 'team')
    return { mon, asks: 'team', entries: teamEntries(choices, picking.order), specials: [] };
  if (picking.move !== undefined)
    return { mon, asks: 'target', entries: targetEntries(choices, picking), specials: [] };
  const others = choices.filter((one) => moveOf(one) === undefined).map((one) => entryOf(one));
  return {
    mon,
    asks: request.kind,
    entries: [...moveEntries(choices, picking.special), ...others],
    specials: specialsOf(choices),
  };
};

/** Slots that can only pass need nobody to press anything, unless all of them are so. */
const pastPasses = (request: SideRequest, picking: Picking): Picking => {
  const isPass = (choices: readonly LegalChoice[]): boolean => choices.every(({ kind }) => kind === 'pass');
  const slot = request.slots[picking.picked.length];
  if (slot === undefined || request.slots.every(({ choices }) => isPass(choices))) return picking;
  if (!isPass(openTo(slot, picking.picked))) return picking;
  return pastPasses(request, { ...picking, picked: [...picking.picked, 'pass'] });
};

/** Where picking begins. */
export const beginPicking = (request: SideRequest): Picking => pastPasses(request, NOTHING_PICKED);

/** Whether something was picked that can be taken back. */
export const hasPicked = (request: SideRequest, { picked, move, order }: Picking): boolean =>
  picked.length > beginPicking(request).picked.length || move !== undefined || order.length > 0;

/** Arms a way of using the next move, or lets it be. */
export const arm = (picking: Picking, special: string): Picking => ({
  ...picking,
  special: picking.special === special ? undefined : special,
});

/** What a press makes of it. */
export const press = (request: SideRequest, picking: Picking, entry: MenuEntry): Picking => {
  if (request.kind === 'team') {
    const number = Number(/^team (\d)$/.exec(entry.choice ?? '')?.[1] ?? 0);
    const { order } = picking;
    const next = order.includes(number) ? order.filter((one) => one !== number) : [...order, number];
    return { ...picking, order: next };
  }
  if (entry.choice === undefined) return { ...picking, move: entry.move };
  return pastPasses(request, { ...NOTHING_PICKED, picked: [...picking.picked, entry.choice] });
};

/** The whole choice once every slot has its own; of a team's order only when it is said to be ready. */
export const choiceOf = (request: SideRequest, { picked, order }: Picking): string | undefined => {
  if (request.kind === 'team') return order.length === 0 ? undefined : `team ${order.join('')}`;
  return picked.length < request.slots.length ? undefined : picked.join(', ');
};
