import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryCache } from '#adapters/memory/memory-cache.ts';
import { createVirtualClock, type VirtualClock } from '#adapters/memory/virtual-clock.ts';
import { levelsSchema } from '#game/osrs/adventurer-state.ts';
import { combatLevelOf, type Levels } from '#game/osrs/skills.ts';
import { sfc32 } from '#game/shared/rng.ts';
import { Fault } from '#ports/fault.ts';
import { type Answer, type HiscoresServer, openHiscoresServer } from '#test/support/hiscores-server.ts';
import { turns } from '#test/support/turns.ts';
import { BOARDS, MAIN_BOARD } from './boards.ts';
import { type Found, HiscoresClient } from './hiscores.ts';
import { levelsOf } from './hiscores-schema.ts';
import { webSource } from './web-source.ts';

const PLAIN = readFileSync(join(import.meta.dirname, '../../../test/fixtures/hiscores/plain.json'), 'utf8');
const MINUTE_MS = 60_000;
/** Pauses between attempts are shorter, limits of time are longer. */
const PAUSE_MAX_MS = 1_000;

let server: HiscoresServer;
let clock: VirtualClock;
/** How long the client has paused between attempts, ms. */
let pauses: number[];

beforeEach(async () => {
  server = await openHiscoresServer();
  clock = createVirtualClock();
  pauses = [];
});
afterEach(async () => {
  await server.close();
});

/** A client whose pauses are noted and over at once; its limits of time wait for virtual time. */
const open = (): HiscoresClient => {
  const source = webSource(server.url, {
    userAgent: 'Guildhall/test (+https://guildhall.example)',
    clock: {
      nowMs: () => clock.nowMs(),
      monoMs: () => clock.monoMs(),
      after: (delayMs, callback) => {
        if (delayMs > PAUSE_MAX_MS) return clock.after(delayMs, callback);
        pauses.push(delayMs);
        setImmediate(callback);
        return () => undefined;
      },
    },
    rng: sfc32(1, 2, 3, 4),
  });
  return new HiscoresClient(source, createMemoryCache({ clock }), clock);
};

const find = async (
  client: HiscoresClient,
  player = 'Iron Ash',
  board = MAIN_BOARD,
): Promise<Found | undefined> => client.find(player, clock.monoMs() + 10 * MINUTE_MS, board);

const boardCalled = (wanted: string) => BOARDS.find(({ id }) => id === wanted) ?? MAIN_BOARD;
const IRONMAN = boardCalled('ironman');

const levels = (found: Found | undefined): Levels => levelsOf(found?.hiscores.skills ?? []);

/** The fault of a call that must fail. */
const faultOf = async (work: Promise<unknown>): Promise<Fault> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error('it did not fail');
};

/** Waits until the server has been asked so often. */
const askedTimes = async (times: number): Promise<void> => {
  while (server.asked.length < times) await turns(1);
};

