import { z } from 'zod';
import { unpackWords } from '../shared/bytes.ts';
import type { Hash } from '../shared/hash.ts';
import type { Result } from './cross/v1/battle.ts';
import { checksumOf, commitmentOf, openingDigestOf, replayDigestOf } from './fairness.ts';
import { areArranged, playAgain, type Replay, replaySchema, setupOf, winnerOf } from './replay.ts';
import { RULE_BOOK, type RuleBook, type Rules } from './rules.ts';

/** What was published while the battle was played, as far as it is known. */
export interface Published {
  /** From the challenge card. */
  readonly commitment?: string | undefined;
  /** From the opening message. */
  readonly openingDigest?: string | undefined;
  /** From the result message. */
  readonly digest?: string | undefined;
}

export type Verdict =
  | { readonly ok: true; readonly ticks: number; readonly result: Replay['result']; readonly digest: string }
  /** `tick`: the first one that differs, when any does; of a match its turn. */
  | { readonly ok: false; readonly tick?: number; readonly what: string };

const SHOWN_CHARS = 40;
const wrong = (what: string, tick?: number): Verdict => ({
  ok: false,
  what,
  ...(tick === undefined ? {} : { tick }),
});

/**
 * Plays a replay again and compares everything that can be compared: seeds with their commitment, opening digest, the
 * state after each tick, result, checksum, and what was published. Takes any value and never throws.
 */
export const verifyReplay = (
  replay: unknown,
  hash: Hash,
  published: Published = {},
  book: RuleBook = RULE_BOOK,
): Verdict => {
  const version = versionOf(replay);
  const rules = version === undefined ? undefined : book.versions.get(version);
  if (version !== undefined && rules === undefined) {
    return wrong(unknownRules(version, [...book.versions.keys()]));
  }
  const { data, error } = replaySchema.safeParse(replay);
  if (error !== undefined) return wrong(explained(error));
  if (rules === undefined) return wrong('rules: none');
  const states = unpackWords(data.hashes);
  if (states === undefined) return wrong('hashes: not base64url of whole words');
  if (states.length !== data.ticks) return wrong(`hashes: ${states.length} states for ${data.ticks} ticks`);
  if (!areArranged(data.orders)) return wrong('orders: not in the order of their ticks and sides, each once');
  if (data.orders.some(([tick]) => tick >= data.ticks))
    return wrong('orders: one was given after the last tick');
  const again = replayed(rules, data, states, hash);
  const digest = replayDigestOf(data, hash);
  const { checksum, ...body } = data;
  const isWhole = checksumOf(body, hash) === checksum;
  const problem = falsePromise(data, hash) ?? again.what ?? falseDigest(data, digest, isWhole, published);
  return problem === undefined
    ? { ok: true, ticks: data.ticks, result: data.result, digest }
    : wrong(problem, again.tick);
};

/** What is said of rules that nobody here knows. */
export const unknownRules = (version: string, known: readonly string[]): string =>
  `unknown rules version ${JSON.stringify(version.slice(0, SHOWN_CHARS))}; known: ${known.join(', ')}`;

const versionOf = (replay: unknown): string | undefined => {
  const found = z.object({ rules: z.string() }).safeParse(replay);
  return found.data?.rules;
};

/** What a schema found first, with its place. */
export const explained = ({ issues }: z.ZodError): string => {
  const [issue] = issues;
  if (issue === undefined) return 'not a replay';
  const path = issue.path.map(String).join('.');
  return path === '' ? `not a replay: ${issue.message}` : `${path}: ${issue.message}`;
};

/** What was promised before the battle and is not kept by its seeds and teams. */
const falsePromise = (replay: Replay, hash: Hash): string | undefined => {
  if (commitmentOf(replay.serverSeed, hash) !== replay.commitment)
    return 'commitment: the revealed server seed is not the one that was committed to';
  if (openingDigestOf(replay, hash) !== replay.openingDigest)
    return 'openingDigest: commitment, teams, rules or salt are not those that were published';
  return undefined;
};

interface Again {
  readonly tick?: number;
  readonly what?: string;
}

const replayed = (rules: Rules, replay: Replay, states: readonly number[], hash: Hash): Again => {
  let differing: number | undefined;
  const battle = playAgain(rules, setupOf(replay, hash), replay.orders, replay.ticks, (tick, state) => {
    if (states[tick - 1] === state) return true;
    differing = tick;
    return false;
  });
  if (differing !== undefined) return { tick: differing, what: `tick ${differing}: the state differs` };
  if (battle.tick < replay.ticks)
    return { tick: battle.tick + 1, what: `ticks: the battle ends after tick ${battle.tick}` };
  const what = falseEnd(replay, battle.result);
  return what === undefined ? {} : { what };
};

/** Why a battle that stands so after its last tick did not end as the replay says. */
const falseEnd = ({ result, forfeit, ticks }: Replay, found: Result): string | undefined => {
  if (result === 'void') return forfeit === undefined ? undefined : 'forfeit: nobody gives up a void battle';
  if (forfeit === undefined)
    return found === result ? undefined : `result: the battle is ${found} after tick ${ticks}`;
  if (result !== winnerOf(forfeit)) return 'forfeit: whoever gives up has lost';
  return found === 'running' ? undefined : 'forfeit: the battle was over';
};

/** What does not fit a replay's own checksum or what was published of it. */
export const falseDigest = (
  replay: Pick<Replay, 'commitment' | 'openingDigest'>,
  digest: string,
  isWhole: boolean,
  published: Published,
): string | undefined => {
  if (!isWhole) return 'checksum: something in the file was changed';
  if (published.commitment !== undefined && published.commitment.toLowerCase() !== replay.commitment)
    return 'commitment: another one was published';
  if (published.openingDigest !== undefined && published.openingDigest.toLowerCase() !== replay.openingDigest)
    return 'openingDigest: another one was published';
  if (published.digest !== undefined && published.digest.toLowerCase() !== digest)
    return `digest: ${digest} is not the one that was published`;
  return undefined;
};
