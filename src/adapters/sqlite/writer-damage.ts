import { parseCommit } from '#ports/commit-check.ts';
import { explain, isDamage, type FaultMessage } from './explain.ts';
import { COMMITTED, CONFLICT, DAMAGED, type BatchMessage, type BatchReport } from './messages.ts';

/** Some commits of a batch, as a batch of their own. */
const part = (
  { streams, seqs, bodies, counts, hashes, sides }: BatchMessage,
  from: number,
  to: number,
): BatchMessage => {
  const commandsUpTo = (index: number): number =>
    counts.subarray(0, index).reduce((sum, count) => sum + count, 0);
  return {
    streams: streams.slice(from, to),
    seqs: seqs.slice(from, to),
    bodies: bodies.slice(from, to),
    counts: counts.slice(from, to),
    hashes: hashes.slice(commandsUpTo(from), commandsUpTo(to)),
    sides: sides.flatMap(({ index, ...side }) =>
      index >= from && index < to ? { index: index - from, ...side } : [],
    ),
  };
};

/**
 * Appends a batch on a file of which pages are damaged. `attempt` appends some of it in a transaction of its own; what meets a
 * damaged page is halved until the commits are found that do. These are not applied, nor those behind them in their streams;
 * all others are. A savepoint would not do: SQLite refuses whatever comes after the damage in the same transaction.
 * @throws what else goes wrong; parts may be durable then
 */
export const appendAroundDamage = (
  batch: BatchMessage,
  path: string,
  attempt: (batch: BatchMessage, blocked: Set<string>) => BatchReport | undefined,
): BatchReport => {
  const codes = new Uint8Array(batch.streams.length);
  const owners = new Map<number, string>();
  const blocked = new Set<string>();
  let damage: FaultMessage | undefined;
  const note = (index: number, code: number, owner: string | undefined): void => {
    codes[index] = code;
    if (owner !== undefined) owners.set(index, owner);
    const isOwn = code === CONFLICT && owner === parseCommit(batch.bodies[index] ?? '').commitId;
    if (code !== COMMITTED && !isOwn) blocked.add(batch.streams[index] ?? '');
  };
  const append = (from: number, to: number): void => {
    try {
      const report = attempt(part(batch, from, to), new Set(blocked));
      for (let index = from; index < to; index += 1)
        note(index, report?.codes[index - from] ?? COMMITTED, report?.owners.get(index - from));
    } catch (error) {
      if (!isDamage(error)) throw error;
      const middle = (from + to) >> 1;
      if (middle === from) {
        damage ??= explain(error, path);
        return note(from, DAMAGED, undefined);
      }
      append(from, middle);
      append(middle, to);
    }
    return undefined;
  };
  append(0, batch.streams.length);
  return { codes, owners, ...(damage === undefined ? {} : { damage }) };
};
