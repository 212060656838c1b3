import { afterEach, describe, expect, it } from 'vitest';
import { type FakeDiscord, type FakeOptions, openFakeDiscord } from './fake-discord.ts';
import { identify, naiveSocket, type NaiveSocket } from './naive.ts';

const open: FakeDiscord[] = [];

const standing = async (options: FakeOptions = {}): Promise<FakeDiscord & { move(ms: number): void }> => {
  let nowMs = 1_800_000_000_000;
  const fake = await openFakeDiscord({ nowMs: () => nowMs, ...options });
  open.push(fake);
  return Object.assign(fake, {
    move: (ms: number) => {
      nowMs += ms;
    },
  });
};

const ready = async (fake: FakeDiscord): Promise<[NaiveSocket, string]> => {
  const socket = await naiveSocket(fake);
  socket.send(identify(fake));
  const { d } = await socket.next(0, 'READY');
  return [socket, (d as { session_id: string }).session_id];
};

afterEach(async () => {
  for (const fake of open.splice(0)) await fake.close();
});

describe('the gateway', () => {
  it('says hello, answers heartbeats, and brings a guild after READY', async () => {
    const fake = await standing();
    const socket = await naiveSocket(fake);
    expect((await socket.next(10)).d).toEqual({ heartbeat_interval: 45_000 });
    socket.send({ op: 1, d: null });
    expect((await socket.next(11)).op).toBe(11);
    socket.send(identify(fake));
    expect((await socket.next(0, 'READY')).d).toMatchObject({
      v: 10,
      guilds: [{ id: fake.guild.id, unavailable: true }],
    });
    expect((await socket.next(0, 'GUILD_CREATE')).d).toMatchObject({
      id: fake.guild.id,
      channels: [{ id: fake.channel.id }],
    });
  });

  const closing = [
    ['a version that is gone', 4_012, '?v=9', () => undefined],
    ['an op that is not known', 4_001, undefined, () => ({ op: 77 })],
    ['what is no JSON', 4_002, undefined, () => 'not json'],
    [
      'more than 4,096 bytes',
      4_002,
      undefined,
      (fake: FakeDiscord) => identify(fake, { x: 'x'.repeat(4_096) }),
    ],
    ['a wish before identify', 4_003, undefined, () => ({ op: 3, d: {} })],
    ['a wrong token', 4_004, undefined, (fake: FakeDiscord) => identify(fake, { token: 'wrong' })],
    ['a shard beyond the count', 4_010, undefined, (fake: FakeDiscord) => identify(fake, { shard: [1, 1] })],
    [
      'intents that do not exist',
      4_013,
      undefined,
      (fake: FakeDiscord) => identify(fake, { intents: 2 ** 27 }),
    ],
    [
      'intents that need leave',
      4_014,
      undefined,
      (fake: FakeDiscord) => identify(fake, { intents: 1 << 15 }),
    ],
  ] as const;

  it.each(closing)('closes for %s with %i', async (_what, code, query, packet) => {
    const fake = await standing();
    const socket = await naiveSocket(fake, query);
    const sent = packet(fake);
    if (sent !== undefined) socket.send(sent);
    expect(await socket.closed).toBe(code);
  });

  it('closes for a second identify and for 121 messages a minute', async () => {
    const fake = await standing();
    const [socket] = await ready(fake);
    socket.send(identify(fake));
    expect(await socket.closed).toBe(4_005);
    const chatty = await naiveSocket(fake);
    for (let count = 0; count < 121; count += 1) chatty.send({ op: 1, d: null });
    expect(await chatty.closed).toBe(4_008);
  });

  it('lets one identify through in 5 seconds', async () => {
    const fake = await standing();
    await ready(fake);
    const hasty = await naiveSocket(fake);
    hasty.send(identify(fake));
    expect((await hasty.next(9)).d).toBe(false);
    fake.move(5_000);
    hasty.send(identify(fake));
    await hasty.next(0, 'READY');
    expect(fake.gateway.identifies).toBe(2);
  });

  it('replays to who resumes what they missed, and only to them', async () => {
    const fake = await standing();
    const [socket, session] = await ready(fake);
    const { s = 0 } = await socket.next(0, 'GUILD_CREATE');
    socket.drop();
    fake.gateway.send('PING', { n: 1 });
    const back = await naiveSocket(fake);
    back.send({ op: 6, d: { token: fake.token, session_id: session, seq: s } });
    expect((await back.next(0, 'PING')).d).toEqual({ n: 1 });
    await back.next(0, 'RESUMED');
    expect(fake.gateway.resumes).toBe(1);
  });

  it('refuses to resume what it does not know or what never was', async () => {
    const fake = await standing();
    const [socket, session] = await ready(fake);
    socket.drop();
    const ahead = await naiveSocket(fake);
    ahead.send({ op: 6, d: { token: fake.token, session_id: session, seq: 999 } });
    expect(await ahead.closed).toBe(4_007);
    fake.gateway.forget();
    const lost = await naiveSocket(fake);
    lost.send({ op: 6, d: { token: fake.token, session_id: session, seq: 1 } });
    expect((await lost.next(9)).d).toBe(false);
  });
});
