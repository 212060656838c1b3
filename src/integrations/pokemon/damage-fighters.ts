import type { Choice, CommandContext, CommandOption, Input } from '#commands/define-command.ts';
import { matching } from '#commands/matching.ts';
import { shown } from '#commands/options.ts';
import { refuse } from '#commands/rejected.ts';
import { type Dex, idOf, loadDex, type Stats } from '#game/pokemon/dex.ts';
import { LEVEL_MAX, type Mon, monName } from '#game/pokemon/mon.ts';
import type { BoxView } from '#game/pokemon/trainer-reads.ts';
import { ambiguous, ownChoices, readBox } from './box-desk.ts';

/** One side of a damage question. */
export interface DamageFighter {
  readonly name: string;
  readonly level: number;
  readonly ability?: string;
  readonly item?: string;
  readonly nature?: string;
  readonly ivs?: Stats;
  readonly evs?: Stats;
}

/** The calculator knows no forms that differ in looks alone. */
const plainName = (dex: Dex, name: string): string => dex.species(name)?.plainName ?? name;

const ownFighter = (dex: Dex, { species, level, ability, item, nature, ivs, evs }: Mon): DamageFighter => ({
  name: plainName(dex, species),
  level,
  ability,
  ...(item === null ? {} : { item }),
  ...(nature === null ? {} : { nature }),
  ivs,
  evs,
});

const MON_ID = /^m\d{1,9}$/i;

/** One of the box by its id or, where no species is called so, by its nickname. @throws CommandRejection E_GONE, E_INPUT */
const ownOne = (box: readonly BoxView[], option: string, wanted: string): BoxView | undefined => {
  if (MON_ID.test(wanted)) {
    return (
      box.find(({ monId }) => monId === wanted.toLowerCase()) ??
      refuse({
        code: 'E_GONE',
        field: option,
        message: `There is no \`${shown(wanted)}\` in your box. \`/pokemon box\` lists what is.`,
      })
    );
  }
  const id = idOf(wanted);
  const text = wanted.toLowerCase();
  const called = box.filter(({ mon }) =>
    id === '' ? monName(mon).toLowerCase() === text : idOf(monName(mon)) === id,
  );
  return called.length > 1 ? ambiguous(called, option, wanted) : called[0];
};

/** A Pokémon of the caller as it is, else any species as it comes. @throws CommandRejection E_GONE, E_INPUT; Fault */
export const fighterOf = async (
  input: Input,
  option: string,
  context: CommandContext,
): Promise<DamageFighter> => {
  const wanted = String(input[option]).trim();
  const level = typeof input['level'] === 'number' ? input['level'] : LEVEL_MAX;
  const dex = await loadDex();
  if (dex.species(wanted) !== undefined) return { name: plainName(dex, wanted), level };
  const own = ownOne(await readBox(context), option, wanted);
  return own === undefined ? { name: wanted, level } : ownFighter(dex, own.mon);
};

const fighterChoices = async (context: CommandContext): Promise<readonly Choice[]> => {
  const [dex, own] = await Promise.all([loadDex(), ownChoices(context)]);
  const yours = own.map(({ label, value }) => ({ label: `Yours: ${label}`, value }));
  return [...yours, ...dex.speciesNames.map((name) => ({ label: name, value: name }))];
};

/** An option that names one side. */
export const fighterOption = (name: string, description: string): CommandOption => ({
  name,
  type: 'text',
  description,
  takes: 'a species, for example `Pikachu`, or one of yours by its id or nickname',
  required: true,
  maxLength: 40,
  autocomplete: async (partial, context) => matching(await fighterChoices(context), partial),
});
