/** What a fake Discord of a bench is started with. */
export interface FakeOrder {
  readonly guilds: number;
  /** Text channels and roles of each guild. */
  readonly channels: number;
  readonly roles: number;
  /** A command of this name is registered without asking; its words are parted by a space. */
  readonly command?: string;
}

/** Lets people give a command, so many of them at once. */
export interface Drive {
  readonly command: string;
  /** The first person, and how many of them give it, one after the other. */
  readonly from: number;
  readonly count: number;
  readonly people: number;
  readonly inFlight: number;
}

export type ToFake = { readonly drive: Drive } | { readonly mint: number };

/** An interaction that waits for an answer. */
export interface Minted {
  readonly id: string;
  readonly token: string;
  readonly applicationId: string;
}

export type FromFake =
  | { readonly api: string; readonly token: string }
  | { readonly answered: number }
  | { readonly minted: readonly Minted[] };
