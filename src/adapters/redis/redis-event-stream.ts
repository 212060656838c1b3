import type { EventStream, LineEvent } from '#ports/event-stream.ts';
import { eventKeys } from './event-keys.ts';
import { APPEND } from './event-scripts.ts';
import { EventWorker, type WorkTimes } from './event-worker.ts';
import type { RedisLink } from './link.ts';
import { NewsReader } from './news-reader.ts';
import { createSeal } from './seal.ts';

export interface RedisEventStreamOptions {
  readonly link: RedisLink;
  /** Tells this bot from others of the deployment, a-z and digits; no secret. */
  readonly bot: string;
  /** Payloads are encrypted under a key that follows from it; every process of the bot has it. */
  readonly secret: Buffer;
  readonly times?: WorkTimes;
}

/** Of what the payload is sealed for: it opens nowhere else. */
export const WORK_PLACE = 'discord work';
export const NEWS_PLACE = 'discord news';

const fitting = (text: unknown): string => (typeof text === 'string' ? text : '');

/** Events of a bot in two streams of Redis: one that is shared out among workers, one that all of them read. */
export const createRedisEventStream = (options: RedisEventStreamOptions): EventStream => {
  const { link, bot, secret, times } = options;
  const keys = eventKeys(link, bot);
  const seal = createSeal(secret);
  const argumentsOf = (sessionId: string, event: LineEvent): readonly (string | number | Buffer)[] => {
    const isForOne = event.to === 'one';
    const place = isForOne ? `${WORK_PLACE} ${sessionId}.${event.seq}` : NEWS_PLACE;
    const news = isForOne ? ['', '0'] : [event.key, event.isOver ? '1' : '0'];
    return [event.seq, event.to, event.isReplayed ? '1' : '0', seal.close(event.payload, place), ...news];
  };
  return {
    sessionOf: async (line) => {
      const found = (await link.call(
        'HMGET',
        keys.session(line),
        'id',
        'seq',
        'url',
        'count',
      )) as readonly unknown[];
      const [id, seq, resumeUrl, count] = found.map(fitting);
      return id === undefined || id === '' || resumeUrl === undefined
        ? undefined
        : { id, seq: Number(seq), resumeUrl, shardCount: Number(count) };
    },
    append: async (line, { id, seq, resumeUrl, shardCount }, events) => {
      const all = [keys.session(line), keys.work, keys.news, keys.kept];
      const each = events.flatMap((event) => argumentsOf(id, event));
      await link.run(APPEND, all, [id, seq, resumeUrl, shardCount, ...each]);
    },
    forget: async (line) => {
      await link.call('DEL', keys.session(line));
    },
    work: async (hands) => {
      const news = new NewsReader(link, keys, (body) => hands.hear(seal.open(body, NEWS_PLACE)));
      const worker = new EventWorker({
        link,
        key: keys.work,
        ...(times === undefined ? {} : { times }),
        take: ({ at, body }, about) => hands.take(seal.open(body, `${WORK_PLACE} ${at}`), about),
      });
      try {
        await news.start();
        await worker.start();
      } catch (error) {
        await Promise.all([news.stop(), worker.stop()]);
        throw error;
      }
      return async () => {
        await news.stop();
        await worker.stop();
      };
    },
  };
};
