import { calculate, Field, Generations, Move, Pokemon, type State, toID } from '@smogon/calc';
import { whyNotThere } from './not-there.ts';

/** One side of a damage question: the field names of @smogon/calc. */
export type Fighter = { readonly name: string } & NonNullable<ConstructorParameters<typeof Pokemon>[2]>;

export interface DamageQuestion {
  /** 1 to 9. */
  readonly gen: number;
  readonly attacker: Fighter;
  readonly defender: Fighter;
  readonly move: string;
  readonly crit: boolean;
  readonly field: Partial<State.Field>;
}

export type DamageAnswer =
  /** Each roll from the lowest to the highest; of a move that hits several times one list for each hit. */
  | {
      readonly ok: true;
      readonly rolls: readonly (number | readonly number[])[];
      readonly description: string;
    }
  | { readonly ok: false; readonly field: string; readonly message: string };

/** A name that its generation does not have. */
class UnknownName extends Error {
  override readonly name = 'UnknownName';
  readonly field: string;
  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

type Generation = ReturnType<typeof Generations.get>;

// the calculator goes on silently with a name that it does not know, and with some that are in no game
const requireName = (
  gen: Generation,
  shelf: 'species' | 'moves' | 'abilities' | 'items' | 'natures',
  what: string,
  field: string,
  value: string | undefined,
): void => {
  if (value === undefined) return;
  const why = whyNotThere(gen.num, shelf, what, value);
  if (why !== undefined) throw new UnknownName(field, why);
};

const requireNames = (gen: Generation, side: string, fighter: Fighter): void => {
  requireName(gen, 'species', 'Pokémon', `${side}.name`, fighter.name);
  requireName(gen, 'abilities', 'ability', `${side}.ability`, fighter.ability);
  requireName(gen, 'items', 'item', `${side}.item`, fighter.item);
  requireName(gen, 'natures', 'nature', `${side}.nature`, fighter.nature);
  for (const [index, move] of (fighter.moves ?? []).entries())
    requireName(gen, 'moves', 'move', `${side}.moves.${index}`, move);
};

const fighterOf = (gen: Generation, { name, ...options }: Fighter): Pokemon =>
  new Pokemon(gen, gen.species.get(toID(name))?.name ?? name, options);

/** What a move does, by @smogon/calc. Names are compared without case, spaces and punctuation. */
export const damage = ({
  gen: number,
  attacker,
  defender,
  move,
  crit,
  field,
}: DamageQuestion): DamageAnswer => {
  const gen = Generations.get(number as Parameters<typeof Generations.get>[0]);
  try {
    requireNames(gen, 'attacker', attacker);
    requireNames(gen, 'defender', defender);
    requireName(gen, 'moves', 'move', 'move', move);
    const [attacking, defending] = [fighterOf(gen, attacker), fighterOf(gen, defender)];
    for (const [side, pokemon] of [
      ['attacker', attacking],
      ['defender', defending],
    ] as const) {
      const { curHP = 0, originalCurHP = 0 } = side === 'attacker' ? attacker : defender;
      const most = pokemon.maxHP();
      if (Math.max(curHP, originalCurHP) > most) {
        const message = `${Math.max(curHP, originalCurHP)} is more than its ${most} HP`;
        return { ok: false, field: `${side}.${curHP > most ? 'curHP' : 'originalCurHP'}`, message };
      }
    }
    // how often a move hits depends on who uses it
    const { ability, item, name: species } = attacking;
    const used = new Move(gen, gen.moves.get(toID(move))?.name ?? move, {
      isCrit: crit,
      species,
      ...(ability === undefined ? {} : { ability }),
      ...(item === undefined ? {} : { item }),
    });
    const result = calculate(gen, attacking, defending, used, new Field(field));
    const rolls = typeof result.damage === 'number' ? [result.damage] : result.damage;
    // of no damage it says nothing, and throws
    const description =
      result.range()[1] > 0
        ? result.desc()
        : `${attacking.name} ${used.name} vs. ${defending.name}: 0-0 (0 - 0%)`;
    return { ok: true, rolls, description };
  } catch (error) {
    if (error instanceof UnknownName) return { ok: false, field: error.field, message: error.message };
    throw error;
  }
};
