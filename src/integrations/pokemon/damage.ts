import { type Choice, type CommandDefinition, defineCommand, type Input } from '#commands/define-command.ts';
import { matching } from '#commands/matching.ts';
import { guessOf } from '#commands/nearest.ts';
import { shown } from '#commands/options.ts';
import type { Panel } from '#commands/panel.ts';
import { refuse } from '#commands/rejected.ts';
import { type Dex, loadDex } from '#game/pokemon/dex.ts';
import { LEVEL_MAX } from '#game/pokemon/mon.ts';
import { type DamageFighter, fighterOf, fighterOption } from './damage-fighters.ts';

const WEATHERS = { sun: 'Sun', rain: 'Rain', sand: 'Sand', snow: 'Snow' } as const;
const TERRAINS = { electric: 'Electric', grassy: 'Grassy', psychic: 'Psychic', misty: 'Misty' } as const;

interface DamageField {
  readonly weather?: (typeof WEATHERS)[keyof typeof WEATHERS];
  readonly terrain?: (typeof TERRAINS)[keyof typeof TERRAINS];
}

/** What a move of one does to another in generation 9. */
export interface DamageQuestion {
  readonly gen: 9;
  readonly attacker: DamageFighter;
  readonly defender: DamageFighter;
  readonly move: string;
  readonly crit: boolean;
  readonly field: DamageField;
}

export type DamageAnswer =
  /** Each roll from the lowest to the highest; of a move that hits several times one list for each hit. */
  | {
      readonly ok: true;
      readonly rolls: readonly (number | readonly number[])[];
      readonly description: string;
    }
  /** `field` is the name that is not known: `attacker.name`, `move` … */
  | { readonly ok: false; readonly field: string; readonly message: string };

/** A calculator of damage; loads what it needs at the first question. */
export type CalculateDamage = (question: DamageQuestion) => Promise<DamageAnswer>;

const FIELDS: readonly Choice[] = [
  ...Object.entries(WEATHERS).map(([value, label]) => ({ value, label })),
  ...Object.entries(TERRAINS).map(([value, label]) => ({ value, label: `${label} Terrain` })),
];

const isKeyOf = <T extends object>(table: T, key: unknown): key is keyof T =>
  typeof key === 'string' && Object.hasOwn(table, key);

const fieldOf = (value: Input[string]): DamageField => {
  if (isKeyOf(WEATHERS, value)) return { weather: WEATHERS[value] };
  return isKeyOf(TERRAINS, value) ? { terrain: TERRAINS[value] } : {};
};

/** Refuses a name that the calculator does not know. @throws CommandRejection E_INPUT */
const unknownName = (dex: Dex, field: string, input: Input): never => {
  const option = field.split('.')[0] ?? field;
  const wanted = String(input[option] ?? '');
  const hint = guessOf(wanted, option === 'move' ? dex.moveNames : dex.speciesNames);
  return refuse({
    code: 'E_INPUT',
    field: option,
    message: `Generation 9 has no ${option === 'move' ? 'move' : 'Pokémon'} called “${shown(wanted)}”.${hint}`,
  });
};

/** `… Earthquake vs. … Heatran: 936-1104 (288.8 - 340.7%) -- guaranteed OHKO`. */
const DESCRIPTION = /^(.*): (\d+-\d+) \(([^)]*)\)(?: -- (.*))?$/s;

const rollText = (rolls: readonly (number | readonly number[])[]): string =>
  rolls.map((roll) => (typeof roll === 'number' ? String(roll) : `[${roll.join(', ')}]`)).join(', ');

const answerPanel = ({ rolls, description }: Extract<DamageAnswer, { ok: true }>): Panel => {
  const [, who = description, range = '', share = '', odds] = DESCRIPTION.exec(description) ?? [];
  return {
    title: 'Damage',
    text: who,
    fields: [
      { name: 'Damage', value: range, inline: true },
      { name: 'Of its health', value: share, inline: true },
      {
        name: 'Knocks out',
        value: odds ?? (range === '0-0' ? 'never: it does nothing' : 'not soon'),
        inline: true,
      },
      { name: 'Rolls', value: rollText(rolls) },
    ].filter(({ value }) => value !== ''),
    footer: 'By @smogon/calc, generation 9; who is not yours has 31 IVs, no EVs and a neutral nature',
    ephemeral: true,
  };
};

/** `/pokemon damage`, by a calculator that the wiring hands over. */
export const pokemonDamage = (calculate: CalculateDamage): CommandDefinition =>
  defineCommand({
    name: 'pokemon damage',
    summary: 'Calculate what a move does: range, share of health, odds of a knock-out',
    options: [
      fighterOption('attacker', 'Who attacks: a species, or one of yours by id or nickname'),
      {
        name: 'move',
        type: 'text',
        description: 'With which move',
        takes: 'a move by its name, for example `Surf`',
        required: true,
        maxLength: 40,
        autocomplete: async (partial) => {
          const { moveNames } = await loadDex();
          return matching(
            moveNames.map((name) => ({ label: name, value: name })),
            partial,
          );
        },
      },
      fighterOption('defender', 'Who is hit: a species, or one of yours by id or nickname'),
      {
        name: 'level',
        type: 'integer',
        description: 'Level of who is not yours, by default 100',
        min: 1,
        max: LEVEL_MAX,
      },
      { name: 'field', type: 'choice', description: 'Weather or terrain', choices: FIELDS },
      { name: 'crit', type: 'boolean', description: 'A critical hit' },
      { name: 'share', type: 'boolean', description: 'Show it to everybody' },
    ],
    ephemeral: true,
    examples: ['/pokemon damage attacker:Garchomp move:Earthquake defender:Heatran'],
    run: async (input, context) => {
      const [attacker, defender] = await Promise.all([
        fighterOf(input, 'attacker', context),
        fighterOf(input, 'defender', context),
      ]);
      const answer = await calculate({
        gen: 9,
        attacker,
        defender,
        move: String(input['move']),
        crit: input['crit'] === true,
        field: fieldOf(input['field']),
      });
      return answer.ok ? answerPanel(answer) : unknownName(await loadDex(), answer.field, input);
    },
  });
