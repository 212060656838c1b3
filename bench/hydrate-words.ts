/** What the process is told on its command line. */
export interface HydrateOrder {
  readonly dir: string;
  readonly people: number;
  /** `load`: read everybody, then give commands to others until killed. `read`: read everybody. */
  readonly then: 'load' | 'read';
}

/** What it says. */
export type HydrateWord =
  | { readonly said: 'ready' }
  | { readonly said: 'read'; readonly ms: number; readonly people: number; readonly digest: string };
