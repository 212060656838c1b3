import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryBacking } from '#adapters/memory/backing.ts';
import { createMemoryExchange } from '#adapters/memory/memory-exchange.ts';
import { createMemoryRelays } from '#adapters/memory/memory-relay.ts';
import { openMemoryStore } from '#adapters/memory/memory-store.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import type { ClusterView } from '#commands/cluster.ts';
import type { EntityInfo } from '#actors/kit/engine-api.ts';
import { SHARDS } from '#ports/leases.ts';
import { closeRigs, fieldOf, openService, type ServiceRig, wordsOf } from '#test/support/service-rig.ts';

const HALF = SHARDS / 2;
const LOW = Array.from({ length: HALF }, (_, shard) => shard);
const HIGH = LOW.map((shard) => shard + HALF);

interface Found {
  readonly entities: readonly {
    readonly kind: string;
    readonly realm: string;
    readonly id: string;
    readonly process?: string;
    readonly isSelf: boolean;
    readonly info?: EntityInfo;
  }[];
}

const view = (rig: ServiceRig): Promise<ClusterView> => rig.json<ClusterView>('/api/cluster');
const find = async (rig: ServiceRig, entity: string): Promise<Found['entities']> =>
  (await rig.json<Found>(`/api/cluster/find?entity=${entity}`)).entities;

/** Two processes over one store that share the shards, and one more that serves people only. */
const openThree = async () => {
  const backing = createMemoryBacking();
  const exchange = createMemoryExchange();
  const relays = createMemoryRelays(3);
  const stores = [LOW, HIGH, []].map(() => openMemoryStore({ clock: systemClock, backing }));
  for (const store of stores) store.control.revoke([...LOW, ...HIGH]);
  stores[0]?.control.grant(LOW);
  stores[1]?.control.grant(HIGH);
  const rigs: ServiceRig[] = [];
  for (const [n, roles] of ([['engine', 'web'], ['engine', 'jobs', 'web'], ['web']] as const).entries()) {
    const store = stores[n]!;
    const others = { router: exchange.routerOf(store.leases), relay: relays[n]! };
    rigs.push(await openService({ store, options: { roles, others } }));
  }
  // what is under way when its other half has ended waits for as long as it may
  for (const { service } of rigs) await service.enlivened;
  const [one, two, door] = rigs as [ServiceRig, ServiceRig, ServiceRig];
  return { one, two, door, exchange, names: stores.map(({ leases }) => leases.self) };
};

afterEach(closeRigs);

describe('the processes of the service', () => {
  it('are shown by each of them: roles, shards with owners and epochs, what waits', async () => {
    const { one, two, door, names } = await openThree();
    await door.run('guest-a', '/eco balance');
    for (const rig of [one, two, door]) {
      const { processes, owners, epochs, queues } = await view(rig);
      expect(processes.map(({ id }) => id).toSorted()).toEqual(names.toSorted());
      expect(processes[0]?.isSelf).toBe(true);
      const of = (n: number) => processes.find(({ id }) => id === names[n]);
      expect([0, 1, 2].map((n) => of(n)?.shards)).toEqual([HALF, HALF, 0]);
      expect(of(1)?.report?.roles).toEqual(['engine', 'jobs', 'web']);
      expect(of(2)?.report).toMatchObject({ roles: ['web'], version: 'test', epochs: [] });
      expect(owners).toHaveLength(SHARDS);
      expect(processes[owners[0] ?? -1]?.id).toBe(names[0]);
      expect(processes[owners[SHARDS - 1] ?? -1]?.id).toBe(names[1]);
      expect(epochs.every((epoch) => typeof epoch === 'number')).toBe(true);
      expect(queues).toMatchObject({ deadLetters: 0, dueReminders: 0 });
      const live = [0, 1].map((n) => of(n)?.report?.liveByKind['user'] ?? 0);
      expect((live[0] ?? 0) + (live[1] ?? 0)).toBeGreaterThan(0);
    }
    const table = wordsOf(await door.run('guest-a', '/status'));
    for (const name of names) expect(table).toContain(name);
    expect(table).toContain('engine, jobs, web');
    expect(table).not.toContain('No process has the role');
    expect(table).toContain('"3 of 3"');
  });

  it('say when nobody follows the log', async () => {
    const rig = await openService({ options: { roles: ['engine', 'web'] } });
    expect(wordsOf(await rig.run('guest-a', '/status'))).toContain('No process has the role `jobs`');
  });

  it('say which of them looks after an entity, awake or asleep', async () => {
    const { one, two, door, names } = await openThree();
    const userId = await door.idOf('guest-a');
    const [seen] = await find(door, userId);
    expect(seen).toMatchObject({ kind: 'user', realm: '0', id: userId, isSelf: false });
    expect(seen?.info).toMatchObject({ status: 'ready', inboxDepth: 0 });
    const owner = seen?.process === names[0] ? one : two;
    expect((await find(owner, userId))[0]).toMatchObject({ isSelf: true, process: seen?.process });
    expect(await find(door, 'nobody1')).toEqual([]);
    const [asleep] = await find(door, 'pet:home:nobody1');
    expect(asleep).toMatchObject({ kind: 'pet', isSelf: false });
    expect(names).toContain(asleep?.process);
    expect(asleep).not.toHaveProperty('info');
    const refused = await fetch(`${door.url}/api/cluster/find?entity=Pet!`);
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('pet:home:a1b2c3');
  });

  it('that do not answer are shown with the shards that leases give them', async () => {
    const { one, exchange, names } = await openThree();
    exchange.isDown = true;
    const { processes, epochs } = await view(one);
    exchange.isDown = false;
    const silent = processes.find(({ id }) => id === names[1]);
    expect(silent).toEqual({ id: names[1], shards: HALF, isSelf: false });
    expect([epochs[0] === null, epochs[SHARDS - 1]]).toEqual([false, null]);
    expect(processes.map(({ id }) => id)).toEqual([names[0], names[1]]);
  });

  it('tell readiness with shards, lag and what waits', async () => {
    const { one, door } = await openThree();
    expect(await one.json('/readyz')).toMatchObject({
      ready: true,
      shards: { own: HALF, others: HALF, nobody: 0 },
      queues: { outbox: 0, dueReminders: 0, deadLetters: 0 },
    });
    expect(await door.json('/readyz')).toMatchObject({
      shards: { own: 0, others: SHARDS, nobody: 0 },
      followerLagMs: {},
    });
  });

  it('are one when there is one', async () => {
    const rig = await openService();
    const { processes, owners, epochs } = await view(rig);
    expect(processes).toHaveLength(1);
    expect(processes[0]).toMatchObject({ shards: SHARDS, isSelf: true });
    expect(processes[0]?.report?.roles).toEqual(['gateway', 'engine', 'web', 'jobs']);
    expect([...new Set(owners)]).toEqual([0]);
    expect(new Set(epochs).size).toBe(1);
    const userId = await rig.idOf('guest-a');
    const upstreams = [{ name: 'The demo hiscores', state: 'invented' }];
    expect(processes[0]?.report?.upstreams).toEqual(upstreams);
    const shown = await rig.run('guest-a', '/status');
    expect(fieldOf(shown, 'Shards here')).toBe('256 of 256');
    expect(fieldOf(shown, 'Follower lag')).toMatch(/^\d+ (?:ms|s)$/);
    expect(shown.tables?.[0]).toMatchObject({
      caption: 'Other services',
      rows: [['The demo hiscores', '–', 'made up here, nobody is asked']],
    });
    expect((await find(rig, userId))[0]).toMatchObject({ isSelf: true, info: { status: 'ready' } });
  });
});
