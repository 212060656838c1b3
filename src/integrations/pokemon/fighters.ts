import type { FighterSource } from '#commands/battle/fighters.ts';
import { loadDex } from '#game/pokemon/dex.ts';
import { monName } from '#game/pokemon/mon.ts';
import { pokemonShape } from '#game/pokemon/shape.ts';
import { readBox } from './box-desk.ts';

/** The caller's Pokémon as fighters of cross battles, those of the team first. */
export const pokemonFighters: FighterSource = {
  prefix: 'pokemon',
  own: async (context) => {
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