describe('the hiscores client', () => {
  it('reads a player, by a name of its own and in one request', async () => {
    const found = await find(open());
    expect(found?.fault).toBeUndefined();
    expect(found?.hiscores.readAtMs).toBe(clock.nowMs());
    expect(levels(found)).toMatchObject({ attack: 70, defence: 65, sailing: 30 });
    expect(Object.keys(levels(found))).toHaveLength(24);
    expect(combatLevelOf(levels(found))).toBe(87);
    expect(server.asked).toEqual(['Iron Ash']);
    expect([...server.userAgents]).toEqual(['Guildhall/test (+https://guildhall.example)']);
  });

  it('takes a skill and an activity that nobody knew, in any place', async () => {
    server.answers({ fixture: 'new-skill' });
    expect(levels(await find(open()))).toMatchObject({ brewing: 12, attack: 70 });
    server.answers({ fixture: 'new-activity' });
    expect(levels(await find(open()))).toMatchObject({ attack: 70, sailing: 30 });
  });

  it('goes by names where ids have shifted', async () => {
    server.answers({ fixture: 'plain' });
    const plain = levels(await find(open()));
    server.answers({ fixture: 'shifted-ids' });
    expect(levels(await find(open()))).toEqual(plain);
  });

  it('counts what is not ranked as a beginner’s', async () => {
    server.answers({ fixture: 'unranked' });
    const found = await find(open());
    expect(levels(found)).toMatchObject({ hitpoints: 10, prayer: 1, runecraft: 1, sailing: 1, attack: 70 });
    const row = found?.hiscores.skills.find(({ name }) => name === 'Prayer');
    expect(row).toEqual({ name: 'Prayer', rank: null, level: 1, xp: 0 });
  });

  it('knows nobody where the answer is 404, and does not ask again at once', async () => {
    server.answers({ status: 404 });
    const client = open();
    expect(await find(client)).toBeUndefined();
    expect(await find(client, 'iron_ash')).toBeUndefined();
    expect(server.asked).toHaveLength(1);
    clock.advance(2 * MINUTE_MS);
    server.answers({ fixture: 'plain' });
    expect(await find(client)).toBeDefined();
  });

  it.each<readonly [string, Answer, number]>([
    ['503', { status: 503 }, 3],
    ['a page in HTML with 200', 'html', 3],
    ['a body that breaks off', 'truncated', 3],
    ['a body without end', 'flood', 3],
    ['JSON of another form', { fixture: 'other-form' }, 1],
    ['403', { status: 403 }, 1],
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }, 1],
  ])('is E_UPSTREAM for %s', async (_what, answer, attempts) => {
    server.answers(answer);
    const fault = await faultOf(find(open()));
    expect([fault.code, fault.retryable, fault.source]).toEqual(['E_UPSTREAM', true, 'The OSRS hiscores']);
    expect(server.asked).toHaveLength(attempts);
  });

  it('tries again after a growing pause with chance in it', async () => {
    server.answers({ status: 503 }, 'html', { fixture: 'plain' });
    expect(levels(await find(open()))).toMatchObject({ attack: 70 });
    expect(pauses).toHaveLength(2);
    expect(pauses[0]).toBeGreaterThanOrEqual(100);
    expect(pauses[0]).toBeLessThanOrEqual(200);
    expect(pauses[1]).toBeGreaterThanOrEqual(200);
    expect(pauses[1]).toBeLessThanOrEqual(400);
  });

  it('gives up an attempt after two seconds', async () => {
    server.answers('silence', 'silence', { fixture: 'plain' });
    const work = find(open());
    for (const times of [1, 2]) {
      await askedTimes(times);
      clock.advance(2_000);
    }
    expect(levels(await work)).toMatchObject({ attack: 70 });
  });

  it('waits as long as Retry-After says, when that is short', async () => {
    server.answers({ status: 429, headers: { 'retry-after': '1' } }, { fixture: 'plain' });
    expect(await find(open())).toBeDefined();
    expect(pauses).toEqual([1_000]);
  });

  it('asks nobody until Retry-After is over, when that is long', async () => {
    server.answers({ status: 429, headers: { 'retry-after': '120' } }, { fixture: 'plain' });
    const client = open();
    const fault = await faultOf(find(client));
    expect([fault.code, fault.retryAfterMs]).toEqual(['E_UPSTREAM', 120_000]);
    clock.advance(MINUTE_MS);
    expect((await faultOf(find(client, 'misty'))).retryAfterMs).toBe(MINUTE_MS);
    expect(server.asked).toHaveLength(1);
    clock.advance(MINUTE_MS);
    expect(await find(client)).toBeDefined();
  });

  it('spares a source that has failed five times, then lets one call try', async () => {
    server.answers({ status: 403 });
    const client = open();
    for (let n = 0; n < 5; n += 1) await faultOf(find(client, `player ${n}`));
    expect(server.asked).toHaveLength(5);
    const spared = await faultOf(find(client));
    expect(spared.retryAfterMs).toBe(30_000);
    expect(server.asked).toHaveLength(5);
    clock.advance(30_000);
    server.answers({ fixture: 'plain' });
    const [tried, waiting] = [find(client), faultOf(find(client, 'misty'))];
    expect(await tried).toBeDefined();
    expect((await waiting).code).toBe('E_UPSTREAM');
    expect(await find(client, 'brock')).toBeDefined();
  });

  it('says how its source stands: when it last answered, since when it fails, until when it rests', async () => {
    const name = 'The OSRS hiscores';
    const client = open();
    expect(client.look()).toEqual({ name, state: 'unasked' });
    await find(client);
    const answeredAtMs = clock.nowMs();
    clock.advance(MINUTE_MS);
    expect(client.look()).toEqual({ name, state: 'answers', answeredAtMs });
    server.answers({ status: 403 });
    const failingSinceMs = clock.nowMs();
    for (let n = 0; n < 4; n += 1) {
      await faultOf(find(client, `player ${n}`));
      expect(client.look()).toEqual({ name, state: 'fails', answeredAtMs, failingSinceMs });
      clock.advance(1_000);
    }
    await faultOf(find(client, 'player 4'));
    const restsUntilMs = clock.nowMs() + 30_000;
    expect(client.look()).toEqual({ name, state: 'rests', answeredAtMs, failingSinceMs, restsUntilMs });
    clock.advance(30_000);
    expect(client.look().state).toBe('fails');
    // a player who is not there is a good answer too
    server.answers({ status: 404 });
    expect(await find(client, 'nobody')).toBeUndefined();
    expect(client.look()).toEqual({ name, state: 'answers', answeredAtMs: clock.nowMs() });
  });

  it('asks once for many who want the same', async () => {
    const client = open();
    const all = await Promise.all(Array.from({ length: 20 }, async () => find(client)));
    expect(all.every((found) => found?.hiscores.skills.length === 25)).toBe(true);
    expect(server.asked).toHaveLength(1);
  });

  it('remembers for ten minutes, and shows an older answer with its age while the source fails', async () => {
    const client = open();
    const first = await find(client);
    server.answers({ status: 503 });
    clock.advance(9 * MINUTE_MS);
    expect((await find(client))?.fault).toBeUndefined();
    expect(server.asked).toHaveLength(1);
    clock.advance(2 * MINUTE_MS);
    const stale = await find(client);
    expect(stale?.fault?.code).toBe('E_UPSTREAM');
    expect(stale?.hiscores).toEqual(first?.hiscores);
    expect(clock.nowMs() - (stale?.hiscores.readAtMs ?? 0)).toBe(11 * MINUTE_MS);
    clock.advance(24 * 60 * MINUTE_MS);
    expect((await faultOf(find(client))).code).toBe('E_UPSTREAM');
  });

  it('does not keep anybody waiting past their time, and remembers what came later', async () => {
    const client = open();
    server.answers('silence');
    const late = faultOf(client.find('Iron Ash', clock.monoMs() + 1_500));
    await askedTimes(1);
    server.answers({ fixture: 'plain' });
    clock.advance(1_200);
    expect((await late).message).toContain('no answer in time');
    clock.advance(800);
    await askedTimes(2);
    expect(await find(client)).toBeDefined();
    expect(server.asked).toHaveLength(2);
  });
});

