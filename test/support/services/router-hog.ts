import { systemClock } from '#adapters/memory/system-clock.ts';
import { openRedis } from '#adapters/redis/open-redis.ts';
import { openRouter } from './router-rig.ts';

/** A process that takes calls, says so and never answers: it is there to be killed. */
const [url = '', deployment = '', self = ''] = process.argv.slice(2);
const link = await openRedis({ url, deployment, clock: systemClock });
const router = await openRouter(link, self);
router.serve(async (payload) => {
  process.send?.({ taken: payload });
  return new Promise(() => undefined);
});
process.send?.('ready');
