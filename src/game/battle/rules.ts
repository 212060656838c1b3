import { CrossBattle } from './cross/v1/battle.ts';
import type { Setup } from './cross/v1/sheet.ts';
import { invariant } from '../shared/errors.ts';
import type { Hash } from '../shared/hash.ts';

/** A battle under way, whichever version of the rules plays it. */
export type PlayedBattle = Pick<CrossBattle, 'words' | 'tick' | 'result' | 'hash' | 'order' | 'run'>;

/** One version of the `cross` rules. All versions so far share the layout of version 1 and its orders. */
export interface Rules {
  /** As the log and replays name it, such as `cross/v1`; fixed for ever. */
  readonly version: string;
  start(setup: Setup): PlayedBattle;
  /** A battle of its own from another one's words. */
  restore(words: Int32Array): PlayedBattle;
}

/** Every version that a log or a replay may name, and the one in which new battles are fought. */
export interface RuleBook {
  readonly current: string;
  readonly versions: ReadonlyMap<string, Rules>;
}

/** Makes a book. @throws InvariantError when the current version is none of them */
export const ruleBook = (current: string, versions: readonly Rules[]): RuleBook => {
  const book = { current, versions: new Map(versions.map((rules) => [rules.version, rules])) };
  invariant(book.versions.has(current), `no rules ${current}`);
  return book;
};

/** The first version. */
export const CROSS_V1: Rules = {
  version: 'cross/v1',
  start: (setup) => CrossBattle.start(setup),
  restore: (words) => CrossBattle.restore(words),
};

/** The rules of the service. */
export const RULE_BOOK: RuleBook = ruleBook(CROSS_V1.version, [CROSS_V1]);

/** The rules of a version. @throws InvariantError for one that the book does not know */
export const rulesOf = ({ versions }: RuleBook, version: string): Rules => {
  const rules = versions.get(version);
  invariant(rules !== undefined, `no rules ${version}`);
  return rules;
};

/** What a battle's decisions need beside its state. */
export interface Means {
  readonly hash: Hash;
  readonly book: RuleBook;
}
