import type { Mon } from './mon.ts';

/** Somebody with Pokémon who always has time for a battle by the games' own rules. */
export interface Leader {
  /** `[a-z0-9]{1,14}`, fixed for ever: it stands in the log. */
  readonly id: string;
  readonly name: string;
  readonly text: string;
  /** Level of its Pokémon; those of who comes are 50. */
  readonly level: number;
  readonly team: readonly [Mon, Mon, Mon];
}

const IVS = { hp: 31, atk: 31, def: 31, spa: 31, spd: 31, spe: 31 };
const EVS = { hp: 84, atk: 84, def: 84, spa: 84, spd: 84, spe: 84 };

/** Species, ability, what it holds, nature, moves. */
type Row = readonly [string, string, string | null, string, readonly string[]];

const leader = (
  id: string,
  name: string,
  level: number,
  text: string,
  rows: readonly [Row, Row, Row],
): Leader => {
  const mon = ([species, ability, item, nature, moves]: Row): Mon => ({
    species,
    nickname: null,
    gender: null,
    item,
    ability,
    level,
    nature,
    teraType: null,
    isShiny: false,
    happiness: 255,
    ball: null,
    ivs: IVS,
    evs: EVS,
    moves,
  });
  return { id, name, text, level, team: [mon(rows[0]), mon(rows[1]), mon(rows[2])] };
};

/**
 * Every leader, the easiest first: three starters on their own beat the first about nine times in ten and the last two
 * never, who are for teams that somebody has built (leaders.long.test.ts plays them).
 */
export const LEADERS: readonly Leader[] = [
  leader('fern', 'Fern', 33, 'Talks to plants. They answer.', [
    ['Bellossom', 'Chlorophyll', null, 'Calm', ['Giga Drain', 'Moonblast', 'Sleep Powder', 'Quiver Dance']],
    ['Breloom', 'Effect Spore', null, 'Adamant', ['Seed Bomb', 'Mach Punch', 'Rock Tomb', 'Leech Seed']],
    ['Tropius', 'Harvest', 'Sitrus Berry', 'Bold', ['Air Slash', 'Giga Drain', 'Roost', 'Protect']],
  ]),
  leader('marina', 'Marina', 35, 'Swims before breakfast, in winter too.', [
    ['Gastrodon', 'Storm Drain', 'Leftovers', 'Calm', ['Surf', 'Earth Power', 'Ice Beam', 'Recover']],
    ['Floatzel', 'Water Veil', null, 'Jolly', ['Wave Crash', 'Ice Spinner', 'Crunch', 'Aqua Jet']],
    ['Milotic', 'Marvel Scale', 'Sitrus Berry', 'Bold', ['Scald', 'Ice Beam', 'Dragon Pulse', 'Recover']],
  ]),
  leader('volta', 'Volta', 36, 'Fixes the hall’s lamps, and breaks them.', [
    ['Luxray', 'Intimidate', null, 'Adamant', ['Wild Charge', 'Crunch', 'Ice Fang', 'Volt Switch']],
    [
      'Jolteon',
      'Volt Absorb',
      null,
      'Timid',
      ['Thunderbolt', 'Shadow Ball', 'Alluring Voice', 'Thunder Wave'],
    ],
    [
      'Ampharos',
      'Static',
      'Sitrus Berry',
      'Modest',
      ['Thunderbolt', 'Dragon Pulse', 'Power Gem', 'Cotton Guard'],
    ],
  ]),
  leader('petra', 'Petra', 42, 'Has never moved out of anybody’s way.', [
    ['Garganacl', 'Sturdy', null, 'Adamant', ['Salt Cure', 'Earthquake', 'Recover', 'Stealth Rock']],
    ['Golem', 'Sturdy', null, 'Adamant', ['Stone Edge', 'Earthquake', 'Heavy Slam', 'Sucker Punch']],
    ['Lycanroc', 'Sand Rush', null, 'Jolly', ['Rock Slide', 'Crunch', 'Accelerock', 'Swords Dance']],
  ]),
  leader('nyx', 'Nyx', 36, 'You only notice her when she has won.', [
    [
      'Gengar',
      'Cursed Body',
      'Life Orb',
      'Timid',
      ['Shadow Ball', 'Sludge Bomb', 'Thunderbolt', 'Dazzling Gleam'],
    ],
    ['Umbreon', 'Inner Focus', 'Leftovers', 'Calm', ['Foul Play', 'Moonlight', 'Toxic', 'Protect']],
    ['Weavile', 'Pressure', null, 'Jolly', ['Triple Axel', 'Knock Off', 'Ice Shard', 'Swords Dance']],
  ]),
  leader('cinder', 'Cinder', 40, 'Cooks for everybody. Everything is hot.', [
    [
      'Arcanine',
      'Intimidate',
      'Sitrus Berry',
      'Adamant',
      ['Flare Blitz', 'Extreme Speed', 'Wild Charge', 'Close Combat'],
    ],
    ['Talonflame', 'Gale Wings', null, 'Jolly', ['Brave Bird', 'Flare Blitz', 'Roost', 'Will-O-Wisp']],
    ['Volcarona', 'Flame Body', null, 'Timid', ['Fiery Dance', 'Bug Buzz', 'Giga Drain', 'Quiver Dance']],
  ]),
  leader('aurora', 'Aurora', 45, 'Trains where nobody else would sleep.', [
    [
      'Baxcalibur',
      'Thermal Exchange',
      'Loaded Dice',
      'Adamant',
      ['Icicle Spear', 'Glaive Rush', 'Earthquake', 'Dragon Dance'],
    ],
    [
      'Cloyster',
      'Skill Link',
      'Focus Sash',
      'Naive',
      ['Icicle Spear', 'Rock Blast', 'Hydro Pump', 'Shell Smash'],
    ],
    ['Mamoswine', 'Thick Fat', 'Life Orb', 'Jolly', ['Icicle Crash', 'Earthquake', 'Knock Off', 'Ice Shard']],
  ]),
  leader('drake', 'Drake the Undefeated', 50, 'The name is a few years old. It still holds.', [
    [
      'Garchomp',
      'Rough Skin',
      'Rocky Helmet',
      'Jolly',
      ['Earthquake', 'Outrage', 'Stone Edge', 'Swords Dance'],
    ],
    [
      'Dragonite',
      'Multiscale',
      'Heavy-Duty Boots',
      'Adamant',
      ['Extreme Speed', 'Earthquake', 'Fire Punch', 'Dragon Dance'],
    ],
    [
      'Hydreigon',
      'Levitate',
      'Life Orb',
      'Timid',
      ['Draco Meteor', 'Dark Pulse', 'Flash Cannon', 'Fire Blast'],
    ],
  ]),
];

const byId: ReadonlyMap<string, Leader> = new Map(LEADERS.map((one) => [one.id, one]));

/** The leader of that id, if there is one. */
export const leaderById = (id: string): Leader | undefined => byId.get(id);
