import { randomBytes } from 'node:crypto';
import type { Taken } from '#ports/event-stream.ts';
import { BLOCK_MS, BlockingReader } from './blocking-reader.ts';
import { LEAVE } from './event-scripts.ts';
import { textOf } from './explain.ts';
import type { RedisLink } from './link.ts';
import { GROUP } from './mail.ts';

/** When events of other workers are taken over. */
export interface WorkTimes {
  /** What a worker has is said to be in good hands this often, ms. */
  readonly beatMs: number;
  /** What nobody said so of for so long is taken over, ms: well within the three seconds that Discord gives. */
  readonly deadMs: number;
  /** An event that has waited longer is acknowledged before it is looked at, ms. */
  readonly lateMs: number;
  /** An older one is thrown away: its token is over, ms. */
  readonly goneMs: number;
}

const WORK_TIMES: WorkTimes = { beatMs: 250, deadMs: 1_200, lateMs: 1_000, goneMs: 14 * 60_000 };

/** Events that one worker has at once; what is beyond waits for the others. */
const HANDS_MAX = 256;
const TAKEN_AT_ONCE = 64;

/** An event in the stream. */
interface Entry {
  /** Session and sequence. */
  readonly at: string;
  readonly body: Buffer;
}

export interface EventWorkerParts {
  readonly link: RedisLink;
  readonly key: string;
  readonly times?: WorkTimes;
  readonly take: (entry: Entry, about: Taken) => Promise<void>;
}

type Raw = readonly [Buffer, readonly Buffer[] | null];
type Read = readonly (readonly [Buffer, readonly Raw[]])[] | null;

const fieldOf = (fields: readonly Buffer[], name: string): Buffer => {
  const place = fields.findIndex((field, n) => n % 2 === 0 && String(field) === name);
  return fields[place + 1] ?? Buffer.alloc(0);
};

/** One of the consumers of the stream of work. What it has is renewed while it lives; what a dead one had is taken over. */
export class EventWorker {
  readonly #parts: EventWorkerParts;
  readonly #times: WorkTimes;
  readonly #self = randomBytes(9).toString('hex');
  readonly #reader: BlockingReader;
  /** Entries that are being handled, and those that are done and still to be taken out. */
  readonly #inHand = new Set<string>();
  readonly #done = new Set<string>();
  #room = Promise.withResolvers<void>();
  #cancel = (): void => undefined;
  #beating: Promise<void> = Promise.resolve();
  /** Time of the server less monotonic time, ms. */
  #offsetMs = 0;
  #isStopped = false;

