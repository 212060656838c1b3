import { activate } from '#actors/kit/activation.ts';
import { Sealer } from '#actors/kit/sealer.ts';
import { streamOf } from '#actors/kit/stream-id.ts';
import { ledger } from '#actors/ledger/ledger.ts';
import { ledgerReads } from '#game/economy/ledger-reads.ts';
import type { LedgerState } from '#game/economy/ledger-state.ts';
import { canonicalJson } from '#ports/canonical-json.ts';
import { chainOf } from '#ports/chain.ts';
import { ackId, type Commit, type CommandRecord, sideRowsOf } from '#ports/commit.ts';
import type { Store } from '#ports/store.ts';
import type { Stage } from './stage.ts';

const PAGE = 1_000;

interface Found {
  readonly seq: number;
  readonly record: CommandRecord;
}

/** Every command of the log by stream and id. */
export interface Log {
  readonly records: Map<string, Map<string, Found>>;
  readonly effects: { readonly id: string; readonly sender: string; readonly receiver: string }[];
  twice: number;
}

/** Reads a whole log; its hash chains are computed anew. */
export const readLog = async ({ journal }: Store, stage: Stage): Promise<Log> => {
  const log: Log = { records: new Map(), effects: [], twice: 0 };
  let after = '';
  for (;;) {
    const streams = await journal.streams(after, PAGE);
    for (const { stream, lastSeq } of streams) await readStream(journal, stream, lastSeq, log, stage);
    const last = streams.at(-1);
    if (last === undefined || streams.length < PAGE) return log;
    after = last.stream;
  }
};

const readStream = async (
  journal: Store['journal'],
  stream: string,
  lastSeq: number,
  log: Log,
  stage: Stage,
): Promise<void> => {
  const records = new Map<string, Found>();
  log.records.set(stream, records);
  let seq = 0;
  let chain: string | undefined;
  while (seq < lastSeq) {
    const commits = await readOn(journal, stream, seq, stage);
    if (commits.length === 0) return;
    for (const commit of commits) {
      seq += 1;
      if (commit.chain !== undefined) {
        const { chain: given, ...rest } = commit;
        chain = chainOf(chain, canonicalJson(rest));
        stage.expect('the hash chain is valid', chain === given, () => commit._id);
      }
      for (const { id, effect } of sideRowsOf(commit).effects) {
        log.effects.push({ id, sender: stream, receiver: streamOf(effect.to).stream });
      }
      for (const record of commit.cmds) {
        if (records.has(record.id)) log.twice += 1;
        else records.set(record.id, { seq, record });
      }
    }
  }
};

/** The next commits of a stream; one that has a gap has none. */
const readOn = async (
  journal: Store['journal'],
  stream: string,
  seq: number,
  stage: Stage,
): Promise<readonly Commit[]> => {
  let problem = 'nothing is there';
  try {
    const commits = await journal.read(stream, seq + 1, PAGE);
    if (commits.length > 0) return commits;
  } catch (error) {
    problem = String(error);
  }
  stage.expect('the log has no gaps', false, () => `${stream} behind ${seq}: ${problem}`);
  return [];
};

/** Tests that every effect reached its receiver and that its sender knows; how many did not. */
export const checkEffects = (log: Log, stage: Stage): number => {
  let missing = 0;
  for (const { id, sender, receiver } of log.effects) {
    const isThere = log.records.get(receiver)?.has(id) === true;
    const isKnown = log.records.get(sender)?.has(ackId(id)) === true;
    stage.expect('every effect reached its receiver', isThere, () => id);
    stage.expect('every effect is acknowledged', isKnown, () => id);
    if (!isThere || !isKnown) missing += 1;
  }
  return missing;
};

/** Reckons the ledger of the home realm from what is stored; what does not sum to zero. */
export const checkLedger = async (
  { journal, snapshots, keys }: Store,
  stage: Stage,
): Promise<readonly string[]> => {
  const self = { kind: 'ledger', realm: 'home', id: '0' };
  const awake = await activate(
    ledger,
    self,
    streamOf(self).stream,
    { journal, snapshots, sealer: new Sealer(keys) },
    (error) => stage.expect('snapshots can be read', false, () => String(error)),
  );
  const { ok, problems } = ledgerReads.check(awake.state as LedgerState, null);
  stage.expect('the ledger sums to zero', ok, () => problems.join('; '));
  return problems;
};
