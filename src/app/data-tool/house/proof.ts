import { hash } from 'node:crypto';
import { canonicalJson } from '#ports/canonical-json.ts';
import type { Clock } from '#ports/clock.ts';
import type { ExpectedRows } from '#ports/expected-rows.ts';
import { SHARDS } from '#ports/leases.ts';
import type { ReminderRow } from '#ports/reminders.ts';
import type { Store } from '#ports/store.ts';
import { grouped } from '../output.ts';
import type { BookFigures } from './books.ts';
import { patiently } from './patience.ts';
import type { OnProblem } from './records.ts';
import type { Figures } from './tally.ts';

const ALL: ReadonlySet<number> = new Set(Array.from({ length: SHARDS }, (_, shard) => shard));
const ROWS_A_READ = 500;
const DIGEST_SHOWN = 22;

/** One line of the proof. */
interface Line {
  readonly what: string;
  readonly source: string;
  readonly target: string;
}

/** Digest of everything that was compared. */
export const digestOf = (figures: Figures): string => hash('sha256', canonicalJson(figures), 'base64url');

/** Holds outbox and reminders of a store against what its log says. @throws Fault E_UNAVAILABLE */
export const checkSideRows = async (
  store: Store,
  clock: Clock,
  expected: ExpectedRows,
  onProblem: OnProblem,
): Promise<void> => {
  const missing = new Set(expected.outbox);
  for (let after: string | undefined = ''; after !== undefined;) {
    const from: string = after;
    const rows = await patiently(clock, () => store.outbox.pending(ALL, from, ROWS_A_READ));
    for (const { id } of rows) {
      if (!missing.delete(id)) onProblem(`the outbox holds ${id}, which the log does not`);
    }
    after = rows.at(-1)?.id;
  }
  for (const id of missing) onProblem(`the outbox lacks ${id}`);
  const due = new Map(expected.reminders);
  for (let last: ReminderRow | undefined, isOver = false; !isOver;) {
    const after = last;
    const rows = await patiently(clock, () =>
      store.reminders.due(ALL, Number.MAX_SAFE_INTEGER, ROWS_A_READ, after),
    );
    for (const { stream, name, dueMs } of rows) {
      const key = `${stream}/${name}`;
      if (due.get(key) !== dueMs) onProblem(`the reminder ${key} is not due when the log says`);
      due.delete(key);
    }
    last = rows.at(-1);
    isOver = last === undefined;
  }
  for (const key of due.keys()) onProblem(`the reminder ${key} is missing`);
};

const bookText = (book: BookFigures | undefined): string =>
  book === undefined
    ? 'none'
    : `sum ${grouped(book.coinsSum)}, supply ${grouped(book.supply)}, pieces ${grouped(book.pieces)}, assets ${grouped(book.assets)}`;

const COUNTS = {
  streams: 'streams',
  commits: 'commits',
  commands: 'commands',
  links: 'links of hash chains',
  keys: 'keys of people',
  erased: 'erased people',
  letters: 'dead letters',
  snapshots: 'snapshots',
  outbox: 'effects waiting',
  reminders: 'reminders',
} as const satisfies Partial<Record<keyof Figures, string>>;

const DIGESTS = {
  headsDigest: 'ends of streams',
  logDigest: 'log',
  keysDigest: 'keys',
  lettersDigest: 'letters',
  snapshotsDigest: 'states',
} as const satisfies Partial<Record<keyof Figures, string>>;

const keysOf = <K extends string>(table: Readonly<Record<K, string>>): readonly K[] =>
  // made above, with these keys and no others
  Object.keys(table) as K[];

const linesOf = (source: Figures, target: Figures): readonly Line[] => {
  const realms = [...new Set([...source.books, ...target.books].map(({ realm }) => realm))];
  const bookOf = ({ books }: Figures, realm: string) => books.find((book) => book.realm === realm);
  return [
    ...keysOf(COUNTS).map((name) => ({
      what: COUNTS[name],
      source: grouped(source[name]),
      target: grouped(target[name]),
    })),
    ...realms.map((realm) => ({
      what: `ledger ${realm}`,
      source: bookText(bookOf(source, realm)),
      target: bookText(bookOf(target, realm)),
    })),
    ...keysOf(DIGESTS).map((name) => ({
      what: DIGESTS[name],
      source: source[name].slice(0, DIGEST_SHOWN),
      target: target[name].slice(0, DIGEST_SHOWN),
    })),
  ];
};

/** Both sides as a table, line by line. */
export const proofLines = (source: Figures, target: Figures): readonly string[] => {
  const head: Line = { what: '', source: 'source', target: 'target' };
  const lines = [head, ...linesOf(source, target)];
  const width = (part: keyof Line): number => Math.max(...lines.map((line) => line[part].length));
  return lines.map((line) => {
    const { what, source: from, target: to } = line;
    const verdict = line === head ? '' : from === to ? 'equal' : 'DIFFERENT';
    return `${what.padEnd(width('what'))}  ${from.padEnd(width('source'))}  ${to.padEnd(width('target'))}  ${verdict}`.trimEnd();
  });
};

/** What of the figures says that money or things were made or lost; empty when all is well. */
export const sumProblems = ({ books }: Figures): readonly string[] =>
  books.flatMap(({ realm, coinsSum, piecesOff }) => [
    ...(coinsSum === 0 ? [] : [`the coins of realm ${realm} sum to ${coinsSum} instead of zero`]),
    ...(piecesOff === 0
      ? []
      : [`the pieces of an item of realm ${realm} sum to ${piecesOff} instead of zero`]),
  ]);
