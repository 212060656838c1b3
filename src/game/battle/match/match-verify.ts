import { z } from 'zod';
import type { Hash } from '../../shared/hash.ts';
import { isWritable } from '../../shared/canonical-json.ts';
import { checksumOf, commitmentOf, replayDigestOf, seedsOf } from '../fairness.ts';
import { explained, type Published, type Verdict, falseDigest, unknownRules } from '../verify.ts';
import { matchOpeningDigest, type MatchReplay, matchReplaySchema } from './match-replay.ts';
import { setupOfMatch } from './match-state.ts';
import type { MatchInput, MatchPosition, MatchSetup, Ruling } from './rules-words.ts';

/** Plays a match again. */
export interface PlayAgain {
  /** `undefined`: by rules of that name nobody here can. */
  (version: string, setup: MatchSetup, inputs: readonly MatchInput[]): Promise<Ruling | undefined>;
  /** Names of the rules that can play each game. */
  readonly versions: Readonly<Record<MatchSetup['rules'], readonly string[]>>;
}

const wrong = (what: string, turn?: number): Verdict => ({
  ok: false,
  what,
  ...(turn === undefined ? {} : { tick: turn }),
});

/** Whether a value says that it is the replay of a match, whatever else is wrong with it. */
export const isMatchReplay = (value: unknown): boolean =>
  z.object({ format: z.string().startsWith('match/') }).safeParse(value).success;

const namesSchema = z.object({
  rules: z.string(),
  game: z
    .object({ rules: z.enum(['pokemon', 'osrs']) })
    .optional()
    .catch(undefined),
});

/** Why nobody here can play a replay again, whatever else is in the file: a later version may have other fields. */
const unknownVersion = (value: unknown, { versions }: PlayAgain): string | undefined => {
  const { data } = namesSchema.safeParse(value);
  if (data === undefined) return undefined;
  const { rules, game } = data;
  const known = game === undefined ? Object.values(versions).flat() : versions[game.rules];
  return known.includes(rules) ? undefined : unknownRules(rules, known);
};

/** What was promised before the match and is not kept by its seeds and teams. */
const falsePromise = (replay: MatchReplay, hash: Hash): string | undefined => {
  if (commitmentOf(replay.serverSeed, hash) !== replay.commitment)
    return 'commitment: the revealed server seed is not the one that was committed to';
  if (matchOpeningDigest(replay, hash) !== replay.openingDigest)
    return 'openingDigest: commitment, game, teams, rules or salt are not those that were published';
  return undefined;
};

const resultOf = ({ isEnded, winner }: MatchPosition): MatchReplay['result'] | 'running' => {
  if (!isEnded) return 'running';
  return winner === null ? 'draw' : winner === 0 ? 'first' : 'second';
};

interface Again {
  readonly turn?: number;
  readonly what?: string;
}

const replayed = async (replay: MatchReplay, hash: Hash, play: PlayAgain): Promise<Again> => {
  const { battleId: id, game, teams, rules, marks } = replay;
  const [first, second] = seedsOf(replay, hash);
  const setup = setupOfMatch({ id, game, teams, seeds: [[...first], [...second]] });
  const inputs = replay.inputs.map(([side, choice]): MatchInput => ({ side, choice }));
  if (setup === undefined) return { what: 'game: none' };
  let last: MatchPosition | undefined;
  for (const [length, expected] of marks) {
    const ruling = await play(rules, setup, inputs.slice(0, length));
    if (ruling === undefined) return { what: unknownRules(rules, play.versions[game.rules]) };
    if (ruling.position === undefined) return { what: ruling.ok ? 'rules: none' : ruling.rejection.message };
    last = ruling.position;
    const { turn } = last;
    if (!last.hash.startsWith(expected)) return { turn, what: `turn ${turn}: the position differs` };
  }
  if (replay.result === 'void') return {};
  if (last === undefined || marks.at(-1)?.[0] !== inputs.length)
    return { what: 'marks: the last choices are not among them' };
  if (last.turn !== replay.turns) return { what: `turns: the match has ${last.turn}` };
  const found = resultOf(last);
  return found === replay.result ? {} : { what: `result: the match is ${found} after turn ${last.turn}` };
};

/**
 * Plays a match again and compares everything that can be compared, after its version: seeds with their commitment, opening digest, the
 * position at each mark, result, checksum, and what was published. Takes any value.
 */
export const verifyMatchReplay = async (
  value: unknown,
  hash: Hash,
  published: Published,
  play: PlayAgain,
): Promise<Verdict> => {
  const unknown = unknownVersion(value, play);
  if (unknown !== undefined) return wrong(unknown);
  const { data, error } = matchReplaySchema.safeParse(value);
  if (error !== undefined) return wrong(explained(error));
  if (!isWritable(data)) return wrong('not a replay: a text has lone surrogates');
  const isRising = data.marks.every(([length], n) => n === 0 || length > (data.marks[n - 1]?.[0] ?? -1));
  if (!isRising) return wrong('marks: not in the order of their inputs');
  const promise = falsePromise(data, hash);
  const again = promise === undefined ? await replayed(data, hash, play) : { what: promise };
  const digest = replayDigestOf(data, hash);
  const { checksum, ...body } = data;
  const isWhole = checksumOf(body, hash) === checksum;
  const problem = again.what ?? falseDigest(data, digest, isWhole, published);
  return problem === undefined
    ? { ok: true, ticks: data.turns, result: data.result, digest }
    : wrong(problem, 'turn' in again ? again.turn : undefined);
};
