import type { MatchView } from '#game/battle/match/match-reads.ts';
import { openTo, withPasses } from '#game/battle/match/open-choices.ts';
import { type LegalChoice, type SideRequest, timesText } from '#game/battle/match/rules-words.ts';
import type { CommandContext } from '../define-command.ts';
import type { Button, Control, Select } from '../panel.ts';
import { matchButton } from './fight-button.ts';

/** A slot with more choices than this offers them as a list. */
const BUTTONS_MAX = 12;
const IN_A_ROW = 4;
const OPTIONS_MAX = 25;

/** A choice of a slot, and its number there, by which controls name it. */
interface Numbered {
  readonly n: number;
  readonly choice: LegalChoice;
}

const wordsOf = ({ slots }: SideRequest, numbers: readonly number[]): readonly string[] =>
  numbers.map((number, slot) => slots[slot]?.choices[number]?.choice ?? '');

/** Numbers of what was picked, slot by slot, and of a pass for each that follows and can do nothing else. */
export const settled = (request: SideRequest, numbers: readonly number[]): readonly number[] => {
  const added = withPasses(request, wordsOf(request, numbers)).slice(numbers.length);
  return [
    ...numbers,
    ...added.map(
      (word, n) =>
        request.slots[numbers.length + n]?.choices.findIndex(({ choice }) => choice === word) ?? -1,
    ),
  ];
};

/** What can still be chosen for the slot behind those that were picked. */
const openIn = (request: SideRequest, before: readonly number[]): readonly Numbered[] => {
  const slot = request.slots[before.length];
  if (slot === undefined) return [];
  const open = openTo(slot, wordsOf(request, before));
  return slot.choices.flatMap((choice, n) => (open.includes(choice) ? [{ n, choice }] : []));
};

const inRows = (buttons: readonly Button[]): readonly (readonly Control[])[] =>
  Array.from({ length: Math.ceil(buttons.length / IN_A_ROW) }, (_, row) =>
    buttons.slice(row * IN_A_ROW, (row + 1) * IN_A_ROW),
  );

const STYLES: Readonly<Record<string, Button['style']>> = { move: 'primary', flee: 'danger' };

/** `Electric ×2`. */
const typeText = ({ type = '', matchup }: LegalChoice): string => `${type} ${timesText(matchup)}`.trim();

const optionOf = ({ n, choice }: Numbered): Select['options'][number] => {
  const { name, note } = choice;
  const description = [typeText(choice), note].filter((part) => part !== '').join(' · ');
  return description === ''
    ? { label: name, value: String(n) }
    : { label: name, value: String(n), description };
};

const pieces = <T>(all: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));

/** A list holds 25: more are divided into what to do and whom to bring in, and those again when need be. */
const listsOf = (open: readonly Numbered[]): readonly (readonly Numbered[])[] => {
  if (open.length <= OPTIONS_MAX) return [open];
  const isChange = ({ choice }: Numbered): boolean => choice.kind === 'switch';
  return [open.filter((one) => !isChange(one)), open.filter(isChange)].flatMap((part) =>
    pieces(part, OPTIONS_MAX),
  );
};

const placeholderOf = (mon: string, options: readonly Numbered[], isDivided: boolean): string => {
  if (isDivided && options.every(({ choice }) => choice.kind === 'switch'))
    return mon === '' ? 'Whom to bring in' : `Whom to bring in for ${mon}`;
  return mon === '' ? 'What to do' : `What ${mon} does`;
};

/** The choices of one slot; `before`: numbers of what was picked for the slots before it. */
export const slotControls = (
  context: CommandContext,
  view: MatchView,
  request: SideRequest,
  before: readonly number[],
): readonly (readonly Control[])[] => {
  const open = openIn(request, before);
  const mon = request.slots[before.length]?.mon ?? '';
  const press = (label: string, style: Button['style'], picked: readonly number[]): Button =>
    matchButton(context, 'choose', [view.id, ...picked].join('-'), { label, style }, view.chosen);
  if (open.length <= BUTTONS_MAX) {
    const buttons = open.map(({ n, choice }) => {
      const { name, kind, note } = choice;
      const label = [name, kind === 'switch' ? note : typeText(choice)]
        .filter((part) => part !== '')
        .join(' · ');
      return press(label.slice(0, 80), STYLES[kind] ?? 'secondary', [...before, n]);
    });
    return inRows(buttons);
  }
  const lists = listsOf(open);
  return lists.map((list): readonly Control[] => [
    {
      kind: 'select',
      customId: press('', 'primary', before).customId,
      placeholder: placeholderOf(mon, list, lists.length > 1),
      options: list.map(optionOf),
      max: 1,
      disabled: false,
    },
  ]);
};
