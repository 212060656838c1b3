import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCardPainter } from '#adapters/canvas/card-painter.ts';
import type { CardPainter } from '#ports/card-painter.ts';
import type { FakeDiscord } from '#test/support/fake-discord/fake-discord.ts';
import { type DiscordHall, openDiscordHall, openDuel } from '#test/support/fake-discord/hall-rig.ts';
import { messagesIn, threadsOf } from '#test/support/fake-discord/looking.ts';
import type { Story } from '#test/support/fake-discord/story.ts';
import type { FakeMessage, FakeUser } from '#test/support/fake-discord/world.ts';
import { closeRigs } from '#test/support/service-rig.ts';

const TIMEOUT_MS = 30_000;
const POLL = { timeout: 10_000, interval: 10 };

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

const messages = (): readonly FakeMessage[] => threadsOf(fake).flatMap(({ id }) => messagesIn(fake, id));

/** Gives a battle up once it is shown, and waits until its thread is closed. */
const fight = async (
  painter: CardPainter,
  trainer: string,
  kind: 'battle' | 'match',
): Promise<DiscordHall> => {
  const hall = await openDiscordHall(fake, { painter });
  await story.say(red, 'battle npc', { trainer });
  await story.use(red, `${kind}.begin`);
  await expect.poll(messages, POLL).toHaveLength(1);
  await story.use(red, `${kind}.forfeit`);
  await story.use(red, `${kind}.give-up`);
  await expect.poll(() => threadsOf(fake)[0]?.isArchived, POLL).toBe(true);
  return hall;
};

it.each([
  ['battle', 'ilse', 'Ilse'],
  ['match', 'osrs-goblin', 'Goblin'],
] as const)(
  'a %s ends with its picture and what that says in words',
  async (kind, trainer, winner) => {
    const hall = await fight(createCardPainter(), trainer, kind);
    const [card, ...more] = messages();
    expect(more).toEqual([]);
    expect(card?.files.map(({ name, bytes }) => [name, bytes.subarray(1, 4).toString()])).toEqual([
      ['battle.png', 'PNG'],
    ]);
    expect(JSON.stringify(card?.components)).toMatch(
      new RegExp(`"description":"${winner} beats red\\. red: \\d of \\d standing\\.`),
    );
    expect(hall.noticed).toEqual([]);
    expect(fake.requests.filter(({ status }) => status >= 400)).toEqual([]);
  },
  TIMEOUT_MS,
);

it(
  'a battle whose picture cannot be drawn ends all the same, in words',
  async () => {
    const broken: CardPainter = { paint: () => Promise.reject(new Error('no fonts')) };
    const hall = await fight(broken, 'ilse', 'battle');
    expect(messages()).toHaveLength(1);
    expect(hall.noticed).toEqual(['a battle ends without its picture']);
  },
  TIMEOUT_MS,
);
