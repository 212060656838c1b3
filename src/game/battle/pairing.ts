import type { Context, Effect } from '../shared/decider.ts';
import type { BattleCommand, Player } from './battle-protocol.ts';
import type { Guest } from './lobby-state.ts';
import { BAND_OPEN_MS, BAND_PER_SECOND, BAND_START } from './lobby-protocol.ts';
import type { MatchCommand } from './match/match-protocol.ts';

/** Pairs of one decision: their teams lie in one commit. */
const PAIRS_MAX = 10;

/** Two people who are to fight; the longer waiting first. */
export type Pair = readonly [Guest, Guest];

/** How far away a rating may be for somebody who has waited so long. */
export const bandAfter = (waitedMs: number): number =>
  waitedMs >= BAND_OPEN_MS
    ? Number.POSITIVE_INFINITY
    : BAND_START + Math.floor((waitedMs * BAND_PER_SECOND) / 1_000);

const gapOf = (one: Guest, other: Guest): number => Math.abs(one.rating - other.rating);

/** What two who fight each other have in common: the size of their teams, or the format. */
const sortOf = ({ lineup, pokemon }: Guest): string =>
  pokemon === null ? `cross/${lineup?.fighters.length ?? 0}` : `pokemon/${pokemon.format}`;

/** Both would take the other. */
const fits = (one: Guest, other: Guest, nowMs: number): boolean =>
  sortOf(one) === sortOf(other) &&
  gapOf(one, other) <= Math.min(bandAfter(nowMs - one.sinceMs), bandAfter(nowMs - other.sinceMs));

/** Pairs from the longest waiting on, each with the nearest rating that fits. */
export const pairsOf = (waiting: readonly Guest[], nowMs: number): readonly Pair[] => {
  const pairs: Pair[] = [];
  const left = new Set(waiting);
  for (const one of waiting) {
    if (!left.delete(one) || pairs.length === PAIRS_MAX) continue;
    const [other] = [...left]
      .filter((guest) => fits(one, guest, nowMs))
      .toSorted((a, b) => gapOf(one, a) - gapOf(one, b) || a.sinceMs - b.sinceMs);
    if (other === undefined) continue;
    left.delete(other);
    pairs.push([one, other]);
  }
  return pairs;
};

const playersOf = (pair: Pair): [Player, Player] => [
  { kind: 'person', userId: pair[0].userId },
  { kind: 'person', userId: pair[1].userId },
];

/** The rules that are here now: those of whoever came last, for a release may have come between the two. */
const versionOf = ([one, other]: Pair): string | undefined =>
  (one.sinceMs > other.sinceMs ? one : other).pokemon?.version;

type Lineups = 'lineup' | 'answer';
type CrossOpening = Omit<Extract<BattleCommand, { type: 'Open' }>, Lineups> &
  Readonly<Record<Lineups, Guest['lineup']>>;

/** Both wait for the same: they are of one sort. */
const openCommand = (pair: Pair): Pick<Effect, 'command'> & { readonly kind: string } => {
  const [one, other] = pair;
  const common = { type: 'Open', players: playersOf(pair), isPrivate: false, isEven: true } as const;
  if (one.pokemon !== null) {
    const { format, team, version } = one.pokemon;
    const command: MatchCommand = {
      ...common,
      version: versionOf(pair) ?? version,
      game: { rules: 'pokemon', format },
      team,
      answer: other.pokemon?.team ?? null,
    };
    return { kind: 'match', command };
  }
  const [lineup, answer] = [one.lineup, other.lineup];
  const command: CrossOpening = { ...common, tempo: 'rounds', lineup, answer, stake: 0 };
  return { kind: 'battle', command };
};

/** Opens the battle of a pair. */
export const openBattle = (battleId: string, pair: Pair, { self }: Context): Effect => {
  const { kind, command } = openCommand(pair);
  return {
    to: { kind, realm: self.realm, id: battleId },
    command,
    tag: `${pair[0].userId} ${pair[1].userId}`,
  };
};
