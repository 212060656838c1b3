import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fastifyStatic } from '@fastify/static';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WebApp } from './app.ts';
import { failureOf, refuseWith } from './failures.ts';
import type { MethodsOf } from './methods.ts';

/** Serves the built page: hashed assets for a year, everything else always fresh. */
export const pageRoutes = async (app: WebApp, pageDir: string, methodsOf: MethodsOf): Promise<void> => {
  const built = existsSync(join(pageDir, 'index.html'));
  if (built) {
    await app.register(fastifyStatic, {
      root: pageDir,
      cacheControl: false,
      setHeaders: (reply, path) => {
        const hashed = path.startsWith(join(pageDir, 'assets'));
        reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler(async (request: FastifyRequest, reply: FastifyReply) => {
    const wantsPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
    if (wantsPage && !request.url.startsWith('/api/')) {
      if (built) return reply.sendFile('index.html');
      return reply
        .code(503)
        .type('text/plain; charset=utf-8')
        .send('The page is not built yet: run `npm run page`, then start again.\n');
    }
    const path = request.url.split('?')[0] ?? '';
    const methods = methodsOf(path);
    if (methods.length > 0) {
      const message = `\`${request.method}\` is not possible here: it takes ${methods.join(', ')}. See /api/openapi.json.`;
      reply.header('allow', methods.join(', '));
      return refuseWith(reply, failureOf('E_INPUT', message, 'method'), 405);
    }
    return refuseWith(
      reply,
      failureOf('E_GONE', 'There is nothing at this address. See /api/openapi.json.'),
      404,
    );
  });
};
