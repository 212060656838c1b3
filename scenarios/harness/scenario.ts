import type { Settings, Source, Surface } from './settings.ts';
import type { Stage } from './stage.ts';

/** One story with an end: what it runs, and numbers that say whether it passed. */
export interface Scenario {
  readonly name: string;
  /** One line for the list. */
  readonly summary: string;
  readonly defaults: Partial<Settings>;
  /** Where it can be driven. */
  readonly surfaces: readonly Surface[];
  /** Where its rule can be broken for a self-test; absent: wherever it runs, but never in a service that runs already. */
  readonly breaksOn?: readonly Surface[];
  /** Of those that come by Discord: which sources it takes. */
  readonly sources?: readonly Source[];
  /** Plays it; promises and figures go to the stage. */
  run(settings: Settings, stage: Stage): Promise<void>;
}

const COMMON: Settings = {
  players: 1_000,
  rate: 1_000,
  seconds: 10,
  kills: 40,
  rounds: 1,
  seed: 1,
  isSeedGiven: false,
  surface: undefined,
  source: undefined,
  store: 'sqlite',
  url: undefined,
  json: undefined,
  chart: undefined,
  isBroken: false,
};

/** What was asked for, else the scenario's own choice, else what is common. */
export const settingsOf = (
  scenario: Scenario,
  asked: { readonly [K in keyof Settings]?: Settings[K] | undefined },
): Settings => {
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  return { ...COMMON, ...scenario.defaults, ...given };
};
