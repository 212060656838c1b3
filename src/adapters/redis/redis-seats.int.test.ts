import { seatsContract } from '#ports/contract/seats.ts';
import { freshDeployment, onRedis, openLink } from '#test/support/services/redis-suite.ts';
import { until } from '#test/support/service-rig.ts';
import { createRedisSeats } from './redis-seats.ts';

onRedis((server) => {
  seatsContract('redis', async () => {
    const deployment = freshDeployment();
    const link = await openLink(server().url, { deployment });
    return {
      open: async () =>
        createRedisSeats({ link: await openLink(server().url, { deployment }), bot: 'b', keptMs: 1_500 }),
      pass: async () =>
        until(
          'seats are free',
          async () => (await link.call('EXISTS', `${link.prefix}discord:{b}:seat:0/1`)) === 0,
        ),
    };
  });
});
