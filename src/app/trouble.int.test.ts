import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { user } from '#actors/user/user.ts';
import type { EntityInfo } from '#actors/kit/engine-api.ts';
import type { Clock } from '#ports/clock.ts';
import {
  buttonOf,
  closeRigs,
  openService,
  type ServiceRig,
  until,
  wordsOf,
} from '#test/support/service-rig.ts';

afterEach(closeRigs);

/** Waits between restarts pass fifty times as fast. */
const hasty: Clock = {
  ...systemClock,
  after: (delayMs, callback) => systemClock.after(delayMs >= 100 ? delayMs / 50 : delayMs, callback),
};

const entities = async (rig: ServiceRig, kind: string): Promise<readonly EntityInfo[]> =>
  (await rig.json<{ entities: EntityInfo[] }>(`/api/actors?kind=${kind}&limit=100`)).entities;

const infoOf = async (rig: ServiceRig, kind: string, id: string): Promise<EntityInfo | undefined> =>
  (await entities(rig, kind)).find((one) => one.id === id);

const crash = async (rig: ServiceRig, at: { kind: string; realm: string; id: string }): Promise<void> => {
  expect((await rig.post('/api/playground/actors/crash', at)).body).toBe('{"crashed":true}');
};

/** The pet of a guest, awake. */
const petOf = async (rig: ServiceRig, persona: string, name: string) => {
  const known = new Set((await entities(rig, 'pet')).map(({ id }) => id));
  await rig.confirm(persona, `/pet adopt species:mossback name:${name}`);
  await rig.run(persona, '/pet view');
  const id = (await entities(rig, 'pet')).find((one) => !known.has(one.id))?.id ?? '';
  return { kind: 'pet', realm: 'home', id };
};

/** Crashes it until it is quarantined: more often in a row than the budget allows. */
const wearOut = async (rig: ServiceRig, at: { kind: string; realm: string; id: string }): Promise<string> => {
  for (let n = 0; n < 6; n += 1) await crash(rig, at);
  await until('quarantine', async () => (await infoOf(rig, at.kind, at.id))?.status === 'quarantined');
  return (await infoOf(rig, at.kind, at.id))?.incident ?? '';
};

describe('an entity that crashes', () => {
  it('returns from its log with its restarts and its error told, and harms no sibling', async () => {
    const rig = await openService({ clock: hasty });
    await rig.service.enlivened;
    const [at, other] = [await petOf(rig, 'guest-a', 'Twig'), await petOf(rig, 'guest-b', 'Moss')];
    const seq = (await infoOf(rig, 'pet', at.id))?.seq;
    const before = wordsOf(await rig.run('guest-a', '/pet view'));
    await crash(rig, at);
    expect(wordsOf(await rig.run('guest-b', '/pet view'))).toContain('Moss');
    expect(wordsOf(await rig.run('guest-a', '/pet view'))).toContain('Twig');
    await until('it is back', async () => (await infoOf(rig, 'pet', at.id))?.status === 'ready');
    expect(await infoOf(rig, 'pet', at.id)).toMatchObject({
      seq,
      restarts: 1,
      lastError: 'crashed on purpose',
    });
    expect(await infoOf(rig, 'pet', other.id)).toMatchObject({ restarts: 0 });
    expect(before).toContain('Twig');
    expect((await rig.say('guest-a', '/pet feed item:honeyberry')).status).toBe(200);
  });

  it('time and again is quarantined alone: E_FROZEN with an incident, reads go on, brock brings it back', async () => {
    const rig = await openService({ clock: hasty });
    await rig.service.enlivened;
    const [at] = [await petOf(rig, 'guest-a', 'Twig'), await petOf(rig, 'guest-b', 'Moss')];
    const incident = await wearOut(rig, at);
    expect(incident).not.toBe('');
    const refused = await rig.say('guest-a', '/pet feed item:honeyberry');
    expect(refused.status).toBe(503);
    expect(refused.error?.code).toBe('E_FROZEN');
    expect(refused.error?.message).toContain(incident);
    expect(wordsOf(await rig.run('guest-a', '/pet view'))).toContain('Twig');
    expect((await rig.say('guest-b', '/pet feed item:honeyberry')).status).toBe(200);
    expect(wordsOf(await rig.run('guest-b', '/status'))).toContain(incident);

    const resume = `/admin actor resume entity:pet:home:${at.id}`;
    expect((await rig.say('ash', resume)).error?.code).toBe('E_PERM');
    expect((await infoOf(rig, 'pet', at.id))?.status).toBe('quarantined');
    expect(wordsOf(await rig.run('brock', resume))).toContain('coming back from its log');
    expect((await rig.say('guest-a', '/pet feed item:honeyberry')).status).toBe(200);
    expect(wordsOf(await rig.run('guest-b', '/status'))).not.toContain(incident);
    expect((await rig.say('brock', resume)).error?.code).toBe('E_STALE');
  });

  it('the ledger in quarantine: balances are read, payments wait, and come through once when it is back', async () => {
    const rig = await openService({ clock: hasty });
    await rig.service.enlivened;
    await rig.run('guest-b', '/eco balance');
    const offer = await rig.run('guest-a', '/eco pay user:guest-b amount:100');
    const at = { kind: 'ledger', realm: 'home', id: '0' };
    const incident = await wearOut(rig, at);
    expect(await rig.coins('guest-a')).toBe(1_000);
    const { customId } = buttonOf(offer, 'Confirm');
    const pressed = await rig.press('guest-a', customId);
    expect(wordsOf(pressed.panel)).not.toContain('"title":"Paid"');
    expect(await rig.coins('guest-b')).toBe(1_000);
    expect(wordsOf(await rig.run('guest-a', '/status'))).toContain(incident);
    await rig.run('brock', '/admin actor resume entity:ledger:home:0');
    await until('the payment', async () => (await rig.coins('guest-b')) === 1_100);
    expect((await rig.press('guest-a', customId)).panel?.title).toBe('Paid');
    await rig.service.engine.settled();
    expect(await rig.coins('guest-a')).toBe(900);
    expect(await rig.coins('guest-b')).toBe(1_100);
  });
});

