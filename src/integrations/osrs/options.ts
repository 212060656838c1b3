import { adventurer } from '#actors/adventurer/adventurer.ts';
import type { Choice, CommandContext, CommandOption } from '#commands/define-command.ts';
import { matching } from '#commands/matching.ts';
import { nearest } from '#commands/nearest.ts';
import { shown } from '#commands/options.ts';
import { refuse } from '#commands/rejected.ts';
import type { GearChange } from '#game/osrs/adventurer-protocol.ts';
import { GEAR } from '#game/osrs/gear.ts';
import { MONSTERS } from '#game/osrs/monsters.ts';
import type { Monster } from '#game/osrs/monsters.ts';
import { PRAYERS } from '#game/osrs/prayers.ts';
import { SPELLS } from '#game/osrs/spells.ts';
import { adventurerPlace } from './person.ts';

/** The other game; more may come. */
export const serviceOption: CommandOption = {
  name: 'service',
  type: 'choice',
  description: 'Which game',
  required: true,
  choices: [{ label: 'Old School RuneScape', value: 'osrs' }],
};

export const shareOption: CommandOption = {
  name: 'share',
  type: 'boolean',
  description: 'Show it to everybody',
};

/** A thing that can be equipped: what is typed, what it is. */
interface Thing {
  readonly value: string;
  readonly name: string;
  readonly kind: string;
  readonly change: GearChange;
}

const THINGS: readonly Thing[] = [
  ...(['melee', 'ranged', 'magic'] as const).map((style) => ({
    value: `starter ${style}`,
    name: `Starter ${style}`,
    kind: 'common gear for your levels',
    change: { kind: 'starter', style } as const,
  })),
  ...GEAR.map(({ id, name, slot }) => ({
    value: id,
    name,
    kind: slot,
    change: { kind: 'gear', id } as const,
  })),
  ...SPELLS.map(({ id, name }) => ({
    value: id,
    name,
    kind: 'spell',
    change: { kind: 'spell', id } as const,
  })),
  ...PRAYERS.map(({ id, name }) => ({
    value: id,
    name,
    kind: 'prayer',
    change: { kind: 'prayer', id } as const,
  })),
];

const THING_CHOICES: readonly Choice[] = THINGS.map(({ value, name, kind }) => ({
  label: `${name} (${kind})`,
  value,
}));

/** Something to wear, cast or pray. */
export const itemOption: CommandOption = {
  name: 'item',
  type: 'text',
  description: 'Gear, a spell, a prayer, or a starter set',
  takes: 'gear, a spell, a prayer or a starter set by its name; the suggestions list them',
  maxLength: 40,
  autocomplete: async (partial) => matching(THING_CHOICES, partial.trim()),
};

/** The one of that id or name, else one that was probably meant. @throws CommandRejection E_INPUT */
const pick = <T>(
  all: readonly T[],
  text: string,
  idOf: (one: T) => string,
  nameOf: (one: T) => string,
  field: string,
): T => {
  const wanted = text.trim().toLowerCase();
  const found = all.find((one) => idOf(one) === wanted || nameOf(one).toLowerCase() === wanted);
  if (found !== undefined) return found;
  const guess = nearest(wanted, all.map(nameOf));
  const hint = guess === undefined ? 'The suggestions list what there is.' : `Did you mean \`${guess}\`?`;
  return refuse({ code: 'E_INPUT', field, message: `There is no “${shown(text)}” here. ${hint}` });
};

/** The change that equipping something means. @throws CommandRejection E_INPUT */
export const changeFor = (text: string): GearChange =>
  pick(
    THINGS,
    text,
    ({ value }) => value,
    ({ name }) => name,
    'item',
  ).change;

/** A monster of the table. @throws CommandRejection E_INPUT */
export const monsterCalled = (text: string): Monster =>
  pick(
    MONSTERS,
    text,
    ({ id }) => id,
    ({ name }) => name,
    'target',
  );

/** Against whom. */
export const targetOption: CommandOption = {
  name: 'target',
  type: 'text',
  description: 'A monster',
  takes: 'a monster by its name; the suggestions list them',
  required: true,
  maxLength: 40,
  autocomplete: async (partial) =>
    matching(
      MONSTERS.map(({ id, name, combatLevel }) => ({
        label: `${name} (level ${combatLevel})`,
        value: id,
      })),
      partial.trim(),
    ),
};

const ALWAYS: readonly Choice[] = [
  { label: 'What you wear', value: 'equipped' },
  { label: 'Starter melee', value: 'starter melee' },
  { label: 'Starter ranged', value: 'starter ranged' },
  { label: 'Starter magic', value: 'starter magic' },
];

/** Names of loadouts of the caller, own ones first. @throws Fault */
export const suggestLoadouts = async (
  partial: string,
  context: CommandContext,
): Promise<readonly Choice[]> => {
  const place = adventurerPlace(context.userId);
  const names = await context.deps.engine.read(adventurer, place, 'saved', {}, context);
  return matching([...names.map((name) => ({ label: name, value: name })), ...ALWAYS], partial.trim());
};
