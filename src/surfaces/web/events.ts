import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WebApp, WebParts } from './app.ts';
import { failureOf, refuseWith } from './failures.ts';
import { BEAT_MS, beginStream } from './sse.ts';

/** The live feed as server-sent events: `panel`, `fact`, `gap` (something was missed), `dropped` (you are too slow). */
export const eventRoutes = (app: WebApp, { feed, desk }: WebParts): void => {
  const leaving = new Set<() => void>();
  app.addHook('preClose', async () => {
    for (const leave of leaving) leave();
  });
  app.get(
    '/api/playground/events',
    {
      schema: { summary: 'Live feed of public panels and facts (server-sent events)', tags: ['playground'] },
    },
    (request: FastifyRequest, reply: FastifyReply) => {
      const { raw } = reply;
      const last = request.headers['last-event-id'];
      const client = feed.connect(
        {
          write: (text) => {
            if (!raw.headersSent) beginStream(reply);
            return raw.write(text);
          },
        },
        typeof last === 'string' ? last : undefined,
      );
      if (client === undefined) {
        void refuseWith(
          reply,
          failureOf('E_OVERLOAD', 'Too many pages watch already. Try again in a minute.'),
        );
        return;
      }
      let cancel = (): void => undefined;
      const beat = (): void => {
        client.beat();
        cancel = desk.deps.clock.after(BEAT_MS, beat);
      };
      cancel = desk.deps.clock.after(BEAT_MS, beat);
      const leave = (): void => {
        cancel();
        client.leave();
        leaving.delete(leave);
        raw.end();
      };
      leaving.add(leave);
      raw.on('drain', () => client.drained());
      raw.on('close', leave);
      raw.on('error', leave);
    },
  );
};