  constructor(parts: EventWorkerParts) {
    this.#parts = parts;
    this.#times = parts.times ?? WORK_TIMES;
    this.#reader = new BlockingReader(
      parts.link,
      () => this.#step(),
      (error) => this.#mend(error),
    );
  }

  async start(): Promise<void> {
    await this.#makeGroup();
    await this.#learnTime();
    await this.#reader.start();
    this.#next();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#room.resolve();
    await this.#reader.stop();
    try {
      await this.#takeRest();
    } catch (error) {
      this.#parts.link.report(error);
    }
    while (this.#inHand.size > 0) {
      this.#room = Promise.withResolvers();
      await this.#room.promise;
    }
    this.#cancel();
    await this.#beating;
    await this.#leave();
  }

  /** What was given to the last read after it was given up. */
  async #takeRest(): Promise<void> {
    const { link, key } = this.#parts;
    if (!link.isUp) return;
    const head = ['GROUP', GROUP, this.#self, 'COUNT', HANDS_MAX + TAKEN_AT_ONCE] as const;
    const found = (await link.callBytes('XREADGROUP', ...head, 'STREAMS', key, '0')) as Read;
    for (const [, entries] of found ?? []) {
      this.#take(
        entries.filter(([id]) => !this.#done.has(String(id))),
        false,
      );
    }
  }

  async #leave(): Promise<void> {
    const { link, key } = this.#parts;
    try {
      await this.#discard();
      if (link.isUp) await link.run(LEAVE, [key], [GROUP, this.#self]);
    } catch (error) {
      // whoever is left takes over what is left
      link.report(error);
    }
  }

  async #step(): Promise<void> {
    while (this.#inHand.size >= HANDS_MAX && !this.#isStopped) {
      this.#room = Promise.withResolvers();
      await this.#room.promise;
    }
    if (this.#isStopped) return;
    const head = ['GROUP', GROUP, this.#self, 'COUNT', TAKEN_AT_ONCE, 'BLOCK', BLOCK_MS];
    const found = (await this.#reader.ask('XREADGROUP', [...head, 'STREAMS', this.#parts.key, '>'])) as Read;
    for (const [, entries] of found ?? []) this.#take(entries, false);
  }

  /** A group that is gone, as after a restart without data, is made again. */
  async #mend(error: unknown): Promise<void> {
    if (!/NOGROUP|UNBLOCKED/.test(textOf(error))) throw error;
    await this.#makeGroup();
  }

  async #makeGroup(): Promise<void> {
    const { link, key } = this.#parts;
    try {
      await link.call('XGROUP', 'CREATE', key, GROUP, '0', 'MKSTREAM');
    } catch (error) {
      if (!/BUSYGROUP/.test(String((error as Error).cause))) throw error;
    }
  }

  async #learnTime(): Promise<void> {
    const { link } = this.#parts;
    const sentMs = link.clock.monoMs();
    const [seconds, us] = (await link.call('TIME')) as readonly [string, string];
    const serverMs = Number(seconds) * 1_000 + Number(us) / 1_000;
    this.#offsetMs = serverMs - (sentMs + link.clock.monoMs()) / 2;
  }

  #take(entries: readonly Raw[], isRepeat: boolean): void {
    for (const [entryId, fields] of entries) {
      const id = String(entryId);
      // it may come again while it is here, when this process stood still
      if (fields === null || this.#inHand.has(id)) continue;
      this.#inHand.add(id);
      void this.#handle(id, fields, isRepeat).finally(() => this.#settle(id));
    }
  }

  async #handle(id: string, fields: readonly Buffer[], isRepeat: boolean): Promise<void> {
    const { link, take } = this.#parts;
    const { lateMs, goneMs } = this.#times;
    const waitedMs = link.clock.monoMs() + this.#offsetMs - Number(id.split('-')[0]);
    if (waitedMs > goneMs) return;
    const isLate = waitedMs > lateMs || String(fieldOf(fields, 'replay')) === '1';
    try {
      await take(
        { at: String(fieldOf(fields, 'at')), body: fieldOf(fields, 'body') },
        { isRepeat, isLate: isLate || isRepeat },
      );
    } catch (error) {
      // trying again would end the same
      link.report(error);
    }
  }

  #settle(id: string): void {
    this.#done.add(id);
    this.#inHand.delete(id);
    this.#room.resolve();
    // what comes while one batch is under way goes with it
    if (this.#done.size === 1) void this.#discard().catch((error: unknown) => this.#parts.link.report(error));
  }

  /** Takes what is done out of the stream; what cannot be now is tried again with the next beat. */
  async #discard(): Promise<void> {
    const { link, key } = this.#parts;
    while (this.#done.size > 0) {
      const ids = [...this.#done].slice(0, TAKEN_AT_ONCE);
      await Promise.all([link.call('XACK', key, GROUP, ...ids), link.call('XDEL', key, ...ids)]);
      for (const id of ids) this.#done.delete(id);
    }
  }

  #next(): void {
    this.#cancel = this.#parts.link.clock.after(this.#times.beatMs, () => {
      this.#beating = this.#beat();
    });
  }

  async #beat(): Promise<void> {
    const { link } = this.#parts;
    try {
      if (link.isUp) {
        await this.#renew();
        await this.#learnTime();
        await this.#discard();
        if (!this.#isStopped && this.#inHand.size < HANDS_MAX) await this.#takeOver();
      }
    } catch (error) {
      link.report(error);
    }
    if (!this.#isStopped || this.#inHand.size > 0) this.#next();
  }

  async #renew(): Promise<void> {
    const { link, key } = this.#parts;
    const ids = [...this.#inHand, ...this.#done];
    if (ids.length > 0) await link.call('XCLAIM', key, GROUP, this.#self, 0, ...ids, 'JUSTID');
  }

  async #takeOver(): Promise<void> {
    const { link, key } = this.#parts;
    const { deadMs } = this.#times;
    try {
      const claim = [key, GROUP, this.#self, deadMs, '0-0', 'COUNT', TAKEN_AT_ONCE] as const;
      const [, entries] = (await link.callBytes('XAUTOCLAIM', ...claim)) as readonly [Buffer, readonly Raw[]];
      this.#take(
        entries.filter(([id]) => !this.#done.has(String(id))),
        true,
      );
    } catch (error) {
      if (!/NOGROUP/.test(String((error as Error).cause))) throw error;
      await this.#makeGroup();
    }
  }
}
