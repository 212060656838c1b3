import { afterEach, beforeEach, expect, it } from 'vitest';
import type { FakeDiscord } from '#test/support/fake-discord/fake-discord.ts';
import { openDiscordHall, openDuel } from '#test/support/fake-discord/hall-rig.ts';
import type { Story } from '#test/support/fake-discord/story.ts';
import type { FakeUser } from '#test/support/fake-discord/world.ts';
import { closeRigs } from '#test/support/service-rig.ts';

const TIMEOUT_MS = 30_000;
const POLL = { timeout: 10_000, interval: 10 };
const BY_OTHERS =
  /^interactions are answered by somebody else: another process may run with the same DISCORD_TOKEN/;

let fake: FakeDiscord;
let story: Story;
let red: FakeUser;

beforeEach(async () => {
  ({ fake, story, red } = await openDuel());
});

afterEach(async () => {
  await closeRigs();
  await fake.close();
});

it(
  'two bots on one token are noticed by the answers of the other one, and named once',
  { timeout: TIMEOUT_MS },
  async () => {
    const one = await openDiscordHall(fake);
    fake.gateway.allowIdentify();
    const two = await openDiscordHall(fake);
    expect(fake.gateway.shards).toEqual(['0/1', '0/1']);
    const named = (): readonly string[] =>
      [...one.noticed, ...two.noticed].filter((text) => BY_OTHERS.test(text));
    // each answers what the other one was too slow for
    for (let n = 0; n < 6; n += 1) await story.say(red, 'help');
    await expect.poll(() => named().length, POLL).toBeGreaterThan(0);
    for (let n = 0; n < 6; n += 1) await story.say(red, 'help');
    expect(named().length).toBeLessThanOrEqual(2);
  },
);

it('one bot to which everything comes twice is none', { timeout: TIMEOUT_MS }, async () => {
  const { noticed, surface } = await openDiscordHall(fake);
  for (let n = 0; n < 6; n += 1) await fake.people.slash({ user: red, copies: 2 }, 'help').answer;
  await surface.interactions.settled();
  expect(noticed).toEqual([]);
});
