import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { faultMessage } from '#commands/error-panel.ts';
import { CommandRejection } from '#commands/rejected.ts';
import { newTraceId } from '#commands/trace.ts';
import type { ErrorCode } from '#game/shared/errors.ts';
import { Fault } from '#ports/fault.ts';
import type { Failure } from './schemas.ts';

const HTTP_STATUS: Readonly<Record<ErrorCode, number>> = {
  E_INPUT: 400,
  E_PERM: 403,
  E_CONSENT: 403,
  E_NOT_OWNER: 403,
  E_TARGET: 404,
  E_GONE: 410,
  E_NOT_STARTED: 409,
  E_BUSY: 409,
  E_FUNDS: 409,
  E_LEASED: 409,
  E_STALE: 409,
  E_COOLDOWN: 429,
  E_LIMIT: 429,
  E_FROZEN: 503,
  E_OVERLOAD: 503,
  E_RETRY: 503,
  E_UNAVAILABLE: 503,
  E_UPSTREAM: 502,
  E_UNKNOWN: 504,
};

/** HTTP status of a code: a rule's no is 409, bad input 400, faults 5xx. */
export const statusOf = (code: ErrorCode): number => HTTP_STATUS[code];

/** The value of `Retry-After`: whole seconds, rounded up. */
export const retryAfterSeconds = (retryAfterMs: number): string =>
  String(Math.max(1, Math.ceil(retryAfterMs / 1_000)));

/** Sets status and `Retry-After` of a failure. */
export const failWith = (reply: FastifyReply, failure: Failure, status?: number): FastifyReply => {
  const { code, retryAfterMs } = failure.error;
  if (retryAfterMs !== undefined) reply.header('retry-after', retryAfterSeconds(retryAfterMs));
  return reply.code(status ?? statusOf(code)).send(failure);
};

declare module 'fastify' {
  interface FastifyRequest {
    /** Why it never became a command. */
    refusal?: Failure['error'];
  }
}

/** {@link failWith} for what no command said: nothing else writes a line for its trace id, so the answer does. */
export const refuseWith = (reply: FastifyReply, failure: Failure, status?: number): FastifyReply => {
  reply.request.refusal = failure.error;
  return failWith(reply, failure, status);
};

/** A failure that no command made. */
export const failureOf = (code: ErrorCode, message: string, field?: string): Failure => ({
  error: { code, message, ...(field === undefined ? {} : { field }), traceId: newTraceId() },
});

/** What a fault is to those who asked. */
export const faultFailure = (fault: Fault): Failure => ({
  error: {
    code: fault.code,
    message: faultMessage(fault),
    ...(fault.retryAfterMs === undefined ? {} : { retryAfterMs: fault.retryAfterMs }),
    traceId: newTraceId(),
  },
});

/** Where errors go that are nobody's input. */
export type ErrorLog = (error: unknown, traceId: string, route: string) => void;

/** One line for each request that was refused before it became a command. Never its content. */
export type RefusalLog = (line: {
  readonly traceId: string;
  readonly code: ErrorCode;
  readonly field?: string;
  readonly route: string;
  readonly status: number;
}) => void;

const routeOf = (request: FastifyRequest): string => `${request.method} ${request.routeOptions.url ?? '?'}`;

interface HttpError {
  readonly statusCode?: number;
  readonly code?: string;
}

/** What the HTTP layer itself refuses, by the code of its error. */
const refusedByHttp = (
  error: HttpError,
): { readonly status: number; readonly failure: Failure } | undefined => {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return {
      status: 413,
      failure: failureOf('E_INPUT', 'The body is too large: it takes at most 64 KB.', 'body'),
    };
  }
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return {
      status: 415,
      failure: failureOf('E_INPUT', 'Send the body as `application/json`.', 'content-type'),
    };
  }
  const status = error.statusCode ?? 500;
  if (status >= 400 && status < 500) {
    const message =
      'This request cannot be read: look at its address and headers. `/api/openapi.json` describes every route.';
    return { status, failure: failureOf('E_INPUT', message, 'request') };
  }
  return undefined;
};

/** One answer form for everything that goes wrong; no stack ever leaves. */
export const installFailures = (app: FastifyInstance, log: ErrorLog, logRefusal?: RefusalLog): void => {
  app.addHook('onResponse', async (request, reply) => {
    if (request.refusal === undefined) return;
    const { traceId, code, field } = request.refusal;
    const where = { route: routeOf(request), status: reply.statusCode };
    logRefusal?.({ traceId, code, ...(field === undefined ? {} : { field }), ...where });
  });
  app.setErrorHandler(async (error: unknown, request: FastifyRequest, reply: FastifyReply) => {
    if (error instanceof CommandRejection) {
      const { code, message, field } = error.rejection;
      return refuseWith(reply, failureOf(code, message, field));
    }
    if (error instanceof Fault) return refuseWith(reply, faultFailure(error));
    const refused = refusedByHttp(error as HttpError);
    if (refused !== undefined) return refuseWith(reply, refused.failure, refused.status);
    const failure = failureOf('E_UNAVAILABLE', 'Something went wrong on our side and has been recorded.');
    log(error, failure.error.traceId, routeOf(request));
    return failWith(reply, failure, 500);
  });
};
