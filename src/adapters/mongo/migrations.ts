import type { Document, IndexDescription } from 'mongodb';
import type { CollectionName } from './collections.ts';

/** Version of the collections below; a database of a higher one is refused. */
export const SCHEMA_VERSION = 2;
/** How long rows that are done stay, s: a writer that is later than this has lost its shard long ago. */
const GONE_AFTER_S = 86_400;

interface CollectionPlan {
  readonly name: CollectionName;
  readonly validator?: Document;
  readonly indexes: readonly (IndexDescription & { readonly name: string })[];
}

const whole = { bsonType: ['long', 'int'] };
const text = { bsonType: 'string' };

const shape = (required: readonly string[], properties: Document): Document => ({
  $jsonSchema: { bsonType: 'object', required: ['_id', ...required], properties },
});

/** What the database must hold at {@link SCHEMA_VERSION}. Made and looked after at every start. */
export const PLAN: readonly CollectionPlan[] = [
  {
    name: 'commits',
    validator: shape(['f', 'kind', 'epoch', 'writer', 'commitId', 'at', 'cmds'], {
      // no pattern: looking at each key halves the rate of a server, and the journal has looked at it
      _id: text,
      f: whole,
      kind: { enum: ['commands', 'claim'] },
      epoch: whole,
      writer: text,
      commitId: text,
      at: whole,
      cmds: { bsonType: 'array' },
    }),
    indexes: [
      { name: 'cmds', key: { 'cmds.id': 1 } },
      { name: 'first', key: { first: 1 }, partialFilterExpression: { first: true } },
      { name: 'side', key: { at: 1, _id: 1 }, partialFilterExpression: { side: true } },
    ],
  },
  {
    name: 'outbox',
    validator: shape(['id', 'shard', 'effect', 'at', 'attempts'], { id: text, effect: text, at: whole }),
    indexes: [
      { name: 'open', key: { open: 1, _id: 1 }, partialFilterExpression: { open: true } },
      { name: 'gone', key: { goneAt: 1 }, expireAfterSeconds: GONE_AFTER_S },
    ],
  },
  {
    name: 'reminders',
    validator: shape(['shard', 'stream', 'name', 'dueMs', 'command', 'seq'], {
      dueMs: { bsonType: ['long', 'int', 'null'] },
      command: text,
    }),
    indexes: [
      { name: 'due', key: { dueMs: 1, _id: 1 } },
      { name: 'gone', key: { goneAt: 1 }, expireAfterSeconds: GONE_AFTER_S },
    ],
  },
  { name: 'manifests', validator: shape(['seq', 'current'], { current: text }), indexes: [] },
  { name: 'pages', validator: shape(['key', 'seq', 'text'], { text }), indexes: [] },
  { name: 'followers', validator: shape(['epoch'], { epoch: whole }), indexes: [] },
  { name: 'view_rows', validator: shape(['key', 'value'], { value: text }), indexes: [] },
  {
    name: 'dead_letters',
    validator: shape(['at', 'body'], { at: whole, body: text }),
    indexes: [{ name: 'at', key: { at: -1, _id: -1 } }],
  },
  { name: 'keys', validator: shape(['key'], { key: { bsonType: ['binData', 'null'] } }), indexes: [] },
  {
    name: 'leases',
    validator: shape(['epoch', 'untilMs', 'sidesMs'], { epoch: whole, untilMs: whole, sidesMs: whole }),
    indexes: [{ name: 'owner', key: { owner: 1 } }],
  },
  { name: 'members', validator: shape(['node', 'untilMs'], { node: text, untilMs: whole }), indexes: [] },
  { name: 'meta', indexes: [] },
];
