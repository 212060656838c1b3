import type { Mon } from './mon.ts';

/** A Pokémon that a trainer may begin with. */
export interface Starter {
  /** Its species in lower case. */
  readonly id: string;
  readonly mon: Mon;
}

/** Old enough for a fair fight on the first day. */
const LEVEL = 50;
const IVS = { hp: 31, atk: 31, def: 31, spa: 31, spd: 31, spe: 31 };
const EVS = { hp: 0, atk: 0, def: 0, spa: 0, spd: 0, spe: 0 };

const starter = (species: string, ability: string, nature: string, moves: readonly string[]): Starter => ({
  id: species.toLowerCase(),
  mon: {
    species,
    nickname: null,
    gender: null,
    item: null,
    ability,
    level: LEVEL,
    nature,
    teraType: null,
    isShiny: false,
    happiness: 255,
    ball: null,
    ivs: IVS,
    evs: EVS,
    moves,
  },
});

/** The dozen to choose from, in the order of the Pokédex. */
export const STARTERS: readonly Starter[] = [
  starter('Bulbasaur', 'Overgrow', 'Calm', ['Giga Drain', 'Sludge Bomb', 'Sleep Powder', 'Leech Seed']),
  starter('Charmander', 'Blaze', 'Timid', ['Flamethrower', 'Dragon Pulse', 'Will-O-Wisp', 'Dragon Breath']),
  starter('Squirtle', 'Torrent', 'Bold', ['Surf', 'Ice Beam', 'Water Pulse', 'Yawn']),
  starter('Pikachu', 'Static', 'Timid', ['Thunderbolt', 'Surf', 'Thunder Wave', 'Quick Attack']),
  starter('Eevee', 'Adaptability', 'Jolly', ['Body Slam', 'Bite', 'Quick Attack', 'Wish']),
  starter('Cyndaquil', 'Blaze', 'Timid', ['Flamethrower', 'Swift', 'Lava Plume', 'Quick Attack']),
  starter('Totodile', 'Torrent', 'Adamant', ['Waterfall', 'Ice Punch', 'Crunch', 'Dragon Dance']),
  starter('Treecko', 'Overgrow', 'Timid', ['Energy Ball', 'Dragon Breath', 'Quick Attack', 'Leech Seed']),
  starter('Riolu', 'Inner Focus', 'Jolly', ['Drain Punch', 'Crunch', 'Force Palm', 'Quick Attack']),
  starter('Sprigatito', 'Overgrow', 'Jolly', ['Seed Bomb', 'Play Rough', 'Quick Attack', 'Taunt']),
  starter('Fuecoco', 'Blaze', 'Modest', ['Flamethrower', 'Hyper Voice', 'Will-O-Wisp', 'Slack Off']),
  starter('Quaxly', 'Torrent', 'Adamant', ['Liquidation', 'Brave Bird', 'Aerial Ace', 'Roost']),
];

/** A starter by the name of its species. */
export const starterOf = (name: string): Starter | undefined => {
  const wanted = name.trim().toLowerCase();
  return STARTERS.find(({ id }) => id === wanted);
};
