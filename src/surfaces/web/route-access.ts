import type { FastifyInstance } from 'fastify';
import { type Access, isAllowed, rolesFor } from '#commands/access.ts';
import { ACCESS } from '#commands/access-table.ts';
import { refuse } from '#commands/rejected.ts';
import { invariant } from '#game/shared/errors.ts';

/** Routes of operations, which lie beside the API. */
const OPERATIONS: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

const isOurs = (url: string): boolean => url.startsWith('/api/') || OPERATIONS.has(url);

/**
 * Holds the routes that follow to the table of roles. Nobody signs in here, so what is not for everyone is refused
 * with `E_PERM`. @throws InvariantError while a route is added that is not in the table
 */
export const holdRoutesTo = (app: FastifyInstance, access: Access = ACCESS): void => {
  app.addHook('onRoute', (route) => {
    const { method, url, onRequest = [] } = route;
    for (const one of [method].flat()) {
      if (!isOurs(url)) continue;
      // the framework adds HEAD to each GET
      const needed = rolesFor(access, 'routes', `${one === 'HEAD' ? 'GET' : one} ${url}`);
      invariant(needed.length > 0, `the route ${one} ${url} is not in the table of roles`);
      if (isAllowed(new Set(), needed)) continue;
      const refuseAll = async (): Promise<void> =>
        refuse({
          code: 'E_PERM',
          message: `This needs the role \`${needed[0]}\`, which nobody has over HTTP.`,
        });
      route.onRequest = [...[onRequest].flat(), refuseAll];
    }
  });
};
