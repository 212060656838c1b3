import type { UserId } from '#game/shared/ids.ts';
import type { Rate } from '#ports/rate-limiter.ts';
import type { Role } from './access.ts';
import type { Deps } from './deps.ts';
import type { Panel } from './panel.ts';
import type { GuildStanding } from './standing.ts';

/**
 * Forms of options. `amount` and `quantity` stay text until the command knows the balance: `250k`, `1.5m`, `50%`, `all`.
 * `user` arrives as a user id, `channel` and `role` as the surface's own id of them; `text` is cleaned of control and bidi characters and mentions before it gets here.
 */
export type OptionType =
  | 'text'
  | 'integer'
  | 'boolean'
  | 'user'
  | 'amount'
  | 'quantity'
  | 'choice'
  | 'channel'
  | 'role';

export interface Choice {
  readonly label: string;
  readonly value: string;
}

export interface CommandOption {
  readonly name: string;
  readonly type: OptionType;
  readonly description: string;
  readonly required?: boolean;
  /** For `choice`. */
  readonly choices?: readonly Choice[];
  /** Inclusive bounds of `integer`. */
  readonly min?: number;
  readonly max?: number;
  /** For `text` that is not free: what it takes, in words as they stand after "it takes", with an example. */
  readonly takes?: string;
  /** For `text`, default 100, at most 4,000. */
  readonly maxLength?: number;
  /** For `text`: keeps line breaks, which else become spaces. */
  readonly multiline?: boolean;
  /** Suggestions from memory only, at most 25. The value is checked again by the command. */
  readonly autocomplete?: (partial: string, context: CommandContext) => Promise<readonly Choice[]>;
}

/** Option values after parsing: only declared names, only declared forms. */
export type Input = Readonly<Record<string, string | number | boolean | undefined>>;

/** Who asks, and everything a command may use. */
export interface CommandContext {
  readonly userId: UserId;
  /** As shown to others, cleaned. */
  readonly displayName: string;
  readonly realm: string;
  /** Fair sharing: the guild, or the person in a DM. */
  readonly scope: string;
  readonly roles: ReadonlySet<Role>;
  /** The guild in which they stand; `undefined` in direct messages. */
  readonly guild: GuildStanding | undefined;
  /** `<caller>/<key>`: stable over retries. Derive ids of further commands by {@link childCommandId}. */
  readonly commandId: string;
  /** Ms since the epoch before which this command id cannot have existed, when the id itself proves it. */
  readonly mintedMs?: number;
  readonly traceId: string;
  readonly nowMs: number;
  /** Monotonic ms at which the surface gives up waiting. */
  readonly deadlineMonoMs: number;
  readonly deps: Deps;
}

/** One slash command: `name` is `area` or `area verb` or `area group verb`. */
export interface CommandDefinition {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CommandOption[];
  /** How often one person may run it; default: the desk's bound for everything together. */
  readonly cooldown?: Rate;
  /** Ephemeral unless the input says `share`; errors always are. */
  readonly ephemeral: boolean;
  /** Asks another site, and so may answer late: a surface that must give a sign of life soon gives it first. */
  readonly asksOutside?: true;
  /** Examples for `/help`, each runnable as it stands. */
  readonly examples: readonly string[];
  run(input: Input, context: CommandContext): Promise<Panel>;
}

/** What a press, choice or submitted form carries. */
export interface ComponentInput {
  /** What the control was about: the `entity` and `revision` parts of its custom id. */
  readonly entity: string;
  readonly revision: number;
  readonly nonce: string;
  readonly values: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
}

/** The handler of a control, found by `feature` and `verb` of its custom id. */
export interface ComponentDefinition {
  readonly feature: string;
  readonly verb: string;
  run(input: ComponentInput, context: CommandContext): Promise<Panel>;
}

export const defineCommand = (definition: CommandDefinition): CommandDefinition => definition;
export const defineComponent = (definition: ComponentDefinition): ComponentDefinition => definition;

/** A further command id under the same key, for commands that touch several entities: `<caller>/<key>.<step>`. */
export const childCommandId = (commandId: string, step: string): string => `${commandId}.${step}`;
