import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { BattleWatch } from '#actors/battle/battle-watch.ts';
import type { Desk } from '#commands/desk.ts';
import type { ErrorLog, RefusalLog } from './failures.ts';
import type { Feed } from './feed.ts';

/** The server with schemas as types. */
export type WebApp = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** What the web surface is told. */
export interface WebConfig {
  readonly host: string;
  readonly publicUrl?: string;
  /** Whether visitors may speak as demo personas. */
  readonly playground: boolean;
  /** Realm of the demo personas. */
  readonly realm: string;
  /** Folder of the built page. */
  readonly pageDir: string;
}

/** What every route may use. */
export interface WebParts {
  readonly desk: Desk;
  readonly config: WebConfig;
  readonly feed: Feed;
  /** Whether people are served; else this process only says how it is. */
  readonly isOpen: boolean;
  readonly battleWatch: Pick<BattleWatch, 'watch'>;
  /** What keeps the service from taking work; empty: ready. */
  readonly notReady: () => readonly string[];
  readonly logError: ErrorLog;
  readonly logRefusal?: RefusalLog | undefined;
  readonly metrics: MetricsSources;
}

/** Plain counters that are read when somebody scrapes. */
interface MetricsSources {
  /** Sizes of journal batches so far: `counts[i]` batches of at most `bounds[i]` commits, the last one all larger. */
  batchSizes?(): {
    readonly bounds: readonly number[];
    readonly counts: readonly number[];
    readonly sum: number;
  };
  /** Bus: values dropped by bounded subscribers and errors thrown by them, by subscriber. */
  bus?(): Readonly<Record<string, { readonly dropped: number; readonly failed: number }>>;
  /** Transfers that became durable since the start, by what they were for; told by the bus. */
  transfers?(): Readonly<Record<string, number>>;
  /** Followers: how far each is behind the log, ms. */
  followerLagMs?(): Readonly<Record<string, number>>;
}
