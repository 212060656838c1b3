import { admitted } from '#test/support/admitted.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KINDS } from '#actors/guardian.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Ticket } from '#actors/kit/engine-api.ts';
import { Fault } from '#ports/fault.ts';
import {
  buttonOf,
  closeRigs,
  listen,
  openService,
  type ServiceRig,
  until,
  wordsOf,
} from '#test/support/service-rig.ts';

let rig: ServiceRig;
const tickets: Ticket[] = [];

beforeAll(async () => {
  rig = await openService();
  await rig.service.enlivened;
});
afterEach(() => {
  for (const ticket of tickets.splice(0)) ticket.release();
});
afterAll(closeRigs);

/** Names in the real tree without the incarnation that follows the id. */
const idsOf = (names: readonly string[]): readonly string[] =>
  names.map((name) => name.replace(/-[0-9a-z]+$/, ''));

describe('the running tree', () => {
  it('has exactly one child for each live entity, under holders of its kind', async () => {
    const { engine } = rig.service;
    for (let guest = 0; guest < 30; guest += 1) await rig.run(`guest-t${guest}`, '/eco balance');
    await rig.confirm('guest-t0', '/pet adopt species:mossback name:Twig');
    await rig.run('guest-t0', '/pet view');
    const tree = engine.walk();
    expect(Object.keys(tree).toSorted()).toEqual(KINDS.map(({ kind }) => kind).toSorted());
    for (const [kind, holders] of Object.entries(tree)) {
      const live = engine.entities({ kind, limit: 10_000 }).map(({ id }) => id);
      const inTree = holders.flatMap(idsOf);
      expect(inTree.toSorted(), kind).toEqual(live.toSorted());
      expect(new Set(inTree).size, kind).toBe(inTree.length);
      for (const holder of holders) expect(holder.length).toBeLessThanOrEqual(1_000);
    }
    expect(tree['user']?.flat().length).toBeGreaterThanOrEqual(34);
    expect(tree['identity']?.flat().length).toBe(tree['user']?.flat().length);
    expect(tree['pet']?.flat().length).toBeGreaterThanOrEqual(4);
    expect(tree['ledger']?.flat()).toHaveLength(1);
  });

  it('opens a further holder for the entity after the thousandth', async () => {
    const { engine } = rig.service;
    const before = engine.walk()['identity']?.flat().length ?? 0;
    const place = (n: number) => ({ realm: '0', id: `h${n}` });
    const kind = rig.service.desk.kinds.get('identity');
    if (kind === undefined) throw new Error('no identities');
    const call = { scope: 'g1', deadlineMonoMs: rig.service.desk.deps.clock.monoMs() + 10_000 };
    const wanted = 1_005 - before;
    for (let n = 0; n < wanted; n += 100) {
      const batch = Array.from({ length: Math.min(100, wanted - n) }, (_, i) =>
        engine.read(kind, place(n + i), 'userId', undefined as never, call),
      );
      await Promise.all(batch);
    }
    const holders = engine.walk()['identity'] ?? [];
    expect(holders.map((holder) => holder.length)).toEqual([1_000, 5]);
  });
});

describe('the log', () => {
  it('has one line a command with id, entity, realm, code and duration', async () => {
    const { commandId } = await rig.say('guest-l1', '/eco daily');
    const lines = rig.lines().filter((line) => line['commandId'] === commandId);
    expect(lines).toHaveLength(1);
    const user = commandId?.split('/')[0];
    expect(lines[0]).toMatchObject({
      command: 'eco daily',
      entity: `user:0:${user}`,
      realm: 'home',
      code: 'ok',
      msg: 'command',
    });
    expect(lines[0]?.['durationMs']).toBeGreaterThan(0);
  });

  it.each([
    ['a rule', () => rig.say('guest-l2', '/eco pay user:misty amount:900k'), 'E_FUNDS'],
    ['an unknown command', () => rig.say('guest-l2', '/eco steal'), 'E_INPUT'],
    ['a missing right', () => rig.say('guest-l2', '/admin job list'), 'E_PERM'],
    ['a persona that is none', () => rig.say('nobody', '/help'), 'E_INPUT'],
    ['a body of another form', () => rig.post('/api/playground/commands', { text: 5 }), 'E_INPUT'],
    [
      'a form post',
      () => rig.post('/api/playground/commands', 'a=b', { 'content-type': 'text/plain' }),
      'E_PERM',
    ],
    [
      'a foreign origin',
      () => rig.post('/api/playground/commands', {}, { origin: 'http://evil.example' }),
      'E_PERM',
    ],
    ['nothing at an address', () => rig.post('/api/nothing', {}), 'E_GONE'],
    [
      'no such entity',
      () => rig.post('/api/playground/actors/crash', { kind: 'pet', realm: 'home', id: 'no' }),
      'E_GONE',
    ],
  ])('finds the trace id of %s in exactly one line', async (_what, ask, code) => {
    const { error } = await ask();
    expect(error?.code).toBe(code);
    const found = (): readonly string[] =>
      rig
        .log()
        .split('\n')
        .filter((line) => line.includes(String(error?.traceId)));
    await until('its line', () => found().length > 0);
    expect(found()).toHaveLength(1);
    expect(JSON.parse(found()[0] ?? '')).toMatchObject({ traceId: error?.traceId, code });
  });

  it('finds the trace id of a fault with its cause, once, and tells the player nothing of it', async () => {
    const { engine } = rig.service;
    const read = engine.read.bind(engine);
    engine.read = () =>
      Promise.reject(new Fault('E_UNAVAILABLE', 'canary-driver-detail', { retryable: true }));
    const { error, body } = await rig.say('guest-l3', '/eco balance').finally(() => {
      engine.read = read;
    });
    expect(error?.code).toBe('E_UNAVAILABLE');
    expect(body).not.toContain('canary-driver-detail');
    const found = rig.lines().filter((line) => line['traceId'] === error?.traceId);
    expect(found).toHaveLength(1);
    expect(JSON.stringify(found)).toContain('canary-driver-detail');
  });
});

