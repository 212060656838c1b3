import type { RedisLink } from '#adapters/redis/link.ts';
import { createRedisEventStream } from '#adapters/redis/redis-event-stream.ts';
import { createRedisSeats } from '#adapters/redis/redis-seats.ts';
import type { EventStream } from '#ports/event-stream.ts';
import type { Seats } from '#ports/seats.ts';
import { botNameOf } from './bot-name.ts';

/** What the processes of one bot share. */
export interface BotShare {
  /** Names the bot by its token, which does not follow from it. */
  readonly bot: string;
  readonly stream: EventStream;
  /** Who is connected for which shard. */
  readonly seats: Seats;
}

/** What the processes of one bot share on Redis. Whoever has the token can read the stream, and nobody else. */
export const botShareOn = (link: RedisLink, token: string): BotShare => {
  const bot = botNameOf(token);
  return {
    bot,
    stream: createRedisEventStream({ link, bot, secret: Buffer.from(token) }),
    seats: createRedisSeats({ link, bot }),
  };
};
