import { createHash } from 'node:crypto';
import type { DomainEvent } from '#game/shared/decider.ts';
import type { EntityRef } from '#game/shared/ids.ts';
import { chainOfCommit } from '#ports/chain.ts';
import {
  COMMIT_FORMAT,
  type Commit,
  type CommandRecord,
  parseCommitKey,
  type StoredEvent,
} from '#ports/commit.ts';
import type { Journal } from '#ports/journal.ts';
import type { LoadedSnapshot, Snapshots } from '#ports/snapshots.ts';
import type { AnyKind } from './define-entity.ts';
import { IdRing } from './id-ring.ts';
import { parseNewer } from './parse-newer.ts';
import { Sealer } from './sealer.ts';

const READ_COMMITS = 1_000;

/** Everything an entity knows when it wakes. */
export interface Awake {
  state: unknown;
  seq: number;
  /** Seq of the snapshot that it started from. */
  snapshotSeq: number;
  lastAtMs: number;
  epoch: number;
  writer: string;
  chain: string | undefined;
  ring: IdRing;
  /**
   * It holds something of the next release, of which this one leaves a part unread: a snapshot by this one would lose
   * that part, so none is taken.
   */
  hasNewer: boolean;
}

/** A log or snapshot that this release cannot read: the entity is quarantined, never guessed at. */
export class UndecodableError extends Error {
  override readonly name = 'UndecodableError';
}

/** The stored event in today's form. @throws UndecodableError for a type or version that this release does not know. */
export const decodeEvent = (kind: AnyKind, stored: StoredEvent): DomainEvent => {
  const { options } = kind;
  const today = options.eventVersions?.[stored.type] ?? 1;
  let { data } = stored;
  if (!Object.hasOwn(options.events, stored.type) || stored.v > today + 1) {
    throw new UndecodableError(`${kind.kind}: unknown event ${stored.type}@${stored.v}`);
  }
  for (let v = stored.v; v < today; v += 1) {
    const step: ((old: unknown) => unknown) | undefined = options.upcasters?.[`${stored.type}@${v}`];
    if (step === undefined)
      throw new UndecodableError(`${kind.kind}: no way from ${stored.type}@${v} to ${today}`);
    data = step(data);
  }
  return Object.assign({}, data, { type: stored.type });
};

/** The commit with its sealed texts opened. */
export const unsealCommit = async (commit: Commit, sealer: Sealer): Promise<Commit> =>
  commit.sealed === true
    ? { ...commit, cmds: (await sealer.unseal(commit.cmds)) as readonly CommandRecord[] }
    : commit;

export const pageHash = (text: string): string => createHash('sha256').update(text).digest('base64url');

const fromSnapshot = async (kind: AnyKind, loaded: LoadedSnapshot, sealer: Sealer): Promise<Awake> => {
  const { manifest, pages } = loaded;
  const { options } = kind;
  const hasNewer = manifest.schema === options.stateVersion + 1;
  const read = (value: unknown): unknown => {
    if (manifest.schema === options.stateVersion) return options.state.parse(value);
    if (hasNewer) return parseNewer(options.state, value);
    if (manifest.schema > options.stateVersion || options.upgradeState === undefined) {
      throw new UndecodableError(`${kind.kind}: unknown state version ${manifest.schema}`);
    }
    return options.state.parse(options.upgradeState(value));
  };
  const { paging } = options;
  const thawing = paging?.thaw();
  let state: unknown;
  let hasState = false;
  for (const { name, hash } of manifest.pages) {
    const text = pages.get(name);
    if (text === undefined || pageHash(text) !== hash) {
      throw new UndecodableError(`page ${name} of ${manifest.stream} is missing or damaged`);
    }
    // a large ledger's pages must not all be there as text, as raw values and as state at the same time
    pages.delete(name);
    const raw: unknown = JSON.parse(text);
    const value = Sealer.isMarked(text) ? await sealer.unseal(raw) : raw;
    const page = read(value);
    if (thawing !== undefined) thawing.page(name, page);
    else if (name === 'state') {
      state = page;
      hasState = true;
    }
  }
  if (thawing !== undefined) state = thawing.end();
  else if (!hasState) {
    throw new UndecodableError(`the snapshot of ${manifest.stream} has no state`);
  }
  return {
    state,
    seq: manifest.seq,
    snapshotSeq: manifest.seq,
    lastAtMs: manifest.at,
    epoch: manifest.head.epoch,
    writer: manifest.head.writer,
    chain: manifest.head.chain,
    ring: IdRing.unpack(manifest.head.ring),
    hasNewer,
  };
};

