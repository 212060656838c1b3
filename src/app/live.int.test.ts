import { afterEach, describe, expect, it } from 'vitest';
import { TIMELINE } from '#actors/followers/timeline.ts';
import {
  closeRigs,
  fieldOf,
  listen,
  openService,
  type ServiceRig,
  until,
  wordsOf,
} from '#test/support/service-rig.ts';

afterEach(closeRigs);

const listening = async (rig: ServiceRig) => {
  const feed = await listen(rig.url);
  const texts = (): readonly string[] => feed.events.flatMap(({ data }) => data.text ?? []);
  return { ...feed, texts };
};

const timelineOf = async (rig: ServiceRig, persona: string): Promise<string> =>
  wordsOf(await rig.run(persona, '/profile timeline'));

const paidTransfers = async (rig: ServiceRig): Promise<number> =>
  Number(/guildhall_transfers_total\{kind="pay"\} (\d+)/.exec(await rig.text('/metrics'))?.[1] ?? 0);

describe('a confirmed payment', () => {
  it('reaches the feed, both timelines and the metrics', async () => {
    const rig = await openService();
    await rig.service.enlivened;
    const feed = await listening(rig);
    const before = await paidTransfers(rig);
    await rig.run('guest-b', '/eco balance');
    await rig.confirm('guest-a', '/eco pay user:guest-b amount:41');
    await until('the feed', () => feed.texts().includes('guest-a paid guest-b'));
    await until('the metrics', async () => (await paidTransfers(rig)) === before + 1);
    await until('the timeline', async () => (await timelineOf(rig, 'guest-a')).includes('Paid 41'));
    await until('the timeline', async () => (await timelineOf(rig, 'guest-b')).includes('Got 41'));
    expect(feed.texts().filter((text) => text === 'guest-a paid guest-b')).toHaveLength(1);
    expect(feed.texts().join()).not.toContain('41');
    const metrics = await rig.text('/metrics');
    expect(metrics).toMatch(/guildhall_commands_total\{command="quote\.confirm",result="ok"\} \d+/);
    expect(metrics).toMatch(/guildhall_live_entities\{kind="ledger"\} 1\n/);
    expect(metrics).toMatch(/guildhall_journal_batch_commits_count [1-9]/);
    const figure = (name: string): number => Number(new RegExp(`^${name} (.+)$`, 'm').exec(metrics)?.[1]);
    expect(figure('process_resident_memory_bytes')).toBeGreaterThan(20_000_000);
    expect(figure('nodejs_heap_size_used_bytes')).toBeGreaterThan(1_000_000);
    expect(figure('process_cpu_seconds_total')).toBeGreaterThan(0);
    expect(figure('process_start_time_seconds')).toBeGreaterThan(1_600_000_000);
    feed.leave();
  });

  it('reaches the feed by the bus alone: with the bus silent only the timeline knows of it', async () => {
    const rig = await openService();
    await rig.service.enlivened;
    const feed = await listening(rig);
    await rig.run('guest-b', '/eco balance');
    const { bus } = rig.service;
    bus.publish = () => undefined;
    const before = await paidTransfers(rig);
    await rig.confirm('guest-a', '/eco pay user:guest-b amount:42');
    await until('the timeline', async () => (await timelineOf(rig, 'guest-b')).includes('Got 42'));
    expect(await paidTransfers(rig)).toBe(before);
    expect(feed.texts()).not.toContain('guest-a paid guest-b');
    feed.leave();
  });

  it('reaches the timeline by its follower alone: with that stopped only the feed knows of it', async () => {
    const rig = await openService();
    await rig.service.enlivened;
    const feed = await listening(rig);
    await rig.run('guest-b', '/eco balance');
    await rig.service.engine.settled();
    rig.service.engine.followers.find(({ follower }) => follower.name === TIMELINE)?.stop();
    await rig.confirm('guest-a', '/eco pay user:guest-b amount:43');
    await until('the feed', () => feed.texts().includes('guest-a paid guest-b'));
    await rig.service.engine.settled();
    expect(await timelineOf(rig, 'guest-b')).not.toContain('Got 43');
    expect(await rig.coins('guest-b')).toBe(1_043);
    feed.leave();
  });

  it('is not held up by a subscriber that throws, one that stalls and one that never ends', async () => {
    const rig = await openService();
    await rig.service.enlivened;
    const { bus } = rig.service;
    const never = new Promise<void>(() => undefined);
    bus.react('throwing', 'ledger.TransferPosted', () => {
      throw new Error('not today');
    });
    bus.react('stalled', 'ledger.TransferPosted', () => never);
    await rig.run('guest-b', '/eco balance');
    const feed = await listening(rig);
    for (let n = 0; n < 3; n += 1) await rig.confirm('guest-a', '/eco pay user:guest-b amount:1');
    await until(
      'the feed',
      () => feed.texts().filter((text) => text === 'guest-a paid guest-b').length === 3,
    );
    // guest-b's welcome, guest-a's welcome, three payments
    const stats = new Map(bus.stats().map((one) => [one.name, one]));
    expect(stats.get('throwing')).toMatchObject({ failed: 5 });
    expect(stats.get('stalled')).toMatchObject({ handled: 0, waiting: 4 });
    expect(await rig.text('/metrics')).toContain('guildhall_bus_failed_total{subscriber="throwing"} 5');
    expect(rig.alarms.filter(({ error }) => String(error).includes('throwing'))).toHaveLength(5);
    feed.leave();
  });
});

