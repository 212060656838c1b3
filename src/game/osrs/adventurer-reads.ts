import type { Shape } from '../battle/shape.ts';
import { unsealed } from '../shared/sealed.ts';
import { type AdventurerState, isLinked, loadoutNamed, STARTER_NAMES, wornBy } from './adventurer-state.ts';
import { osrsShape } from './fighter.ts';
import type { Loadout } from './loadout.ts';
import { combatLevelOf, type Levels } from './skills.ts';

/** A person's account as it was last read. */
export interface CharacterView {
  readonly linkNo: number;
  /** The account's name. */
  readonly account: string;
  /** Nobody has proven that it is theirs. */
  readonly claim: 'claimed';
  readonly linkedAtMs: number;
  readonly levels: Levels;
  readonly combatLevel: number;
  /** When the levels were read, ms since the epoch. */
  readonly readAtMs: number;
}

const character = (state: AdventurerState): CharacterView | undefined => {
  if (state.account === null || !isLinked(state)) return undefined;
  const { linkNo, account, levels, readAtMs } = state;
  return {
    linkNo,
    account: unsealed(account.name),
    claim: 'claimed',
    linkedAtMs: account.linkedAtMs,
    levels,
    combatLevel: combatLevelOf(levels),
    readAtMs,
  };
};

/** A loadout that could fight. */
export interface LoadoutFighter {
  /** Stable as long as the loadout is kept: `worn`, `melee`, `ranged`, `magic`, `kept-1` … */
  readonly key: string;
  /** The loadout's name. */
  readonly name: string;
  readonly shape: Shape;
}

const fighters = (state: AdventurerState): readonly LoadoutFighter[] => {
  if (!isLinked(state)) return [];
  const all: readonly (readonly [key: string, name: string])[] = [
    ['worn', 'equipped'],
    ...state.saved.map(({ name }, index) => [`kept-${index + 1}`, unsealed(name)] as const),
    ...STARTER_NAMES.map((name) => [name.replace('starter ', ''), name] as const),
  ];
  return all.flatMap(([key, name]) => {
    const loadout = loadoutNamed(state, name);
    return loadout === undefined ? [] : [{ key, name, shape: osrsShape(state.levels, loadout) }];
  });
};

/** Pure looks at an adventurer, never committed. */
export const adventurerReads = {
  /** The linked account; `undefined`: none is linked, or its person was erased. */
  character,
  /** A loadout by name: `equipped` (also without a name), `starter melee|ranged|magic` or a kept one; `undefined`: none. */
  loadout: (state: AdventurerState, args: { readonly name?: string }): Loadout | undefined => {
    if (!isLinked(state)) return undefined;
    return args.name === undefined ? wornBy(state) : loadoutNamed(state, args.name);
  },
  /** Names of kept loadouts, oldest first. */
  saved: (state: AdventurerState): readonly string[] => state.saved.map(({ name }) => unsealed(name)),
  /** The account in a loadout as a fighter of `cross` battles; `undefined`: no account, or no such loadout. */
  shape: (state: AdventurerState, args: { readonly loadout?: string }): Shape | undefined => {
    const loadout = adventurerReads.loadout(state, args.loadout === undefined ? {} : { name: args.loadout });
    return loadout === undefined ? undefined : osrsShape(state.levels, loadout);
  },
  /** Every loadout as a fighter: what is worn, kept ones, starter sets; none without an account. */
  fighters,
};
