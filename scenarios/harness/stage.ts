/** A promise as the run tested it. */
export interface Invariant {
  readonly name: string;
  readonly ok: boolean;
  /** How often it was tested. */
  readonly checked: number;
}

export type Unit = 'ratio' | 'ms' | 'bytes' | 'count' | '/s';

export interface Figure {
  readonly value: number;
  readonly unit: Unit;
}

/** A line of the chart: values over seconds. */
export interface Series {
  readonly name: string;
  readonly points: (readonly [number, number])[];
}

const DETAILS_MAX = 3;
const PROGRESS_EVERY_MS = 500;

/** Where a scenario says what it does, what it found and how fast it was. */
export class Stage {
  readonly figures: Record<string, Figure> = {};
  readonly series: Series[] = [];
  readonly #invariants = new Map<string, { ok: boolean; checked: number; details: string[] }>();
  readonly #out: NodeJS.WriteStream;
  #saidMs = 0;

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
  }

  /** Tests a promise; the first details of a failure are kept. */
  expect(name: string, ok: boolean, detail: () => string = () => '', times = 1): void {
    let held = this.#invariants.get(name);
    if (held === undefined) {
      held = { ok: true, checked: 0, details: [] };
      this.#invariants.set(name, held);
    }
    held.checked += times;
    if (ok) return;
    held.ok = false;
    if (held.details.length < DETAILS_MAX) held.details.push(detail());
  }

  /** Tests a number against the bar that the scenario states. */
  atMost(name: string, value: number, most: number): void {
    this.expect(`${name} ≤ ${most}`, value <= most, () => `it was ${Number(value.toPrecision(4))}`);
  }

  atLeast(name: string, value: number, least: number): void {
    this.expect(`${name} ≥ ${least}`, value >= least, () => `it was ${Number(value.toPrecision(4))}`);
  }

  figure(name: string, value: number, unit: Unit): void {
    this.figures[name] = { value, unit };
  }

  line(name: string): Series {
    const series: Series = { name, points: [] };
    this.series.push(series);
    return series;
  }

  /** What goes on now; on a terminal it overwrites itself. */
  progress(text: string): void {
    const nowMs = performance.now();
    if (nowMs - this.#saidMs < PROGRESS_EVERY_MS) return;
    this.#saidMs = nowMs;
    if (this.#out.isTTY) this.#out.write(`\r\u001b[K  ${text}`);
  }

  /** A line that stays. */
  say(text: string): void {
    this.#out.write(`${this.#out.isTTY ? '\r\u001b[K' : ''}  ${text}\n`);
  }

  get invariants(): readonly Invariant[] {
    return Array.from(this.#invariants, ([name, { ok, checked }]) => ({ name, ok, checked }));
  }

  /** Failures in words. */
  get failures(): readonly string[] {
    return Array.from(this.#invariants)
      .filter(([, { ok }]) => !ok)
      .map(([name, { details }]) => `${name}: ${details.join('; ')}`);
  }
}
