import type { AnyKind } from '#actors/kit/define-entity.ts';
import type { Rate, RateLimiter } from '#ports/rate-limiter.ts';
import type { Access, Role } from './access.ts';
import type { Deps } from './deps.ts';
import type { ExternalPerson, People, ResolveCall } from './enrol.ts';
import type { ErrorInfo } from './error-panel.ts';
import type { CommandMeter } from './meter.ts';
import type { Panel } from './panel.ts';
import type { PeopleDirectory } from './people-directory.ts';
import type { CommandTree } from './tree.ts';

/** One line of the log for each command. Never option texts, never secrets. */
export interface CommandLine {
  readonly commandId: string | undefined;
  readonly traceId: string;
  /** Name of the command, `feature.verb` of a control, `?` when it could not be read. */
  readonly command: string;
  /** `kind:realm:id` of the entity that it was about. */
  readonly entity: string | undefined;
  readonly realm: string;
  /** `ok` or an error code; `BUG` for our own failure. */
  readonly code: string;
  readonly durationMs: number;
  readonly user: string | undefined;
}

/** Where command lines go. `error` is there for faults and bugs only. */
export type CommandLog = (line: CommandLine, error?: unknown) => void;

/** Everything that surfaces share to run commands. */
export interface Desk {
  readonly deps: Deps;
  readonly tree: CommandTree;
  readonly people: People;
  /** Who may do what. */
  readonly access: Access;
  readonly directory: PeopleDirectory;
  /** Kinds of entities by name, for Check. */
  readonly kinds: ReadonlyMap<string, AnyKind>;
  readonly log: CommandLog;
  readonly meter: CommandMeter;
  /** A fresh time-ordered key `[a-z0-9]{14}` for commands that bring none. */
  readonly mintKey: () => string;
  /** The time that a key minted here carries, ms since the epoch; `undefined` when it carries none. */
  readonly mintedMsOf: (key: string) => number | undefined;
  /** Asks the surface for somebody whom the desk has not seen yet. */
  readonly findPerson?: (name: string, call: ResolveCall) => Promise<string | undefined>;
  /** Owners of the service beside those whom a surface names, as `provider:externalId`. */
  readonly owners?: ReadonlySet<string>;
  readonly limiter?: RateLimiter;
  /** Bound of one person's commands, whichever they are. */
  readonly personRate?: Rate;
  /** How long a surface waits for an answer, ms. */
  readonly answerWithinMs: number;
}

/** The guild in which somebody stands, in the surface's own ids. */
export interface GuildVisit {
  readonly externalId: string;
  /** Where they stand, the nearest first: a thread before its channel. */
  readonly channels: readonly string[];
  /** Roles that they bear in the guild. */
  readonly roleIds: readonly string[];
  /** The guild's own language as a tag, for example `de` or `en-GB`. */
  readonly locale?: string;
}

/** Who stands at the desk. */
export interface Caller extends ExternalPerson {
  readonly realm: string;
  /** Fair sharing: the guild, or the person in a DM. */
  readonly scope: string;
  readonly roles: ReadonlySet<Role>;
  /** Absent in direct messages. */
  readonly guild?: GuildVisit;
}

/** What became of one command; `error` is absent when it was carried out. */
export interface Outcome {
  readonly commandId: string | undefined;
  readonly traceId: string;
  readonly panel: Panel;
  readonly error?: ErrorInfo;
  /** Our own code failed. */
  readonly bug?: true;
}
