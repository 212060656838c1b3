import { afterEach, describe, expect, it } from 'vitest';
import { battle } from '#actors/battle/battle.ts';
import { createMemoryBacking } from '#adapters/memory/backing.ts';
import { createMemoryExchange } from '#adapters/memory/memory-exchange.ts';
import { createMemoryRelays } from '#adapters/memory/memory-relay.ts';
import { type MemoryStore, openMemoryStore } from '#adapters/memory/memory-store.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import type { Clock } from '#ports/clock.ts';
import { Fault } from '#ports/fault.ts';
import { SHARDS } from '#ports/leases.ts';
import {
  buttonOf,
  closeRigs,
  movableClock,
  openService,
  readStream,
  type ServiceRig,
  until,
  wordsOf,
} from '#test/support/service-rig.ts';
import type { ServiceRole } from './config.ts';

const LOW = Array.from({ length: SHARDS / 2 }, (_, shard) => shard);
const HIGH = LOW.map((shard) => shard + SHARDS / 2);
const ALL = [...LOW, ...HIGH];

const HOUR_MS = 3_600_000;

const listening: AbortController[] = [];

afterEach(async () => {
  for (const one of listening.splice(0)) one.abort();
  await closeRigs();
});

interface Several {
  readonly rigs: readonly ServiceRig[];
  readonly stores: readonly MemoryStore[];
}

/** Processes of one service over one store in memory; `shards` says who has which. */
const openSeveral = async (
  ...processes: readonly {
    readonly roles: readonly ServiceRole[];
    readonly shards: readonly number[];
    readonly clock?: Clock;
  }[]
): Promise<Several> => {
  const backing = createMemoryBacking();
  const exchange = createMemoryExchange();
  const relays = createMemoryRelays(processes.length);
  const stores = processes.map(() => openMemoryStore({ clock: systemClock, backing }));
  for (const store of stores) store.control.revoke(ALL);
  for (const [n, { shards }] of processes.entries()) stores[n]?.control.grant(shards);
  const rigs: ServiceRig[] = [];
  for (const [n, { roles, clock = systemClock }] of processes.entries()) {
    const store = stores[n]!;
    const others = { router: exchange.routerOf(store.leases), relay: relays[n]! };
    rigs.push(await openService({ store, clock, options: { roles, others } }));
  }
  return { rigs, stores };
};

/** What went wrong, but for calls to a process that was not there yet. */
const bugsOf = (rigs: readonly ServiceRig[]): readonly unknown[] =>
  rigs.flatMap(({ alarms }) => alarms).filter(({ error }) => !(error instanceof Fault && error.retryable));

/** Fights a battle from one of two doors each, and says what a visitor of another door saw. */
const begin = async (one: ServiceRig, other: ServiceRig): Promise<string> => {
  await other.run('guest-b', '/notify view');
  const card = await one.run(
    'guest-a',
    '/battle challenge user:guest-b team:loan:mossback,loan:duskowl tempo:live',
  );
  const id = /Battle ([a-z0-9]+)/.exec(card.footer ?? '')?.[1] ?? '';
  const invited = await other.run('guest-b', `/battle status battle:${id}`);
  await other.press('guest-b', buttonOf(invited, 'Accept').customId);
  const ready = await one.run('guest-a', `/battle status battle:${id}`);
  await one.press('guest-a', buttonOf(ready, 'Start').customId);
  return id;
};