describe('the playground at first sight', () => {
  it('has personas with coins, pets and a story, each step of which went well', async () => {
    const rig = await openService();
    await rig.service.enlivened;
    await rig.service.engine.settled();
    expect(rig.lines().filter((line) => line['code'] !== 'ok')).toEqual([]);
    expect(rig.alarms).toEqual([]);
    const feed = await listening(rig);
    await until('the facts', () => feed.texts().length >= 10);
    expect(feed.texts()).toEqual([
      'Zezima welcomed Cinder the Lanternfox',
      'Misty welcomed Ripple the Brookpup',
      'Brock welcomed Pebble the Cobblemole',
      'Zezima paid Misty',
      'Misty gave Ash a present',
      'Misty paid Ash',
      'Brock paid Zezima',
      'Zezima gave Brock a present',
      'A pet of Zezima set out for Mill meadow',
      'A pet of Misty set out for Pebble shore',
    ]);
    feed.leave();
    expect(wordsOf(await rig.run('misty', '/pet view'))).toContain('Ripple');
    expect(await rig.coins('ash')).toBe(1_060);
    // his daily and his first pet are left to the visitor
    await rig.run('ash', '/eco daily');
    await rig.confirm('ash', '/pet adopt species:mossback name:Twig');
  });

  it('is as alive after a restart: the feed remembers, nothing is repeated, and personas can be paid at once', async () => {
    const first = await openService();
    await first.service.enlivened;
    await first.run('guest-b', '/eco balance');
    for (let n = 0; n < 5; n += 1) await first.confirm('ash', `/eco pay user:guest-b amount:${n + 1}`);
    await first.service.engine.settled();
    await first.stop();

    const rig = await openService({ dir: first.dir });
    expect(JSON.parse(await rig.text('/readyz'))).toMatchObject({ ready: true, waitingFor: [] });
    const offer = await rig.run('zezima', '/eco pay user:misty amount:1');
    expect(offer.title).toBe('Pay Misty?');
    await rig.service.enlivened;
    const feed = await listening(rig);
    await until('the facts', () => feed.texts().length >= 13);
    const texts = feed.texts();
    expect(texts.slice(0, 3)).toEqual([
      'Zezima welcomed Cinder the Lanternfox',
      'Misty welcomed Ripple the Brookpup',
      'Brock welcomed Pebble the Cobblemole',
    ]);
    expect(texts.filter((text) => text === 'Misty paid Ash')).toHaveLength(1);
    // guest-b has not spoken since the start: their own entity tells the name
    expect(texts.filter((text) => text === 'Ash paid guest-b')).toHaveLength(5);
    const times = feed.events.flatMap(({ data }) => data.atMs ?? []);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(await rig.coins('ash')).toBe(1_045);
    feed.leave();
  });

  it('knows after a restart who people were, in feed, timeline, account and receipt', async () => {
    const first = await openService();
    await first.service.enlivened;
    await first.run('guest-far', '/eco balance');
    await first.confirm('misty', '/eco pay user:guest-far amount:7');
    const paid = await first.confirm('guest-near', '/eco pay user:guest-far amount:8');
    const id = (fieldOf(paid, 'Receipt') ?? '').replaceAll('`', '');
    const near = await first.idOf('guest-near');
    await first.service.engine.settled();
    await first.stop();
    const rig = await openService({ dir: first.dir });
    await rig.service.enlivened;
    const feed = await listening(rig);
    await until('the feed', () => feed.texts().includes('Misty paid guest-far'));
    expect(feed.texts().join()).not.toContain('Somebody');
    for (const text of ['/profile timeline', '/eco history', `/eco receipt id:${id}`]) {
      rig.service.desk.directory.forget(near);
      expect(wordsOf(await rig.run('guest-far', text)), text).toContain('guest-near');
    }
    rig.service.desk.directory.forget(await rig.idOf('guest-far'));
    await rig.confirm('misty', '/eco gift user:guest-near item:breadroll');
    rig.service.desk.directory.forget(near);
    await until('the feed', () => feed.texts().includes('Misty gave guest-near a present'));
    feed.leave();
  });

  it('plays on from where it was cut off', async () => {
    const first = await openService();
    await until('a pet', async () => /live_entities\{kind="pet"\} [1-9]/.test(await first.text('/metrics')));
    await first.stop();
    const rig = await openService({ dir: first.dir });
    await rig.service.enlivened;
    await rig.service.engine.settled();
    expect(rig.alarms).toEqual([]);
    expect(await rig.coins('ash')).toBe(1_060);
    expect(wordsOf(await rig.run('zezima', '/pet view'))).toContain('Cinder');
    const supply = wordsOf(await rig.run('ash', '/eco supply'));
    expect(supply).not.toContain('NaN');
  });

  it('says when the demo story cannot be told, and serves all the same', async () => {
    const rig = await openService({
      wrap: (store) => ({
        ...store,
        followers: {
          open: (name) => store.followers.open(name),
          read: (...args) => store.followers.read(...args),
          save: (...args) => store.followers.save(...args),
          onAppend: (listener) => store.followers.onAppend(listener),
          rows: () => Promise.reject(new Error('no rows today')),
        },
      }),
    });
    await rig.service.enlivened;
    // the clock of battles says so too, and asks again
    expect(rig.alarms.length).toBeGreaterThanOrEqual(2);
    expect(new Set(rig.alarms.map(({ error }) => String(error)))).toEqual(new Set(['Error: no rows today']));
    expect(await rig.coins('guest-a')).toBe(1_000);
  });
});
