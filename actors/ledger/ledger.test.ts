import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { reject } from '#game/shared/decider.ts';
import { accountOf, type LedgerCommand } from '#game/economy/ledger-protocol.ts';
import { createMemoryBacking, type MemoryBacking } from '#adapters/memory/backing.ts';
import { createVirtualClock, type VirtualClock } from '#adapters/memory/virtual-clock.ts';
import { createRig, type Rig } from '#test/support/kit-rig.ts';
import { defineEntity } from '../kit/define-entity.ts';
import { ledger } from './ledger.ts';

const home = { realm: 'home', id: '0' };
/** The same kind with a snapshot after every few commits. */
const eager = defineEntity({ ...ledger.options, snapshotEvery: 3 });

/** The owner of holds, none of which it knows. */
const battle = defineEntity({
  kind: 'battle',
  decider: {
    initial: () => ({}),
    decide: () => reject({ code: 'E_GONE', message: 'There is no such battle.' }),
    evolve: (state: Record<string, never>) => state,
  },
  state: z.strictObject({}),
  stateVersion: 1,
  events: {},
  reads: {},
});

let backing: MemoryBacking;
let clock: VirtualClock;
let rig: Rig;

beforeEach(async () => {
  backing = createMemoryBacking();
  clock = createVirtualClock();
  rig = await createRig({ kinds: [eager, battle], backing, clock });
});
afterEach(() => {
  rig.engine.kill();
  if (rig.alarms.length > 0) throw new Error(JSON.stringify(rig.alarms.map(({ error }) => String(error))));
});

const finish = async <T>(work: Promise<T>): Promise<T> => {
  const progress = { isDone: false };
  const end = work.finally(() => {
    progress.isDone = true;
  });
  for (let turn = 0; turn < 200 && !progress.isDone; turn += 1) await rig.pass(10);
  return end;
};
const ask = async (command: LedgerCommand) => finish(rig.engine.ask(eager, home, command, rig.call()));
const grant = async (to: string, coins: number) =>
  ask({
    type: 'Transfer',
    legs: [
      { from: 'mint', to: accountOf(to), coins },
      { from: 'mint', to: accountOf(to), item: 'honeyberry', quantity: 2 },
    ],
    memo: { kind: 'demo' },
  });
const look = async () => ({
  ash: await finish(rig.engine.read(eager, home, 'balance', 'u:ash', rig.call())),
  inventory: await finish(rig.engine.read(eager, home, 'inventory', 'u:ash', rig.call())),
  supply: await finish(rig.engine.read(eager, home, 'supply', null, rig.call())),
  check: await finish(rig.engine.read(eager, home, 'check', null, rig.call())),
});
const restart = async (): Promise<void> => {
  rig.engine.kill();
  rig = await createRig({ kinds: [eager, battle], backing, clock });
};

describe('the ledger in the kit', () => {
  it('is the same after a crash, from its snapshot pages and the log after them', async () => {
    for (let times = 1; times <= 11; times += 1) await grant(times % 2 === 0 ? 'ash' : 'misty', times);
    await ask({
      type: 'PlaceHold',
      holdId: 'h1',
      legs: [{ from: 'u:ash', to: 'sink', coins: 7 }],
      owner: { kind: 'battle', realm: 'home', id: 'b1' },
      reviewAtMs: clock.nowMs() + 86_400_000,
      memo: { kind: 'hold' },
    });
    await rig.pass(1_000);
    const before = await look();
    expect(before).toMatchObject({ ash: { coins: 23, held: 7 }, check: { ok: true } });
    const stream = (await rig.store.journal.streams('', 10)).find((one) =>
      one.stream.includes(':ledger:'),
    )!.stream;
    expect((await rig.store.snapshots.load(stream, 'current'))?.manifest.seq ?? 0).toBeGreaterThan(3);
    await restart();
    expect(await look()).toEqual(before);
    expect(await ask({ type: 'Reverse', receiptId: '00013' })).toHaveProperty('ok');
  });

  it('chains every commit to the one before it', async () => {
    for (let times = 1; times <= 3; times += 1) await grant('ash', times);
    const [{ stream } = { stream: '' }] = await rig.store.journal.streams('', 1);
    const commits = await rig.store.journal.read(stream, 1, 10);
    expect(commits.length).toBeGreaterThanOrEqual(3);
    expect(new Set(commits.map(({ chain }) => chain)).size).toBe(commits.length);
    expect(commits.every(({ chain }) => /^[\w-]{43}$/.test(chain ?? ''))).toBe(true);
  });

  it('gives a hold back when its owner never was', async () => {
    await grant('ash', 100);
    await ask({
      type: 'PlaceHold',
      holdId: 'h1',
      legs: [{ from: 'u:ash', to: 'sink', coins: 60 }],
      owner: { kind: 'battle', realm: 'home', id: 'b1' },
      reviewAtMs: 0,
      memo: { kind: 'hold' },
    });
    expect((await look()).ash).toMatchObject({ coins: 40, held: 60 });
    await rig.pass(65_000);
    expect((await look()).ash).toMatchObject({ coins: 100, held: 0 });
    expect(await finish(rig.engine.read(eager, home, 'hold', 'h1', rig.call()))).toBe('gone');
  });
});
