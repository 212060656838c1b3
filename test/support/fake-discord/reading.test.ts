import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FakeDiscord, openFakeDiscord } from './fake-discord.ts';
import { naively, type Said } from './naive.ts';
import { PERMISSIONS } from './world.ts';

let fake: FakeDiscord;
/** Ids of five messages, the oldest first. */
let written: readonly string[];

beforeEach(async () => {
  fake = await openFakeDiscord();
  const { world, channel } = fake;
  const write = (forUserId?: string): string =>
    world.addMessage({ channelId: channel.id, authorId: world.bot.id, forUserId }).id;
  written = Array.from({ length: 5 }, () => write());
  // not kept by Discord
  write(world.addUser('ash').id);
});

afterEach(() => fake.close());

const read = (query: string, channelId = fake.channel.id): Promise<Said> =>
  naively(fake, 'GET', `/channels/${channelId}/messages${query}`);

const idsOf = ({ body }: Said): readonly string[] =>
  (body as unknown as readonly { readonly id: string }[]).map(({ id }) => id);

describe('what was written', () => {
  it.each([
    ['', [4, 3, 2, 1, 0]],
    ['?limit=2', [4, 3]],
    ['?after=0&limit=1', [0]],
    ['?after=0&limit=2', [1, 0]],
  ])('is read with %j newest first, from its edge', async (query, expected) => {
    expect(idsOf(await read(query))).toEqual(expected.map((n) => written[n]));
  });

  it('is read before and after a message, without it', async () => {
    expect(idsOf(await read(`?after=${written[1]}&limit=2`))).toEqual([written[3], written[2]]);
    expect(idsOf(await read(`?before=${written[3]}&limit=2`))).toEqual([written[2], written[1]]);
    expect(idsOf(await read(`?after=${written[4]}`))).toEqual([]);
  });

  it.each([
    ['?limit=0', 'limit'],
    ['?limit=101', 'limit'],
    ['?limit=x', 'limit'],
    ['?after=x', 'after'],
    ['?before=1&after=1', 'after'],
    ['?around=1', 'around'],
  ])('is not read with %j', async (query, field) => {
    const said = await read(query);
    expect(said).toMatchObject({ status: 400, code: 50_035 });
    expect(Object.keys(said.body['errors'] as object)).toEqual([field]);
  });

  it('is empty for a bot that may not read the history, and refused where it does not see the channel', async () => {
    fake.channel.botPermissions &= ~PERMISSIONS.readMessageHistory;
    const said = await read('');
    expect([said.status, said.body]).toEqual([200, []]);
    fake.channel.botPermissions |= PERMISSIONS.readMessageHistory;
    fake.channel.botPermissions &= ~PERMISSIONS.viewChannel;
    expect(await read('')).toMatchObject({ status: 403, code: 50_001 });
    expect(await read('', '1')).toMatchObject({ status: 404, code: 10_003 });
  });
});
