import { z } from 'zod';
import type { EntityInfo } from '#actors/kit/engine-api.ts';
import { type ProcessReport, reportSchema } from '#commands/cluster.ts';
import type { EntityRef } from '#game/shared/ids.ts';
import type { CallHandler, Router } from '#ports/router.ts';

const refSchema = z.object({ kind: z.string(), realm: z.string(), id: z.string() });
const callSchema = z.discriminatedUnion('cluster', [
  z.object({ cluster: z.literal('report') }),
  z.object({ cluster: z.literal('find'), refs: z.array(refSchema).max(200).readonly() }),
]);
const infoSchema = z.object({
  ...refSchema.shape,
  status: z.enum(['waking', 'ready', 'resolving', 'stopping', 'quarantined']),
  seq: z.int(),
  inboxDepth: z.int(),
  restarts: z.int(),
  lastError: z.string().exactOptional(),
  incident: z.string().exactOptional(),
});

/** What a process can be asked about itself, beside its entities. */
export interface Answering {
  report(): ProcessReport;
  /** Those of them that are awake here. */
  find(refs: readonly EntityRef[]): readonly EntityInfo[];
}

/** The router of the engine, on which processes also ask each other how they are. */
export interface SharedRouter {
  readonly router: Router;
  /** Names whoever answers for this process; until then others hear nothing. */
  answer(answering: Answering): void;
}

/** Lets questions between processes travel beside the engine's calls. */
export const shareRouter = (router: Router): SharedRouter => {
  let answering: Answering | undefined;
  const handle = (payload: unknown, calls: CallHandler, timeoutMs: number): Promise<unknown> => {
    const parsed = callSchema.safeParse(payload);
    if (!parsed.success) return calls(payload, timeoutMs);
    const { data } = parsed;
    if (answering === undefined) return Promise.resolve(undefined);
    return Promise.resolve(data.cluster === 'report' ? answering.report() : answering.find(data.refs));
  };
  return {
    router: {
      routeOf: (shard) => router.routeOf(shard),
      call: (processId, payload, timeoutMs) => router.call(processId, payload, timeoutMs),
      others: () => router.others(),
      serve: (calls) => router.serve((payload, timeoutMs) => handle(payload, calls, timeoutMs)),
    },
    answer: (named) => {
      answering = named;
    },
  };
};

/** What another process says of itself; `undefined`: nothing that can be read, in time. */
export const askReport = async (
  router: Router,
  processId: string,
  timeoutMs: number,
): Promise<ProcessReport | undefined> => {
  const answer = await asked(router, processId, { cluster: 'report' }, timeoutMs);
  const parsed = reportSchema.safeParse(answer);
  return parsed.success ? parsed.data : undefined;
};

/** Which of these entities are awake in another process; none when it does not answer. */
export const askFind = async (
  router: Router,
  processId: string,
  refs: readonly EntityRef[],
  timeoutMs: number,
): Promise<readonly EntityInfo[]> => {
  const answer = await asked(router, processId, { cluster: 'find', refs }, timeoutMs);
  const parsed = z.array(infoSchema).safeParse(answer);
  return parsed.success ? parsed.data : [];
};

const asked = async (
  router: Router,
  processId: string,
  question: z.input<typeof callSchema>,
  timeoutMs: number,
): Promise<unknown> => {
  try {
    return await router.call(processId, question, timeoutMs);
  } catch {
    // that it does not answer is the answer
    return undefined;
  }
};
