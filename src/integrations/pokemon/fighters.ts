import { type CommandContext } from '#commands/define-command.ts';
import { type Shape } from '#game/battle/shape.ts';
import { loadDex } from '#game/pokemon/dex.ts';
import { monName } from '#game/pokemon/mon.ts';
import { pokemonShape } from '#game/pokemon/shape.ts';
import { readBox } from './box-desk.ts';

/** A Pokémon that somebody could send into a cross battle. */
export interface PokemonCandidate {
  /** `pokemon:m1`. */
  readonly ref: string;
  readonly label: string;
  readonly shape: Shape;
}

/** The caller's Pokémon as fighters of cross battles, those of the team first. @throws Fault */
export const pokemonFighters = {
  /** Word before the colon of its fighters' refs. */
  prefix: 'pokemon',
  own: async (context: CommandContext): Promise<readonly PokemonCandidate[]> => {
    const [dex, box] = await Promise.all([loadDex(), readBox(context)]);
    const rank = (slot: number | null): number => slot ?? Number.MAX_SAFE_INTEGER;
    return box
      .toSorted((one, other) => rank(one.slot) - rank(other.slot))
      .flatMap(({ monId, mon }) => {
        const shape = pokemonShape(dex, mon);
        if (shape === undefined) return [];
        return [{ ref: `pokemon:${monId}`, label: `${monName(mon)} (${mon.species})`, shape }];
      });
  },
};
