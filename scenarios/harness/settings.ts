import { parseArgs } from 'node:util';

/** Where a scenario keeps its data; `mongo` takes the best server of this machine. */
export type StoreName = 'memory' | 'sqlite' | 'mongo';

/** What a scenario goes through. */
export const SURFACES = ['inproc', 'http', 'discord'] as const;
export type Surface = (typeof SURFACES)[number];

/** Ways in which interactions come from Discord. */
export const SOURCES = ['client', 'stream'] as const;
export type Source = (typeof SOURCES)[number];

/** What a run of a scenario is told; every scenario has defaults for what it uses. */
export interface Settings {
  readonly players: number;
  /** Commands a second. */
  readonly rate: number;
  readonly seconds: number;
  readonly kills: number;
  readonly rounds: number;
  readonly seed: number;
  /** Whether the seed was asked for, and not the usual one. */
  readonly isSeedGiven: boolean;
  /** Absent: whatever the scenario runs by itself. */
  readonly surface: Surface | undefined;
  /** How interactions come from Discord; absent: as the scenario does by itself. */
  readonly source: Source | undefined;
  readonly store: StoreName;
  /** A running service to drive instead of one of the scenario's own. */
  readonly url: string | undefined;
  readonly json: string | undefined;
  readonly chart: string | undefined;
  /** Breaks the rule that the scenario guards, so that its red can be seen. */
  readonly isBroken: boolean;
}

/** What the command line asked for; what is absent is the scenario's to choose. */
export type Asked = { readonly [K in keyof Settings]?: Settings[K] | undefined };

/** A command line that cannot be understood; the message names the flag and what it takes. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const NUMBERS = {
  players: { least: 1, most: 1_000_000 },
  rate: { least: 1, most: 10_000_000 },
  seconds: { least: 1, most: 86_400 },
  kills: { least: 1, most: 100_000 },
  rounds: { least: 1, most: 10_000_000 },
  seed: { least: 0, most: 0x7fff_ffff },
} as const;

const text = { type: 'string' } as const;
const options = {
  players: text,
  rate: text,
  seconds: text,
  kills: text,
  rounds: text,
  seed: text,
  surface: text,
  source: text,
  store: text,
  url: text,
  json: text,
  chart: text,
  break: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** Every flag as it is shown to people. */
export const FLAGS =
  '[--players N --rate N --seconds N --kills N --rounds N --seed N --surface inproc|http|discord --source client|stream --store memory|sqlite|mongo --url U --json FILE --chart FILE --help]';

const numberOf = (flag: keyof typeof NUMBERS, value: string | undefined): number | undefined => {
  if (value === undefined) return undefined;
  const { least, most } = NUMBERS[flag];
  const number = /^\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new UsageError(`--${flag} takes a whole number from ${least} to ${most}, not "${value}".`);
};

const wordOf = <W extends string>(
  flag: string,
  words: readonly W[],
  value: string | undefined,
): W | undefined => {
  if (value === undefined) return undefined;
  const word = words.find((known) => known === value);
  if (word === undefined) throw new UsageError(`--${flag} takes ${words.join(' or ')}, not "${value}".`);
  return word;
};

const urlOf = (value: string | undefined): string | undefined => {
  if (value === undefined) return undefined;
  if (!URL.canParse(value) || !/^https?:/.test(value)) {
    throw new UsageError(`--url takes an address like http://127.0.0.1:7770, not "${value}".`);
  }
  return value.replace(/\/$/, '');
};

/** Reads the command line; no name: a list is wanted. @throws UsageError */
export const readArguments = (
  args: readonly string[],
): { readonly name: string | undefined; readonly asked: Asked } => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
      strict: true,
    });
    if (positionals.length > 1)
      throw new UsageError(`One scenario at a time, not ${positionals.join(' and ')}.`);
    return {
      name: values.help === true ? undefined : positionals[0],
      asked: {
        players: numberOf('players', values.players),
        rate: numberOf('rate', values.rate),
        seconds: numberOf('seconds', values.seconds),
        kills: numberOf('kills', values.kills),
        rounds: numberOf('rounds', values.rounds),
        seed: numberOf('seed', values.seed),
        surface: wordOf('surface', SURFACES, values.surface),
        source: wordOf('source', SOURCES, values.source),
        store: wordOf('store', ['memory', 'sqlite', 'mongo'], values.store),
        url: urlOf(values.url),
        json: values.json,
        chart: values.chart,
        isSeedGiven: values.seed !== undefined,
        isBroken: values.break,
      },
    };
  } catch (error) {
    if (error instanceof UsageError || !(error instanceof TypeError)) throw error;
    throw new UsageError(`${error.message.split('.')[0]}. Flags: ${FLAGS}`);
  }
};
