import type { Panel } from '../../src/commands/panel.ts';

export type {
  Button,
  Control,
  Modal,
  ModalField,
  Panel,
  PanelField,
  PanelMeter,
  PanelTable,
  Select,
} from '../../src/commands/panel.ts';

/** A demo person one may speak as; `hue` 0 to 359; no `userId` before the first command. */
export interface Persona {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  readonly userId?: string;
  readonly hue: number;
  readonly roles: readonly string[];
}

/** A choice of an option or of an autocomplete answer. */
export interface Choice {
  readonly label: string;
  readonly value: string;
}

/** One option of a slash command as the command tree tells it. */
export interface OptionInfo {
  readonly name: string;
  readonly type:
    | 'text'
    | 'integer'
    | 'boolean'
    | 'user'
    | 'amount'
    | 'quantity'
    | 'choice'
    | 'channel'
    | 'role';
  readonly description: string;
  readonly required?: boolean;
  readonly choices?: readonly Choice[];
  readonly autocomplete?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly maxLength?: number;
}

/** One slash command; `name` is without the slash, for example `eco pay`. */
export interface CommandInfo {
  readonly name: string;
  readonly summary: string;
  readonly ephemeral: boolean;
  /** Who may run it; everybody when it is `member` or left out. */
  readonly role?: string;
  readonly options: readonly OptionInfo[];
  readonly examples: readonly string[];
}

/** Why a command was not done; `E_OFFLINE` is the page's own code for "no answer came". */
export interface ApiError {
  readonly code: string;
  readonly message: string;
  readonly field?: string;
  readonly retryAfterMs?: number;
  readonly traceId?: string;
}

/** What the service says to a command or a press; a refusal's panel may hold a control such as Check. */
export type ApiReply =
  | { readonly commandId: string; readonly panel: Panel; readonly ephemeral: boolean }
  | { readonly error: ApiError; readonly panel?: Panel };

/** One event of the live feed; `atMs` is ms since the epoch. */
export type FeedEvent =
  | {
      readonly type: 'panel';
      readonly by: { readonly userId: string; readonly name: string };
      readonly command: string;
      readonly panel: Panel;
      readonly commandId?: string;
      readonly atMs: number;
    }
  | { readonly type: 'fact'; readonly topic: string; readonly text: string; readonly atMs: number };

/** A live entity as the Actors page shows it. */
export interface ActorInfo {
  readonly kind: string;
  readonly realm: string;
  readonly id: string;
  /** Who it is, for a person. */
  readonly name?: string;
  readonly status: string;
  readonly seq: number;
  readonly inboxDepth: number;
  readonly restarts: number;
  readonly lastError?: string;
  readonly incident?: string;
}

/** The live tree: counts by kind and at most the asked number of entities. */
export interface ActorTree {
  /** The process whose entities these are. */
  readonly process: string;
  readonly kinds: Readonly<Record<string, number>>;
  readonly entities: readonly ActorInfo[];
}
