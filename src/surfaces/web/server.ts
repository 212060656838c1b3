import { fastifySwagger } from '@fastify/swagger';
import { fastify, type FastifyInstance } from 'fastify';
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import { actorRoutes } from './actors.ts';
import { battleRoutes } from './battles.ts';
import { matchRoutes } from './matches.ts';
import { SseClients } from './sse.ts';
import type { WebApp, WebParts } from './app.ts';
import { clusterRoutes } from './cluster.ts';
import { eventRoutes } from './events.ts';
import { installFailures } from './failures.ts';
import { Gate } from './gate.ts';
import { healthRoutes } from './health.ts';
import { metricsRoutes } from './metrics.ts';
import { noteMethods } from './methods.ts';
import { pageRoutes } from './page.ts';
import { holdRoutesTo } from './route-access.ts';
import { playgroundRoutes } from './playground.ts';
import { inputCompiler, readOnlyJson } from './request-input.ts';
import { installSecurity } from './security.ts';

/** Largest body, bytes. */
const BODY_MAX = 64 * 1024;

/** Builds the web surface; the caller lets it listen and closes it. */
export const createWebServer = async (parts: WebParts): Promise<FastifyInstance> => {
  const gate = new Gate(parts.desk, parts.logRefusal);
  const app = fastify({
    serverFactory: (handler) => gate.serve(handler),
    bodyLimit: BODY_MAX,
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 100 },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(inputCompiler);
  // schemas of answers are documentation, and tests hold answers against them; checking each one would cost every command
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  readOnlyJson(app);
  holdRoutesTo(app);
  const methodsOf = noteMethods(app);
  installFailures(app, parts.logError, parts.logRefusal);
  installSecurity(app, parts.config);
  await app.register(fastifySwagger, {
    openapi: {
      info: { title: 'Guildhall', version: parts.desk.deps.service.version },
      tags: [
        { name: 'playground', description: 'Commands as demo personas; on only in the playground' },
        { name: 'battles', description: 'Battles live and finished, replays and ratings' },
        { name: 'operations', description: 'Health, metrics and the live tree' },
      ],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  await app.register(async (scope) => {
    routes(scope.withTypeProvider<ZodTypeProvider>(), parts, gate);
  });
  if (parts.isOpen) await pageRoutes(app, parts.config.pageDir, methodsOf);
  return app;
};

const routes = (app: WebApp, parts: WebParts, gate: Gate): void => {
  healthRoutes(app, parts);
  metricsRoutes(app, parts);
  if (!parts.isOpen) return;
  actorRoutes(app, parts);
  clusterRoutes(app, parts);
  const clients = new SseClients(app, parts.desk.deps.clock);
  battleRoutes(app, parts, clients);
  matchRoutes(app, parts, clients);
  if (parts.config.playground) {
    playgroundRoutes(app, parts, gate);
    eventRoutes(app, parts);
  }
  app.get('/api/openapi.json', { schema: { hide: true } }, () => app.swagger());
};
