import { get, type ClientRequest } from 'node:http';
import type { Shown } from './words.ts';

/** Ms of a tick at the live tempo. */
export const TICK_MS = 600;

/** What the web shows of battles, which is as soon as anybody may know: windows by the tick they end with. */
export class Stands {
  readonly #windows = new Map<string, Shown[]>();
  readonly #over = new Set<string>();
  readonly #requests: ClientRequest[] = [];
  /** Told when a battle is over. */
  readonly #onOver: (battle: string) => void;

  constructor(onOver: (battle: string) => void) {
    this.#onOver = onOver;
  }

  /** Watches a battle over HTTP from now on. */
  watch(url: string, battle: string): void {
    const windows: Shown[] = [];
    this.#windows.set(battle, windows);
    const request = get(`${url}/api/battles/${battle}/events`, (response) => {
      let rest = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        const events = (rest + text).split('\n\n');
        rest = events.pop() ?? '';
        for (const event of events) this.#hear(battle, windows, event);
      });
      response.on('error', () => undefined);
    });
    request.on('error', () => undefined);
    this.#requests.push(request);
  }

  #hear(battle: string, windows: Shown[], event: string): void {
    const tick = /"toTick":(\d+)/.exec(event)?.[1];
    if (event.includes('event: frame') && tick !== undefined)
      windows.push({ tick: Number(tick), atMs: Date.now() });
    if (this.#over.has(battle) || !/"status":"(?:ended|void|closed)"/.test(event)) return;
    this.#over.add(battle);
    this.#onOver(battle);
  }

  get windows(): ReadonlyMap<string, readonly Shown[]> {
    return this.#windows;
  }

  get live(): number {
    return this.#windows.size - this.#over.size;
  }

  get over(): ReadonlySet<string> {
    return this.#over;
  }

  leave(): void {
    for (const request of this.#requests) request.destroy();
  }
}

/**
 * How late windows came, ms: each battle is held to its own best pace. A battle may end in the middle of its last window, which
 * is closed when it is due all the same: that one says nothing.
 */
export const latenessOf = ({ windows, over }: Pick<Stands, 'windows' | 'over'>): readonly number[] =>
  [...windows].flatMap(([battle, all]) => {
    const whole = over.has(battle) ? all.slice(0, -1) : all;
    const offsets = whole.map(({ tick, atMs }) => atMs - tick * TICK_MS);
    const least = Math.min(...offsets);
    return offsets.map((offset) => offset - least);
  });

/** How long windows from `fromMs` on took to be shown in their thread, ms; what is not shown yet counts until `untilMs`. */
export const lagsOf = (
  windows: ReadonlyMap<string, readonly Shown[]>,
  shown: Readonly<Record<string, readonly Shown[]>>,
  fromMs: number,
  untilMs: number,
): readonly number[] =>
  [...windows].flatMap(([battle, all]) => {
    const edits = shown[battle] ?? [];
    return all
      .filter(({ atMs }) => atMs >= fromMs)
      .map(({ tick, atMs }) => {
        const edit = edits.find((one) => one.tick >= tick);
        return Math.max(0, (edit?.atMs ?? untilMs) - atMs);
      });
  });

/** Times between two edits of one message while its battle goes on, ms. */
export const cadencesOf = (
  shown: Readonly<Record<string, readonly Shown[]>>,
  fromMs: number,
): readonly number[] =>
  Object.values(shown).flatMap((edits) =>
    edits.flatMap(({ atMs }, n) => {
      const before = edits[n - 1];
      return before === undefined || before.atMs < fromMs ? [] : [atMs - before.atMs];
    }),
  );

/** The value that this share of them is within; 0 of none. */
export const within = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0;
