import type { FakeLimits } from '#test/support/fake-discord/limits.ts';

/** A value of an option; a person is named by number. */
type Value = string | number | boolean | { readonly person: number };

/** One thing that somebody does on Discord; `use` and `fill` go on from their last answer. */
export type Step =
  | {
      readonly do: 'slash';
      readonly name: string;
      readonly values?: Readonly<Record<string, Value>>;
    }
  | { readonly do: 'complete'; readonly name: string; readonly option: string; readonly partial: string }
  /** Presses a button, or chooses from a select: the first choice when none is named. */
  | { readonly do: 'use'; readonly verb: string; readonly choice?: string }
  /** Presses a button of a battle's message in its thread. */
  | { readonly do: 'watch'; readonly battle: string; readonly label: string }
  | { readonly do: 'fill'; readonly fields: Readonly<Record<string, string>> };

/** Kinds of interactions, as Discord tells them apart. */
export const KINDS = ['command', 'button', 'select', 'form', 'autocomplete'] as const;
export type Kind = (typeof KINDS)[number];

/** What the fake is started with. */
export interface FakeOrder {
  readonly guilds: number;
  readonly people: number;
  /** Of each guild; default: one. */
  readonly channels?: number;
  readonly limits?: Partial<FakeLimits>;
}

/** Somebody acts. */
export interface Act {
  readonly act: number;
  readonly person: number;
  readonly step: Step;
  /** How often the gateway delivers it: the second at once, more of them each a second later. */
  readonly copies: number;
  /** For self-tests: each copy of a slash command is a command of its own. */
  readonly isSeparate?: boolean;
}

/** What somebody got; times in ms since the epoch. */
export interface Told {
  readonly act: number;
  /** Of the interaction. */
  readonly id: string;
  readonly kind: Kind;
  readonly sentAtMs: number;
  readonly ackAtMs: number;
  readonly finalAtMs: number;
  readonly isDeferred: boolean;
  /** The beginning of what it says. */
  readonly words: string;
  /** Suggestions. */
  readonly choices: number;
}

/** What could not be done because the last answer did not offer it, and nothing was sent; or what got no answer. */
export interface Undone {
  readonly act: number;
  readonly undone: string;
  readonly isLost?: true;
}

/** What the fake has seen since it was asked last to begin counting. */
export interface Counts {
  readonly requests: number;
  /** Refusals with 429, by whose calls: with the bot's token, or with that of an interaction. */
  readonly tooMany: { readonly bot: number; readonly answers: number };
  /** Refusals that count towards Discord's ban of an address. */
  readonly invalid: number;
  /** Other refusals, as `status METHOD route`, and how often. */
  readonly refused: Readonly<Record<string, number>>;
  /** Most calls with the bot's token within any second. */
  readonly botPeak: number;
  readonly botCalls: number;
  readonly identifies: number;
  readonly resumes: number;
  /** Event-loop delay of the fake, 99th percentile, ms. */
  readonly loopDelayP99Ms: number;
  /** Interactions that nobody acknowledged, and those that were and got no answer. */
  readonly unacknowledged: number;
  readonly unanswered: number;
}

/** A battle's message in its thread as it was posted or edited: the tick that it shows and when, ms since the epoch. */
export interface Shown {
  readonly tick: number;
  readonly atMs: number;
}

/** How a storm of refusals is to be. */
export interface StormOrder {
  /** Of all calls that nothing holds back, those that are refused, 0 to 1; 0 ends the storm. */
  readonly share: number;
  readonly seed: number;
  /** Answers to interactions are left alone. */
  readonly isBotOnly: boolean;
  /** For self-tests: limits last longer than is said. */
  readonly isLying: boolean;
}

/** Refusals of a storm by scope, and calls that came before their time. */
export interface Stormed {
  readonly user: number;
  readonly global: number;
  readonly shared: number;
  readonly early: number;
}

/** Questions to the fake and what it answers. */
export interface Questions {
  /** Begins to count anew. */
  readonly mark: { readonly takes: Record<string, never>; readonly gives: null };
  readonly counts: { readonly takes: Record<string, never>; readonly gives: Counts };
  /** What threads have shown, by battle. */
  readonly shown: {
    readonly takes: Record<string, never>;
    readonly gives: Readonly<Record<string, readonly Shown[]>>;
  };
  readonly storm: { readonly takes: StormOrder; readonly gives: null };
  readonly stormed: { readonly takes: Record<string, never>; readonly gives: Stormed };
  /** Cuts every connection of the gateway; `forgets`: nobody can resume. */
  readonly cut: { readonly takes: { readonly forgets: boolean }; readonly gives: null };
}

/** Everything that is said to the fake. */
export type ToFake =
  | Act
  | {
      [K in keyof Questions]: {
        readonly ask: number;
        readonly what: K;
        readonly about: Questions[K]['takes'];
      };
    }[keyof Questions];

/** Everything that the fake says. */
export type FromFake =
  | { readonly api: string; readonly token: string }
  | Told
  | Undone
  | { readonly answers: number; readonly given: unknown };
