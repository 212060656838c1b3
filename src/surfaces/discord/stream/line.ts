import type { Clock } from '#ports/clock.ts';
import type { EventStream, LineEvent, LineSession } from '#ports/event-stream.ts';
import type { SurfaceLog } from '../interactions.ts';

/** How far a session is is noted at least so often, when no event of it has to be carried, ms. */
const NOTE_EVERY_MS = 1_000;
/** What could not be carried is tried again after so long, ms. */
const AGAIN_MS = 100;
/** An event that waited longer here has to be acknowledged before it is looked at, ms. */
const LATE_MS = 1_000;
/** Events that wait while the stream is away; then the oldest go: their callers have given up long since. */
const WAITING_MAX = 5_000;

type Waiting = LineEvent & { readonly atMonoMs: number };

/** What is to be done next, in order: events of one session, or that nobody can go on with it. */
type Step =
  | { readonly what: 'events'; session: LineSession; readonly events: Waiting[] }
  | { readonly what: 'forget' };

export interface LineParts {
  /** Shard and number of shards: `0/1`. */
  readonly name: string;
  readonly stream: EventStream;
  readonly clock: Clock;
  readonly log: SurfaceLog;
}

/** One connection's way into the stream: in order, one request at a time, and the session is noted behind its events. */
export class Line {
  readonly #parts: LineParts;
  readonly #steps: Step[] = [];
  /** As it is on the connection; what is noted may be behind. */
  session: LineSession | undefined;
  #carrying: Promise<void> | undefined;
  #cancel: (() => void) | undefined;
  #isAway = false;
  /** Events that were given up. */
  dropped = 0;

  constructor(parts: LineParts) {
    this.#parts = parts;
  }

  /** Learns where the last process stopped. @throws Fault E_UNAVAILABLE */
  async load(): Promise<void> {
    this.session = await this.#parts.stream.sessionOf(this.#parts.name);
  }

  /** A session began, or goes on; `undefined`: it is over. What of it was carried is another matter. */
  move(session: LineSession | undefined): void {
    this.session = session;
    if (session !== undefined) return;
    this.#steps.push({ what: 'forget' });
    this.#carry();
  }

  /** An event came that nobody is to have: it is noted with the next one, or a little later. */
  pass(seq: number): void {
    if (this.session === undefined) return;
    this.#stepOf(this.session, seq);
    this.#cancel ??= this.#parts.clock.after(NOTE_EVERY_MS, () => {
      this.#cancel = undefined;
      this.#carry();
    });
  }

  /** Carries an event of the session as it is now. */
  take(event: LineEvent): void {
    // an event before its session: nobody could say that it was carried
    if (this.session === undefined) return;
    const { events } = this.#stepOf(this.session, event.seq);
    events.push({ ...event, atMonoMs: this.#parts.clock.monoMs() });
    if (events.length > WAITING_MAX) {
      events.shift();
      this.dropped += 1;
    }
    this.#carry();
  }

  /** Resolves when all that is here is in the stream, or the stream is away. */
  async settled(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#carry();
    while (this.#carrying !== undefined && !this.#isAway) {
      await Promise.race([this.#carrying, this.#pause(AGAIN_MS)]);
    }
  }

  /** Where an event of a session belongs. The connection may be further than its events, so only these count. */
  #stepOf(session: LineSession, seq: number): Step & { what: 'events' } {
    const last = this.#steps.at(-1);
    if (last?.what === 'events' && last.session.id === session.id) {
      last.session = { ...session, seq: Math.max(seq, last.session.seq) };
      return last;
    }
    const step: Step = { what: 'events', session: { ...session, seq }, events: [] };
    this.#steps.push(step);
    return step;
  }

  #carry(): void {
    if (this.#steps.length > 0) this.#carrying ??= this.#carryAll();
  }

  async #carryAll(): Promise<void> {
    for (let step = this.#steps.shift(); step !== undefined; step = this.#steps.shift()) {
      while (!(await this.#try(step))) await this.#pause(AGAIN_MS);
    }
    // in the same moment: what comes next begins anew
    this.#carrying = undefined;
  }

  /** Repeating is harmless: the stream knows what it has. */
  async #try(step: Step): Promise<boolean> {
    const { stream, name, clock, log } = this.#parts;
    try {
      if (step.what === 'forget') await stream.forget(name);
      else {
        const nowMs = clock.monoMs();
        const events = step.events
          .map(({ atMonoMs, ...event }): LineEvent => ({
            ...event,
            isReplayed: event.isReplayed || nowMs - atMonoMs > LATE_MS,
          }))
          .toSorted((a, b) => a.seq - b.seq);
        await stream.append(name, step.session, events);
      }
      if (this.#isAway)
        log('info', 'events of Discord are carried again', { line: name, dropped: this.dropped });
      this.#isAway = false;
      return true;
    } catch (error) {
      if (!this.#isAway) log('error', 'events of Discord cannot be carried now', { line: name, err: error });
      this.#isAway = true;
      return false;
    }
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#parts.clock.after(ms, resolve);
    });
  }
}
