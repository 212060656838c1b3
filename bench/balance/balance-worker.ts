import { parentPort } from 'node:worker_threads';
import { tallyOf } from './play.ts';
import type { Pairing } from './tally.ts';

parentPort?.on('message', ({ id, pairing }: { readonly id: number; readonly pairing: Pairing }) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage({ id, tally: tallyOf(pairing) });
});
