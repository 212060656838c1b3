import type { FakeDiscord } from './fake-discord.ts';
import type { Answer } from './interactions.ts';
import { allParts, type Part } from './message-form.ts';
import type { Acting } from './people.ts';
import type { FakeChannel, FakeMessage, FakeUser } from './world.ts';

const PUBLIC_THREAD = 11;

/** Public threads of all guilds. */
export const threadsOf = (fake: FakeDiscord): readonly FakeChannel[] =>
  [...fake.world.channels.values()].filter(({ type }) => type === PUBLIC_THREAD);

/** Messages in a channel that everybody there sees. */
export const messagesIn = (fake: FakeDiscord, channelId: string): readonly FakeMessage[] =>
  [...fake.world.messages.values()].filter(
    (message) => message.channelId === channelId && message.forUserId === undefined,
  );

/** What the bot has written to somebody alone. */
export const lettersTo = (fake: FakeDiscord, { id: userId }: FakeUser): readonly FakeMessage[] =>
  [...fake.world.channels.values()].flatMap(({ id, recipientId }) =>
    recipientId === userId ? messagesIn(fake, id) : [],
  );

/** Labels of a message's buttons. */
export const labelsOf = (message: FakeMessage | undefined): readonly string[] =>
  allParts((message?.components ?? []) as readonly Part[]).flatMap(({ part }) => part.label ?? []);

/** Presses the button of that label. @throws Error when there is none, or the message is not theirs to see */
export const pressLabel = async (
  fake: FakeDiscord,
  user: FakeUser,
  message: FakeMessage | undefined,
  label: string,
  how: Omit<Acting, 'user'> = {},
): Promise<Answer> => {
  if (message === undefined) throw new Error(`no message with ${label}`);
  const part = allParts(message.components as readonly Part[]).find((one) => one.part.label === label)?.part;
  return fake.people.press({ user, ...how }, message, part?.custom_id ?? label).answer;
};
