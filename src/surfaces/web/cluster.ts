import { z } from 'zod';
import { type HeldEntity, reportSchema } from '#commands/cluster.ts';
import { cleanText } from '#commands/text.ts';
import type { EntityRef } from '#game/shared/ids.ts';
import type { WebApp, WebParts } from './app.ts';
import { actorSchema, failureSchema } from './schemas.ts';
import { isLoopback } from './security.ts';

const count = z.int().min(0);

/** Work that waits in the store; `null`: it did not say so in time. */
export const queuesSchema = z
  .strictObject({
    outbox: count,
    dueReminders: count.describe('Counted up to 100'),
    nextReminderAtMs: z.number().optional(),
    deadLetters: count,
  })
  .nullable();

export const viewSchema = z.strictObject({
  atMs: z.number(),
  processes: z
    .array(
      z.strictObject({
        id: z.string(),
        shards: count,
        isSelf: z.boolean(),
        report: reportSchema.optional().describe('What it says of itself; absent: it did not answer'),
      }),
    )
    .readonly(),
  owners: z
    .array(count.nullable())
    .readonly()
    .describe('For each of 256 shards the index of its owner in `processes`'),
  epochs: z.array(count.nullable()).readonly().describe('For each shard its epoch, where its owner said so'),
  queues: queuesSchema,
});

const ENTITY = /^(?:([a-z]{2,12}):([a-z0-9]{1,14}):)?([a-z0-9]{1,14})$/;

const WHICH = 'an id of 1 to 14 characters a-z0-9, or kind, realm and id, for example `pet:home:a1b2c3`';

const findQuery = z.strictObject({
  entity: z.string(WHICH).regex(ENTITY, WHICH).describe('An id, or kind, realm and id'),
});

export const foundSchema = z.strictObject({
  entities: z.array(
    z.strictObject({
      kind: z.string(),
      realm: z.string(),
      id: z.string(),
      process: z.string().optional().describe('Who looks after it; absent: nobody just now'),
      isSelf: z.boolean(),
      info: actorSchema.optional().describe('How it is; absent: it sleeps, or its process did not answer'),
    }),
  ),
});

/** Realm of those that belong to the deployment. */
const COMMON_REALM = '0';

const refsOf = (entity: string, kinds: readonly string[], realm: string): readonly EntityRef[] => {
  const [, kind, ownRealm, id = ''] = ENTITY.exec(entity) ?? [];
  if (kind !== undefined && ownRealm !== undefined) return [{ kind, realm: ownRealm, id }];
  return kinds.flatMap((one) => [COMMON_REALM, realm].map((where) => ({ kind: one, realm: where, id })));
};

/** The processes of the service, their shards and what waits, and which of them looks after an entity. */
export const clusterRoutes = (app: WebApp, { desk, config }: WebParts): void => {
  // who runs what is for whoever runs it
  if (!config.playground && !isLoopback(config.host)) return;
  const { cluster } = desk.deps.service;
  const shown = ({ ref, processId, isSelf, info }: HeldEntity) => ({
    ...ref,
    ...(processId === undefined ? {} : { process: processId }),
    isSelf,
    ...(info === undefined ? {} : { info: withoutSecrets(info) }),
  });
  app.get(
    '/api/cluster',
    {
      schema: {
        summary: 'Processes with roles, shards, epochs and lag, and what waits in the store',
        tags: ['operations'],
        response: { 200: viewSchema, '4xx': failureSchema },
      },
    },
    () => cluster.look(),
  );
  app.get(
    '/api/cluster/find',
    {
      schema: {
        summary: 'Which process looks after an entity; of an id alone, those awake anywhere',
        tags: ['operations'],
        querystring: findQuery,
        response: { 200: foundSchema, '4xx': failureSchema },
      },
    },
    async ({ query }) => {
      const refs = refsOf(query.entity, [...desk.kinds.keys()], config.realm);
      return { entities: (await cluster.find(refs)).map(shown) };
    },
  );
};

/** An entity as operators may see it: errors are shortened and cleaned. */
export const withoutSecrets = <T extends { readonly lastError?: string }>(info: T): T =>
  info.lastError === undefined ? info : { ...info, lastError: cleanText(info.lastError).slice(0, 200) };
