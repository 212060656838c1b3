import type { ZodType } from 'zod';
import type { Decider, DomainCommand, DomainEvent } from '#game/shared/decider.ts';
import type { Thawing } from '#game/shared/thawing.ts';

/** Where an entity of a known kind lives; `realm` is `0` for kinds that span the deployment. */
export interface Place {
  readonly realm: string;
  readonly id: string;
}

/** Pure functions of the state, never committed. */
export type Reads<S> = Readonly<Record<string, (state: S, args: never, nowMs: number) => unknown>>;

/**
 * How a mutable state takes back what is not durable yet. `mark` names the present point, `release` says that everything
 * up to a mark is durable, `rollback` restores the state as it was at the mark. Marks grow.
 */
export interface Draft<S> {
  mark(state: S): number;
  release(state: S, mark: number): void;
  rollback(state: S, mark: number): void;
}

/**
 * How a big state goes into snapshot pages. `freeze` returns the pages as they are now, by name; the state clones a page
 * before it writes to one that is frozen. `version` is equal as long as a page's content is equal: unchanged pages are
 * not written again. `thaw` builds the state from the parsed pages, one after the other.
 */
export interface Paging<S> {
  freeze(state: S): readonly { readonly name: string; readonly version: number; encode(): unknown }[];
  thaw(): Thawing<S>;
}

export interface KindOptions<S, C extends DomainCommand, E extends DomainEvent, R, Q extends Reads<S>> {
  /** `[a-z]{2,12}`, fixed for ever: part of stream names. */
  readonly kind: string;
  readonly decider: Decider<S, C, E, R>;
  /** What a snapshot must satisfy; the parsed value is the state (for paged kinds: each page's value). */
  readonly state: ZodType<S>;
  /** Version of the state's form; a snapshot of the version before goes through `upgradeState`. */
  readonly stateVersion: number;
  readonly upgradeState?: (old: unknown) => unknown;
  /** Version of each event type as written now; absent means 1. */
  readonly eventVersions?: Readonly<Record<string, number>>;
  /** Schema of each event type as written now. An unknown type or version quarantines the entity. */
  readonly events: Readonly<Record<string, ZodType>>;
  /** Pure steps from an older stored form: key `Type@v`, result is the data of version v + 1. */
  readonly upcasters?: Readonly<Record<string, (data: unknown) => unknown>>;
  readonly reads: Q;
  /** Commits between snapshots, default 100. */
  readonly snapshotEvery?: number;
  /** A snapshot comes earlier when what was written since the last one is so long, bytes, default 65,536. */
  readonly snapshotBytes?: number;
  /** A snapshot comes earlier when the last one is so old, ms, and 100 commits have come since; default never. */
  readonly snapshotMs?: number;
  /** Passivated after this long without messages, default 300,000. */
  readonly idleMs?: number;
  /** Messages waiting, default 256; one more is refused with `E_OVERLOAD`. */
  readonly inboxMax?: number;
  /** Types of commands whose decisions hear what was whispered since the last of them (`context.heard`). */
  readonly listens?: ReadonlySet<string>;
  /** Commits carry a hash chain (ledger, audit). */
  readonly chained?: boolean;
  readonly draft?: Draft<NoInfer<S>>;
  readonly paging?: Paging<S>;
}

export interface EntityKind<
  S,
  C extends DomainCommand,
  E extends DomainEvent,
  R,
  Q extends Reads<S>,
> extends Required<
  Pick<
    KindOptions<S, C, E, R, Q>,
    'snapshotEvery' | 'snapshotBytes' | 'snapshotMs' | 'idleMs' | 'inboxMax' | 'chained'
  >
> {
  readonly options: KindOptions<S, C, E, R, Q>;
  readonly kind: string;
}

// oxlint-disable-next-line typescript/no-explicit-any -- the list of kinds is the one place where their types differ
export type AnyKind = EntityKind<any, any, any, any, any>;
export type CommandOf<K> = K extends EntityKind<infer _S, infer C, infer _E, infer _R, infer _Q> ? C : never;
export type ReplyOf<K> = K extends EntityKind<infer _S, infer _C, infer _E, infer R, infer _Q> ? R : never;
type ReadsOf<K> = K extends EntityKind<infer _S, infer _C, infer _E, infer _R, infer Q> ? Q : never;
export type ReadNames<K> = keyof ReadsOf<K> & string;
type ReadFn<K, N extends string> = ReadsOf<K>[N];
export type ReadArgs<K, N extends string> =
  ReadFn<K, N> extends (state: never, args: infer A, nowMs: number) => unknown ? A : never;
export type ReadResult<K, N extends string> = ReadFn<K, N> extends (...args: never) => infer T ? T : never;

/** Declares a kind of entity; the kit does load, decide, append, evolve, publish, answer. */
export const defineEntity = <S, C extends DomainCommand, E extends DomainEvent, R, const Q extends Reads<S>>(
  options: KindOptions<S, C, E, R, Q>,
): EntityKind<S, C, E, R, Q> => ({
  options,
  kind: options.kind,
  snapshotEvery: options.snapshotEvery ?? 100,
  snapshotBytes: options.snapshotBytes ?? 65_536,
  snapshotMs: options.snapshotMs ?? Number.POSITIVE_INFINITY,
  idleMs: options.idleMs ?? 300_000,
  inboxMax: options.inboxMax ?? 256,
  chained: options.chained ?? false,
});
