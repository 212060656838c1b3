import type { Binary, Collection, Db, Document, Long } from 'mongodb';

export interface StoredEffect {
  /** See `effectKey`: text order is order of cause. */
  readonly _id: string;
  readonly id: string;
  readonly shard: Long;
  /** JSON. */
  readonly effect: string;
  readonly at: Long;
  readonly attempts: Long;
  /** Absent once it is answered. */
  readonly open?: true;
  /** When it was answered: the row stays a day, so that a late writer cannot bring it back. */
  readonly goneAt?: Date;
}

export interface StoredReminder {
  /** `<stream>/<name>`. */
  readonly _id: string;
  readonly shard: Long;
  readonly stream: string;
  readonly name: string;
  /** `null`: it fired or was cancelled; the row stays a day. */
  readonly dueMs: Long | null;
  /** JSON. */
  readonly command: string;
  /** Commit that changed it last. */
  readonly seq: Long;
  readonly goneAt?: Date;
}

export interface StoredManifest {
  /** The stream. */
  readonly _id: string;
  readonly seq: Long;
  /** JSON, as the previous one. */
  readonly current: string;
  readonly previous?: string | null;
  /** All pages of the current and of the previous one, when they are few and small; else they are rows of their own. */
  readonly pages?: readonly PageText[] | null;
  readonly previousPages?: readonly PageText[] | null;
  /** Whether the current, or the previous one, has its pages here. */
  readonly isWhole?: boolean;
  readonly wasWhole?: boolean;
}

/** A page under its storage key. */
export interface PageText {
  readonly key: string;
  readonly text: string;
}

export interface StoredPage {
  /** `<stream>/<key>`. */
  readonly _id: string;
  readonly key: string;
  readonly seq: Long;
  readonly text: string;
}

export interface StoredFollower {
  readonly _id: string;
  readonly epoch: Long;
  readonly position?: string;
  /** Who runs it, as with shards. */
  readonly owner?: string;
  readonly node?: string;
  readonly untilMs?: Long;
  /** The session whose transactions write its checkpoints. */
  readonly lsid?: Binary;
}

export interface StoredViewRow {
  /** `<follower>|<key>`. */
  readonly _id: string;
  readonly key: string;
  /** JSON. */
  readonly value: string;
}

export interface StoredLetter {
  readonly _id: string;
  readonly at: Long;
  /** JSON. */
  readonly body: string;
}

export interface StoredKey {
  /** `deployment`, or `user/<id>`. */
  readonly _id: string;
  /** `null`: erased for ever. */
  readonly key: Binary | null;
}

export interface StoredLease {
  /** The shard, 0 to 255. */
  readonly _id: number;
  readonly epoch: Long;
  /** Which start of which node; absent: nobody. */
  readonly owner?: string;
  /** The node of the owner: it may take its own shards again at once. */
  readonly node?: string;
  /** Server time until which the owner holds it, ms. */
  readonly untilMs: Long;
  /** Of shard 0: who asked for a share last. */
  readonly asked?: string;
  /** Side rows of all commits of the shard whose own time lies before this are there, ms. */
  readonly sidesMs: Long;
}

export interface StoredMember {
  /** Which start of which node. */
  readonly _id: string;
  readonly node: string;
  /** Server time until which it counts as alive, ms. */
  readonly untilMs: Long;
}

export interface StoredMeta {
  /** `guildhall`, or `moving` for the mark of a copy under way. */
  readonly _id: string;
  readonly version: number;
  readonly deployment: string;
  readonly copy?: string;
}

/** Names of all collections, for migrations and tools. */
export const COLLECTIONS = [
  'commits',
  'outbox',
  'reminders',
  'manifests',
  'pages',
  'followers',
  'view_rows',
  'dead_letters',
  'keys',
  'leases',
  'members',
  'meta',
] as const;
export type CollectionName = (typeof COLLECTIONS)[number];

/** The collections with the form of what they hold. */
export interface Collections {
  readonly commits: Collection<Document & { readonly _id: string }>;
  readonly outbox: Collection<StoredEffect>;
  readonly reminders: Collection<StoredReminder>;
  readonly manifests: Collection<StoredManifest>;
  readonly pages: Collection<StoredPage>;
  readonly followers: Collection<StoredFollower>;
  readonly viewRows: Collection<StoredViewRow>;
  readonly deadLetters: Collection<StoredLetter>;
  readonly keys: Collection<StoredKey>;
  readonly leases: Collection<StoredLease>;
  readonly members: Collection<StoredMember>;
  readonly meta: Collection<StoredMeta>;
}

const name = (wanted: CollectionName): CollectionName => wanted;

/** The collections of a database. */
export const collectionsOf = (db: Db): Collections => ({
  commits: db.collection(name('commits')),
  outbox: db.collection(name('outbox')),
  reminders: db.collection(name('reminders')),
  manifests: db.collection(name('manifests')),
  pages: db.collection(name('pages')),
  followers: db.collection(name('followers')),
  viewRows: db.collection(name('view_rows')),
  deadLetters: db.collection(name('dead_letters')),
  keys: db.collection(name('keys')),
  leases: db.collection(name('leases')),
  members: db.collection(name('members')),
  meta: db.collection(name('meta')),
});
