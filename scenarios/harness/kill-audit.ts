import { streamOf } from '#actors/kit/stream-id.ts';
import { type DataPlace, openPlace } from './data-place.ts';
import { type KillClient, sortedJson } from './kill-client.ts';
import { checkEffects, checkLedger, readLog } from './log-audit.ts';
import type { Stage } from './stage.ts';

/** Compares the data that is left with what the client was told. */
export const auditData = async (
  place: DataPlace,
  client: KillClient,
  stage: Stage,
): Promise<{ readonly lost: number; readonly twice: number; readonly sums: number }> => {
  const store = await openPlace(place);
  try {
    const log = await readLog(store, stage);
    let lost = 0;
    for (const [commandId, { stream, seq, said }] of client.acknowledged) {
      const found = log.records.get(streamOf(stream).stream)?.get(commandId);
      const stored = found === undefined ? '' : JSON.stringify(found.record.rejection ?? found.record.reply);
      const isThere = found?.seq === seq && sortedJson(stored) === sortedJson(said);
      if (!isThere) lost += 1;
      stage.expect(
        'what was acknowledged is in the log as it was told',
        isThere,
        () => `${commandId} at ${seq}: ${said}`,
      );
    }
    stage.expect('nothing is applied twice', log.twice === 0, () => `${log.twice} commands`);
    checkEffects(log, stage);
    const stuck = await store.outbox.pending(store.leases.owned(), '', 5);
    stage.expect('no effect is stuck', stuck.length === 0, () => JSON.stringify(stuck));
    const problems = await checkLedger(store, stage);
    return { lost, twice: log.twice, sums: problems.length };
  } finally {
    await store.close();
  }
};