describe('when there is no room', () => {
  it('HTTP answers E_OVERLOAD with a retry time, starts nothing, and goes on when there is room again', async () => {
    const { engine } = rig.service;
    const { customId } = buttonOf(await rig.run('guest-o1', '/eco pay user:misty amount:5'), 'Confirm');
    const before = await rig.coins('guest-o1');
    const { commits } = engine.stats();
    const fill = (): void => {
      for (let scope = 0; scope < 30_000; scope += 1) tickets.push(admitted(engine.admit(`g${scope}`)));
    };
    expect(fill).toThrow(Fault);
    const replies = [await rig.say('guest-o1', '/eco daily'), await rig.press('guest-o1', customId)];
    for (const { status, headers, error } of replies) {
      expect(status).toBe(503);
      expect(error?.code).toBe('E_OVERLOAD');
      expect(error?.retryAfterMs).toBeGreaterThan(0);
      expect(error?.retryAfterMs).toBeLessThanOrEqual(5_000);
      expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    }
    expect(await rig.text('/healthz')).toContain('"ok"');
    expect(await rig.text('/metrics')).toMatch(/guildhall_refused_unread_total 2\n/);
    expect(engine.stats().commits).toBe(commits);
    for (const ticket of tickets.splice(0)) ticket.release();
    expect(await rig.coins('guest-o1')).toBe(before);
    expect((await rig.press('guest-o1', customId)).status).toBe(200);
    expect(await rig.coins('guest-o1')).toBe(before - 5);
  });
});

describe('when it ends', () => {
  it('everybody who was let in is answered in full, and nobody else is let in', async () => {
    const { promise: mayRead, resolve: letRead } = Promise.withResolvers<void>();
    const ending = await openService({
      wrap: (store) => ({
        ...store,
        followers: {
          open: (name) => store.followers.open(name),
          read: (...args) => store.followers.read(...args),
          save: (...args) => store.followers.save(...args),
          onAppend: (listener) => store.followers.onAppend(listener),
          rows: async (...args) => {
            await mayRead;
            return store.followers.rows(...args);
          },
        },
      }),
    });
    const { engine } = ending.service;
    const guests = Array.from({ length: 20 }, (_, n) => `guest-e${n}`);
    await ending.run('guest-e', '/eco balance');
    const offers = await Promise.all(
      guests.map((guest) => ending.run(guest, '/eco pay user:guest-e amount:5')),
    );
    const { promise: ended, resolve: end } = Promise.withResolvers<boolean>();
    const admit = engine.admit.bind(engine);
    let letIn = 0;
    engine.admit = (scope) => {
      const ticket = admit(scope);
      letIn += 1;
      if (letIn === guests.length + 1) end(ending.stop());
      return ticket;
    };
    const slow = ending.say('guest-e', '/profile timeline');
    const presses = guests.map((guest, n) => ending.press(guest, buttonOf(offers[n], 'Confirm').customId));
    expect((await Promise.all(presses)).map(({ panel }) => panel?.title)).toEqual(guests.map(() => 'Paid'));
    expect(engine.admit('late')).toBeInstanceOf(Fault);
    // long enough for an end that waits for nobody; one that waits is not hurt by it
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
    letRead();
    expect(await slow).toMatchObject({ status: 200, error: undefined });
    expect(await ended).toBe(true);
  });
});

describe('what must not be seen', () => {
  it('notes, biographies, names of outside services and keys are nowhere but with their people', async () => {
    const [note, bio, person] = ['canarynotexq', 'canarybioxq', 'guest-canaryxq'];
    await rig.confirm(person, `/eco pay user:misty amount:7 note:"${note}"`);
    const form = await rig.run(person, '/profile edit');
    const preview = await rig.press(person, form.modal?.customId ?? '', { title: 'T', bio, colour: '' });
    const saved = await rig.press(person, buttonOf(preview.panel, 'Save').customId);
    expect(saved.status).toBe(200);
    expect(wordsOf(await rig.run(person, '/profile view'))).toContain(bio);
    expect(wordsOf(await rig.run('misty', '/notify view'))).toContain(note);
    const failure = await rig.say(person, `/eco pay user:misty amount:900k note:"${note}"`);
    expect(failure.error?.code).toBe('E_FUNDS');
    expect(failure.body).not.toContain(note);

    const feed = await listen(rig.url);
    await until('the feed', () => feed.events.length > 10);
    feed.leave();
    const key = await rig.store.keys.deployment();
    const seen =
      JSON.stringify(feed.events) +
      rig.log() +
      (await rig.text('/metrics')) +
      (await rig.text('/api/actors'));
    for (const secret of [note, bio, key.toString('hex'), key.toString('base64')])
      expect(seen).not.toContain(secret);

    // everything to the disk: a stop takes snapshots of what has grown
    await rig.service.engine.settled();
    await rig.stop();
    const files = readdirSync(rig.dir).filter((name) => name.startsWith('guildhall.db'));
    expect(files).toContain('guildhall.db');
    const bytes = Buffer.concat(files.map((name) => readFileSync(join(rig.dir, name))));
    expect(bytes.indexOf('QuoteOpened')).toBeGreaterThan(0);
    for (const secret of [note, bio, person]) expect(bytes.indexOf(secret), secret).toBe(-1);
  });
});
