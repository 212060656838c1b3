import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Pairing, Tally } from './tally.ts';

/** Pairings that wait at one worker, so that it is never idle. */
const AHEAD = 4;

/** Threads that play pairings. */
export interface Pool {
  /** Tallies in the order of their pairings, whichever thread played them. */
  play(pairings: readonly Pairing[], progress?: (done: number) => void): Promise<readonly Tally[]>;
  close(): Promise<void>;
}

export const openPool = (threads = availableParallelism()): Pool => {
  const workers = Array.from(
    { length: Math.max(1, threads) },
    () => new Worker(new URL('./balance-worker.ts', import.meta.url)),
  );
  const play: Pool['play'] = async (pairings, progress) => {
    const tallies = new Array<Tally>(pairings.length);
    let next = 0;
    let done = 0;
    const playAt = async (worker: Worker): Promise<void> =>
      new Promise((resolve, reject) => {
        let open = 0;
        const more = (): void => {
          const pairing = pairings[next];
          if (pairing === undefined) return;
          // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
          worker.postMessage({ id: next, pairing });
          next += 1;
          open += 1;
        };
        const onMessage = ({ id, tally }: { readonly id: number; readonly tally: Tally }): void => {
          tallies[id] = tally;
          open -= 1;
          done += 1;
          progress?.(done);
          more();
          if (open > 0) return;
          worker.off('message', onMessage);
          worker.off('error', reject);
          resolve();
        };
        worker.on('message', onMessage);
        worker.on('error', reject);
        for (let n = 0; n < AHEAD; n += 1) more();
        if (open === 0) {
          worker.off('message', onMessage);
          worker.off('error', reject);
          resolve();
        }
      });
    await Promise.all(workers.map(playAt));
    return tallies;
  };
  return {
    play,
    close: async () => {
      await Promise.all(workers.map(async (worker) => worker.terminate()));
    },
  };
};