const fromNothing = (kind: AnyKind, self: EntityRef): Awake => ({
  state: kind.options.decider.initial(self),
  seq: 0,
  snapshotSeq: 0,
  lastAtMs: 0,
  epoch: 0,
  writer: '',
  chain: undefined,
  ring: new IdRing(),
  hasNewer: false,
});

/** Applies one commit to what is known; it must be the next. */
const apply = (kind: AnyKind, awake: Awake, commit: Commit): void => {
  const { seq } = parseCommitKey(commit._id);
  if (seq !== awake.seq + 1 || commit.f > COMMIT_FORMAT) {
    throw new UndecodableError(
      `${commit._id}: expected commit ${awake.seq + 1} in format ${COMMIT_FORMAT} or older`,
    );
  }
  const { decider } = kind.options;
  for (const cmd of commit.cmds) {
    for (const stored of cmd.events) {
      awake.state = decider.evolve(awake.state, decodeEvent(kind, stored), cmd.at);
      if (stored.v > (kind.options.eventVersions?.[stored.type] ?? 1)) awake.hasNewer = true;
    }
    awake.ring.add(cmd.id, seq, commit.at);
  }
  awake.seq = seq;
  awake.lastAtMs = Math.max(awake.lastAtMs, commit.at);
  awake.epoch = commit.epoch;
  awake.writer = commit.writer;
  awake.chain = commit.chain;
};

/** Whoever changed a commit by hand cannot make the next link fit. @throws UndecodableError */
const checkLink = (kind: AnyKind, awake: Awake, commit: Commit): void => {
  if (!kind.chained || chainOfCommit(awake.chain, commit) === commit.chain) return;
  throw new UndecodableError(
    `${commit._id} breaks its hash chain: what it or a commit before it says was changed; run "npm run data -- verify"`,
  );
};

/** Reads on from where `awake` stands to the end of the log. */
export const catchUp = async (
  kind: AnyKind,
  awake: Awake,
  stream: string,
  journal: Journal,
  sealer: Sealer,
): Promise<Awake> => {
  for (;;) {
    const commits = await journal.read(stream, awake.seq + 1, READ_COMMITS);
    for (const commit of commits) {
      checkLink(kind, awake, commit);
      apply(kind, awake, commit.sealed === true ? await unsealCommit(commit, sealer) : commit);
    }
    if (commits.length < READ_COMMITS) break;
  }
  // what was read is durable: nothing in it will ever be taken back
  const { draft } = kind.options;
  if (draft !== undefined) draft.release(awake.state, draft.mark(awake.state));
  return awake;
};

/**
 * Loads an entity: the newest snapshot that decodes (current, else previous), then the log; without a good snapshot the
 * whole log. Never starts empty when there is a log.
 * @throws UndecodableError
 * @throws Fault E_UNAVAILABLE
 */
export const activate = async (
  kind: AnyKind,
  self: EntityRef,
  stream: string,
  ports: { readonly journal: Journal; readonly snapshots: Snapshots; readonly sealer: Sealer },
  onBadSnapshot: (error: unknown) => void,
): Promise<Awake> => {
  let awake: Awake | undefined;
  for (const which of ['current', 'previous'] as const) {
    const loaded = await ports.snapshots.load(stream, which);
    if (loaded === undefined) break;
    try {
      awake = await fromSnapshot(kind, loaded, ports.sealer);
      break;
    } catch (error) {
      onBadSnapshot(error);
    }
  }
  awake ??= fromNothing(kind, self);
  return catchUp(kind, awake, stream, ports.journal, ports.sealer);
};
