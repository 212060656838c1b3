import { parentPort } from 'node:worker_threads';
import type { SeedOrder } from './campaign.ts';
import { simulate } from './simulate.ts';

const port = parentPort;
port?.on('message', ({ seeds, guards, isBrief }: SeedOrder) => {
  void (async () => {
    for (const seed of seeds)
      port.postMessage(await simulate(seed, { isBrief, ...(guards === undefined ? {} : { guards }) }));
  })();
});
