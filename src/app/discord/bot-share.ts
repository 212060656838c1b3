import { createHash } from 'node:crypto';
import { type RedisLink } from '#adapters/redis/link.ts';
import { createRedisEventStream } from '#adapters/redis/redis-event-stream.ts';
import { type EventStream } from '#ports/event-stream.ts';

/** What the processes of one bot share. */
export interface BotShare {
  /** Names the bot by its token, which does not follow from it. */
  readonly bot: string;
  readonly stream: EventStream;
}

/** Name of a bot in what processes share: a token is too random to be guessed from it. */
export const botNameOf = (token: string): string =>
  createHash('sha256').update(`guildhall bot ${token}`).digest('hex').slice(0, 16);

/** What the processes of one bot share on Redis. Whoever has the token can read the stream, and nobody else. */
export const botShareOn = (link: RedisLink, token: string): BotShare => {
  const bot = botNameOf(token);
  return { bot, stream: createRedisEventStream({ link, bot, secret: Buffer.from(token) }) };
};
