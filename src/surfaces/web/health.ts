import { z } from 'zod';
import type { WebApp, WebParts } from './app.ts';
import { queuesSchema } from './cluster.ts';

const healthSchema = z.strictObject({ status: z.literal('ok'), version: z.string(), uptimeMs: z.number() });
const readySchema = z.strictObject({
  ready: z.boolean(),
  waitingFor: z.array(z.string()),
  shards: z
    .strictObject({ own: z.int(), others: z.int(), nobody: z.int() })
    .describe('Shards of 256 that this process has, that others have, and that nobody has'),
  followerLagMs: z.record(z.string(), z.number()).describe('By follower that has read in this process'),
  queues: queuesSchema,
});

/** `/healthz`: the process turns; `/readyz`: it takes work. */
export const healthRoutes = (app: WebApp, { desk, notReady }: WebParts): void => {
  const { clock, service } = desk.deps;
  app.get(
    '/healthz',
    {
      schema: {
        summary: 'Whether the process is alive',
        tags: ['operations'],
        response: { 200: healthSchema },
      },
    },
    () => ({
      status: 'ok' as const,
      version: service.version,
      uptimeMs: Math.max(0, clock.nowMs() - service.startedAtMs),
    }),
  );
  app.get(
    '/readyz',
    {
      schema: {
        summary: 'Whether the service takes work',
        tags: ['operations'],
        response: { 200: readySchema, 503: readySchema },
      },
    },
    async (_request, reply) => {
      const waitingFor = [...notReady()];
      const ready = waitingFor.length === 0;
      return reply.code(ready ? 200 : 503).send({ ready, waitingFor, ...(await service.cluster.brief()) });
    },
  );
};