describe('a command that breaks its entity', () => {
  it('is put aside, costs nobody else, and is carried out once by a replay', async () => {
    const rig = await openService({ clock: hasty });
    await rig.service.enlivened;
    await rig.run('guest-a', '/notify view');
    const decider = user.options.decider as { decide: typeof user.options.decider.decide };
    const { decide } = decider;
    decider.decide = (state, command, context) => {
      if (command.type === 'SetTimeZone') throw new TypeError('a bug of ours');
      return decide(state, command, context);
    };
    const headers = { 'idempotency-key': 'zone-1' };
    const text = '/notify set zone:Europe/Zurich';
    const broken = await rig.say('guest-a', text, headers).finally(() => {
      decider.decide = decide;
    });
    expect(broken.error?.code).toBe('E_UNAVAILABLE');
    expect(broken.body).not.toContain('a bug of ours');
    expect((await rig.say('guest-a', '/eco balance')).status).toBe(200);
    expect(rig.service.engine.stats().quarantined).toBe(0);

    await until('the letter', async () => (await rig.store.deadLetters.count()) === 1);
    expect((await rig.say('ash', '/admin job list')).error?.code).toBe('E_PERM');
    const list = await rig.run('brock', '/admin job list');
    const [id = '', command, stream, error] = list.tables?.[0]?.rows[0] ?? [];
    expect(list.tables?.[0]?.rows).toHaveLength(1);
    expect([command, error]).toEqual(['SetTimeZone', 'a bug of ours']);
    expect(stream).toContain(`:user:0:${await rig.idOf('guest-a')}`);
    expect(wordsOf(list)).not.toContain('Zurich');
    expect(broken.error?.message).toContain(`put aside (incident ${id})`);
    expect(await rig.text('/metrics')).toContain('guildhall_dead_letters_total 1');

    expect((await rig.run('brock', `/admin job replay id:${id}`)).title).toBe('Replayed');
    expect(wordsOf(await rig.run('guest-a', '/notify set'))).toContain('Europe/Zurich');
    expect((await rig.run('brock', '/admin job list')).text).toContain('nothing waits');
    expect((await rig.say('brock', `/admin job replay id:${id}`)).error?.code).toBe('E_GONE');
    // the person's own repeat finds what the replay did
    expect((await rig.say('guest-a', text, headers)).status).toBe(200);
  });
});