describe('several processes of one service', () => {
  it('serve people at a door that holds no entity: pets, payments and buttons', async () => {
    const { rigs } = await openSeveral(
      { roles: ['web'], shards: [] },
      { roles: ['engine', 'jobs'], shards: ALL },
    );
    const [door, engine] = rigs as [ServiceRig, ServiceRig];
    await door.run('guest-b', '/eco balance');
    await door.confirm('guest-a', '/pet adopt species:mossback name:Twig');
    await door.confirm('guest-a', '/eco pay user:guest-b amount:100');
    expect(await door.coins('guest-b')).toBe(1_100);
    expect(wordsOf(await door.run('guest-a', '/pet view'))).toContain('Twig');
    expect(door.service.engine.stats().liveByKind).toMatchObject({ user: 0, pet: 0, ledger: 0 });
    expect(engine.service.engine.stats().liveByKind).toMatchObject({ user: 2, pet: 1, ledger: 1 });
    expect((await fetch(`${engine.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${engine.url}/api/playground/commands`)).status).toBe(404);
    expect(bugsOf(rigs)).toEqual([]);
  });

  it('share the entities, say so, and fight and show battles across', async () => {
    const { rigs } = await openSeveral(
      { roles: ['engine', 'jobs', 'web'], shards: LOW },
      { roles: ['engine', 'web'], shards: HIGH },
    );
    const [one, two] = rigs as [ServiceRig, ServiceRig];
    expect(wordsOf(await one.run('guest-a', '/status'))).toMatch(/this one.*128.*128/);
    // one battle lives here, another there
    const seen = new Set<boolean>();
    while (seen.size < 2) {
      const id = await begin(one, two);
      seen.add(one.service.engine.isHere({ kind: 'battle', realm: 'home', id }));
      for (const rig of rigs) {
        const leaving = new AbortController();
        listening.push(leaving);
        const response = await fetch(`${rig.url}/api/battles/${id}/events`, { signal: leaving.signal });
        const heard: { event: string; view?: { status: string } }[] = [];
        void readStream(response, (event, data) =>
          heard.push({ event, ...(data as { view?: { status: string } }) }),
        ).catch(() => undefined);
        await until('frames', () => heard.filter(({ event }) => event === 'frame').length >= 2);
        leaving.abort();
      }
      const question = await two.run('guest-b', `/battle forfeit battle:${id}`);
      await two.press('guest-b', buttonOf(question, 'Give up').customId);
      await until('the end at the other door', async () =>
        wordsOf(await one.run('guest-a', `/battle status battle:${id}`)).includes('gave up'),
      );
    }
    expect(bugsOf(rigs)).toEqual([]);
  }, 60_000);

  it('hand a running battle over, which goes on there', async () => {
    const { rigs, stores } = await openSeveral(
      { roles: ['engine', 'jobs', 'web'], shards: ALL },
      { roles: ['engine', 'web'], shards: [] },
    );
    const [one, two] = rigs as [ServiceRig, ServiceRig];
    const id = await begin(one, two);
    await stores[0]!.control.giveUp(ALL);
    stores[1]!.control.grant(ALL);
    const state = async (): Promise<number> =>
      (
        await two.service.engine.read(battle, { realm: 'home', id }, 'clock', undefined, {
          scope: id,
          deadlineMonoMs: systemClock.monoMs() + 3_000,
        })
      )?.tick ?? 0;
    const before = await state();
    await until('a later tick', async () => (await state()) > before + 4);
    expect(two.service.engine.isHere({ kind: 'battle', realm: 'home', id })).toBe(true);
    expect(bugsOf(rigs)).toEqual([]);
  }, 30_000);

  it('go on when the clock of one is an hour ahead: nothing is done twice, and no time runs back', async () => {
    const clock = movableClock();
    clock.move(HOUR_MS);
    const { rigs, stores } = await openSeveral(
      { roles: ['engine', 'jobs', 'web'], shards: LOW },
      { roles: ['engine', 'web'], shards: HIGH, clock },
    );
    const [right, ahead] = rigs as [ServiceRig, ServiceRig];
    for (const name of ['guest-a', 'guest-b']) {
      await ahead.confirm(name, '/pet adopt species:mossback name:Twig');
      await right.run(name, '/eco daily');
    }
    const coins = await right.coins('guest-a');
    await ahead.confirm('guest-a', '/eco pay user:guest-b amount:100');
    const balance = await ahead.coins('guest-b');
    // what was written an hour ahead goes on where the clock is right, and the other way round
    await stores[1]!.control.giveUp(HIGH);
    await stores[0]!.control.giveUp(LOW);
    stores[0]!.control.grant(HIGH);
    stores[1]!.control.grant(LOW);
    for (const rig of rigs) {
      for (const name of ['guest-a', 'guest-b']) {
        expect((await rig.say(name, '/eco daily')).error?.code).toBe('E_COOLDOWN');
        expect(wordsOf(await rig.run(name, '/pet view'))).toContain('Twig');
      }
      expect(await rig.coins('guest-a')).toBe(coins - 100);
      expect(await rig.coins('guest-b')).toBe(balance);
    }
    await right.confirm('guest-b', '/eco pay user:guest-a amount:100');
    expect(await ahead.coins('guest-a')).toBe(coins);
    const { journal } = stores[0]!;
    for (const { stream, lastSeq } of await journal.streams('', 1_000)) {
      const times = (await journal.read(stream, 1, lastSeq)).map(({ at }) => at);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
    expect(bugsOf(rigs)).toEqual([]);
  });

  it('erase a person everywhere', async () => {
    const { rigs } = await openSeveral(
      { roles: ['engine', 'jobs', 'web'], shards: LOW },
      { roles: ['engine', 'web'], shards: HIGH },
    );
    const [one, two] = rigs as [ServiceRig, ServiceRig];
    const form = await one.run('guest-a', '/profile edit');
    const fields = { title: '', bio: 'my secret words', colour: '' };
    const preview = await one.press('guest-a', form.modal?.customId ?? '', fields);
    await one.press('guest-a', buttonOf(preview.panel, 'Save').customId);
    const userId = await one.idOf('guest-a');
    for (const rig of rigs)
      expect(wordsOf(await rig.run('guest-a', '/profile view'))).toContain('secret words');
    await two.service.engine.erase(userId);
    for (const rig of rigs)
      expect(wordsOf(await rig.run('guest-a', '/profile view'))).not.toContain('secret words');
  });
});
