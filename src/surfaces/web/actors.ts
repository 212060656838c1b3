import type { EntityInfo } from '#actors/kit/engine-api.ts';
import type { WebApp, WebParts } from './app.ts';
import { withoutSecrets } from './cluster.ts';
import { failureOf, refuseWith } from './failures.ts';
import { actorsQuery, actorsSchema, crashBody, crashSchema, failureSchema } from './schemas.ts';
import { isLoopback } from './security.ts';

/** The live tree of actors, and in the playground a way to fault one of them. */
export const actorRoutes = (app: WebApp, parts: WebParts): void => {
  const { desk, config } = parts;
  const { engine } = desk.deps;
  const view = (info: EntityInfo) => {
    const name = info.kind === 'user' ? desk.directory.nameOf(info.id) : undefined;
    return { ...withoutSecrets(info), ...(name === undefined ? {} : { name }) };
  };
  if (config.playground || isLoopback(config.host)) {
    app.get(
      '/api/actors',
      {
        schema: {
          summary: 'Live entities by kind, with inbox depth, restarts and last error',
          tags: ['operations'],
          querystring: actorsQuery,
          response: { 200: actorsSchema, '4xx': failureSchema },
        },
      },
      (request) => {
        const { kind, limit } = request.query;
        const stats = engine.stats();
        const kinds = Object.entries(stats.liveByKind).map(([name, live]) => ({ kind: name, live }));
        const filter = kind === undefined ? { limit } : { kind, limit };
        return {
          process: desk.deps.service.cluster.self,
          kinds,
          inboxDepth: stats.inboxDepth,
          inFlight: stats.inFlight,
          restarts: stats.restarts,
          quarantined: stats.quarantined,
          entities: engine.entities(filter).map(view),
        };
      },
    );
  }
  if (!config.playground) return;
  app.post(
    '/api/playground/actors/crash',
    {
      schema: {
        summary: 'Faults one live entity on purpose; it returns from its log',
        tags: ['playground'],
        body: crashBody,
        response: { 200: crashSchema, '4xx': failureSchema },
      },
    },
    async (request, reply) => {
      const { kind, realm, id } = request.body;
      if (engine.crash(kind, { realm, id })) return { crashed: true };
      return refuseWith(reply, failureOf('E_GONE', 'No such entity is awake: refresh the list.'));
    },
  );
};