describe('the boards of the hiscores', () => {
  it('are asked each at an address of its own', async () => {
    const client = open();
    for (const board of BOARDS) await find(client, 'Iron Ash', board);
    expect(server.boards).toEqual([
      '',
      '_ironman',
      '_hardcore_ironman',
      '_ultimate',
      '_deadman',
      '_seasonal',
      '_tournament',
      '_fresh_start',
      '_skiller',
      '_skiller_defence',
    ]);
  });

  it('are remembered each for itself, the unknown too', async () => {
    const client = open();
    server.answers({ fixture: 'plain' }, { status: 404 }, { fixture: 'unranked' });
    const main = await find(client);
    expect(await find(client, 'Iron Ash', IRONMAN)).toBeUndefined();
    const seasonal = await find(client, 'Iron Ash', boardCalled('seasonal'));
    expect(levels(main)).toMatchObject({ prayer: 52 });
    expect(levels(seasonal)).toMatchObject({ prayer: 1 });
    server.answers('html');
    expect(await find(client, 'iron_ash')).toEqual(main);
    expect(await find(client, 'IRON ASH', IRONMAN)).toBeUndefined();
    expect(await find(client, 'iron-ash', boardCalled('seasonal'))).toEqual(seasonal);
    expect(server.asked).toHaveLength(3);
  });

  it('fail each for itself: one whose event is over spares nobody the others', async () => {
    server.answers({ status: 302, headers: { location: 'http://127.0.0.1:1/' } });
    const client = open();
    const over = boardCalled('tournament');
    for (let n = 0; n < 5; n += 1) await faultOf(find(client, `player ${n}`, over));
    expect((await faultOf(find(client, 'misty', over))).retryAfterMs).toBe(30_000);
    server.answers({ fixture: 'plain' });
    expect(await find(client, 'misty')).toBeDefined();
    expect(server.asked).toHaveLength(6);
  });

  it('rest all together when one of them asks for it', async () => {
    server.answers({ status: 429, headers: { 'retry-after': '60' } }, { fixture: 'plain' });
    const client = open();
    await faultOf(find(client, 'misty', IRONMAN));
    expect((await faultOf(find(client))).retryAfterMs).toBe(MINUTE_MS);
    expect(server.asked).toHaveLength(1);
    clock.advance(MINUTE_MS);
    expect(await find(client)).toBeDefined();
    expect(await find(client, 'misty', IRONMAN)).toBeDefined();
  });
});

const DIGITS = [...PLAIN.matchAll(/\d/g)].map(({ index }) => index);

/** A body of the hiscores with something wrong in it, as bytes come. */
const broken = fc.oneof(
  fc.string({ maxLength: 200 }),
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc
    .record({ at: fc.nat(2_000), more: fc.string({ unit: 'binary', maxLength: 8 }), drop: fc.nat(40) })
    .map(({ at, more, drop }) => PLAIN.slice(0, at) + more + PLAIN.slice(at + drop)),
  fc
    .tuple(fc.constantFrom(...DIGITS), fc.nat(9))
    .map(([at, digit]) => PLAIN.slice(0, at) + String(digit) + PLAIN.slice(at + 1)),
);

/** What came of a body: levels, or a fault. */
const outcomeOf = async (body: string): Promise<Levels | Fault> => {
  server.answers({ status: 200, body });
  try {
    return levels(await find(open()));
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
};

describe('any body at all', { timeout: 30_000 }, () => {
  it('is an answer within the rules, or E_UPSTREAM', async () => {
    let answers = 0;
    await fc.assert(
      fc.asyncProperty(broken, async (body) => {
        const outcome = await outcomeOf(body);
        const isFault = outcome instanceof Fault;
        answers += isFault ? 0 : 1;
        expect(isFault ? outcome.code : levelsSchema.safeParse(outcome).success).toBe(
          isFault ? 'E_UPSTREAM' : true,
        );
      }),
      { numRuns: 150 },
    );
    // some changes do no harm
    expect(answers).toBeGreaterThan(0);
  });
});
