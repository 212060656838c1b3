import { isIP } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { failureOf, refuseWith } from './failures.ts';

/** What decides which hosts are ours. */
export interface OwnHosts {
  /** Address the server listens on. */
  readonly host: string;
  /** Address under which people reach it, when there is a proxy in front. */
  readonly publicUrl?: string;
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether an address is reachable from this machine only. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);

const nameOf = (authority: string): string => {
  const match = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::\d{1,5})?$/i.exec(authority);
  return (match?.[1] ?? '').toLowerCase();
};

/**
 * Whether a `Host` value names this service. A name that we do not know may be an attacker's that resolves to this
 * machine; a bare address cannot be, and counts when we listen for more than this machine.
 */
const hostCheck = (own: OwnHosts): ((authority: string | undefined) => boolean) => {
  const names = new Set(LOOPBACK);
  names.add(isIP(own.host) === 6 ? `[${own.host}]` : own.host.toLowerCase());
  if (own.publicUrl !== undefined) names.add(nameOf(new URL(own.publicUrl).host));
  const addressesCount = !isLoopback(own.host);
  return (authority) => {
    if (authority === undefined) return false;
    const name = nameOf(authority);
    if (names.has(name)) return true;
    return addressesCount && isIP(name.replaceAll(/[[\]]/g, '')) !== 0;
  };
};

/** Whether a browser sent this from a page of ours, or no browser sent it. */
const fromOurPage = (
  request: FastifyRequest,
  isOurs: (authority: string | undefined) => boolean,
): boolean => {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (site === 'cross-site' && request.method !== 'GET') return false;
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  return (
    isOurs(url.host) && nameOf(url.host) === nameOf(host ?? '') && portOf(url.host) === portOf(host ?? '')
  );
};

const portOf = (authority: string): string => /:(\d{1,5})$/.exec(authority)?.[1] ?? '';

/** Types that a page of anybody can send without asking first. */
const FORM_TYPES = /^(?:application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i;

/** Headers of every answer. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
};

/** Refuses foreign hosts, foreign origins and form posts before a body is read, and sets the headers of every answer. */
export const installSecurity = (app: FastifyInstance, own: OwnHosts): void => {
  const isOurs = hostCheck(own);
  app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    reply.headers(SECURITY_HEADERS);
    if (!isOurs(request.headers.host)) {
      const message =
        'This host name is not ours: use the address that the service printed, or set GUILDHALL_PUBLIC_URL.';
      return refuseWith(reply, failureOf('E_PERM', message, 'host'));
    }
    if (!fromOurPage(request, isOurs)) {
      return refuseWith(reply, failureOf('E_PERM', 'Pages of other origins may not ask here.', 'origin'));
    }
    if (request.method !== 'GET' && FORM_TYPES.test(request.headers['content-type'] ?? '')) {
      const message = 'Forms are not accepted: send `application/json`.';
      return refuseWith(reply, failureOf('E_PERM', message, 'content-type'));
    }
    return undefined;
  });
};
