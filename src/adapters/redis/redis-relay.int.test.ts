import { expect, it } from 'vitest';
import type { FactListener } from '#ports/fact-relay.ts';
import { afterTest, freshDeployment, onRedis, openLink } from '#test/support/services/redis-suite.ts';
import { TEST_KEY } from '#test/support/services/router-rig.ts';
import { until } from '#test/support/service-rig.ts';
import { createRedisRelay, type RedisRelay } from './redis-relay.ts';

type Fact = Parameters<FactListener>[0];

const factOf = (commandId: string): Fact => ({
  topic: 'pet.PetFed',
  realm: 'home',
  id: 'a',
  seq: 1,
  atMs: 1,
  by: 'ash',
  commandId,
  event: { type: 'PetFed' },
});

onRedis((server) => {
  it('a fact reaches all other processes, never the one that published it, and cannot be read in between', async () => {
    const deployment = freshDeployment();
    const open = async (): Promise<RedisRelay> => {
      const link = await openLink(server().url, { deployment });
      const relay = await createRedisRelay({ link, deploymentKey: TEST_KEY });
      afterTest(() => relay.close());
      return relay;
    };
    const relays = [await open(), await open(), await open()];
    const heard: Fact[][] = [[], [], []];
    for (const [n, relay] of relays.entries()) relay.onFact((fact) => heard[n]?.push(fact));
    const spy = (await openLink(server().url, { deployment })).another({ enableOfflineQueue: true });
    afterTest(() => spy.disconnect());
    const spied: string[] = [];
    spy.on('message', (_channel: string, message: string) => spied.push(message));
    await spy.subscribe(`guildhall:${deployment}:facts`);
    relays[0]?.publish(factOf('canary'));
    relays[1]?.publish(factOf('canary 2'));
    await until('all have heard', () => heard.flat().length === 4 && spied.length === 2);
    const idsOf = (facts: readonly Fact[]): readonly string[] =>
      facts.map(({ commandId }) => commandId).toSorted();
    expect(heard.map(idsOf)).toEqual([['canary 2'], ['canary'], ['canary', 'canary 2']]);
    expect(heard[1]).toEqual([factOf('canary')]);
    expect(spied.join('')).not.toContain('canary');
  });
});
