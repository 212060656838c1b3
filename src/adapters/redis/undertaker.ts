import type { RedisLink } from './link.ts';
import { boxOf, discard, GROUP, type Letter, lettersOf, makeBoxes, post, type Streams } from './mail.ts';
import { scriptOf } from './script.ts';

/** When processes count as dead. */
export interface LifeTimes {
  /** A process says that it lives this often, ms. */
  readonly beatMs: number;
  /** One that did not for so long is dead: others answer its callers, ms. */
  readonly deadMs: number;
  /** One that did not for so long does not come back: its streams go, ms. */
  readonly goneMs: number;
}

export const LIFE_TIMES: LifeTimes = { beatMs: 1_000, deadMs: 5_000, goneMs: 60_000 };

/** A call that nobody has begun, and one that may have been done. */
export type Fate = 'moved' | 'unknown';

const CLAIMED_AT_ONCE = 100;

/** Notes that a process lives and says what time it is, who is dead and since when: id, ms without a beat. */
const BEAT = scriptOf(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
return {now, redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - ARGV[2]), 'WITHSCORES')}
`);

/** Keeps this process among the living, and sees to the calls that dead ones left behind. */
export class Undertaker {
  readonly #link: RedisLink;
  readonly #self: string;
  readonly #times: LifeTimes;
  /** Time of the server less monotonic time, ms. */
  #offsetMs = 0;
  #cancel = (): void => undefined;
  #isClosed = false;
  #beating: Promise<void> = Promise.resolve();

  constructor(link: RedisLink, self: string, times: LifeTimes) {
    this.#link = link;
    this.#self = self;
    this.#times = times;
  }

  async start(): Promise<void> {
    await this.#beat();
    this.#next();
  }

  /** Time of the server as far as it is known here, ms. */
  serverMs(): number {
    return this.#link.clock.monoMs() + this.#offsetMs;
  }

  /** Other processes that said not long ago that they live. @throws Fault E_UNAVAILABLE */
  async living(): Promise<readonly string[]> {
    const sinceMs = Math.floor(this.serverMs() - this.#times.deadMs);
    const reply = await this.#link.call('ZRANGEBYSCORE', `${this.#link.prefix}processes`, sinceMs, '+inf');
    return (reply as readonly string[]).filter((processId) => processId !== this.#self);
  }

  /** Leaves in good order: nobody needs to wait for this process. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancel();
    await this.#beating;
    if (!this.#link.isUp) return;
    await this.#settle(this.#self);
    await this.#remove(this.#self);
  }

  #next(): void {
    if (this.#isClosed) return;
    this.#cancel = this.#link.clock.after(this.#times.beatMs, () => {
      this.#beating = this.#beatSafely();
    });
  }

  async #beatSafely(): Promise<void> {
    try {
      if (this.#link.isUp) await this.#beat();
    } catch (error) {
      this.#link.report(error);
    }
    this.#next();
  }

  async #beat(): Promise<void> {
    const { deadMs, goneMs } = this.#times;
    const sentMs = this.#link.clock.monoMs();
    const reply = await this.#link.run(BEAT, [`${this.#link.prefix}processes`], [this.#self, deadMs]);
    const [nowMs, dead] = reply as readonly [number, readonly string[]];
    this.#offsetMs = nowMs - (sentMs + this.#link.clock.monoMs()) / 2;
    await makeBoxes(this.#link, this.#self);
    for (let n = 0; n + 1 < dead.length; n += 2) {
      const processId = dead[n] ?? '';
      await this.#settle(processId);
      if (nowMs - Number(dead[n + 1]) > goneMs) await this.#remove(processId);
    }
  }

  /** Tells the callers of a process that they must ask somebody else. */
  async #settle(processId: string): Promise<void> {
    const key = boxOf(this.#link.prefix, 'calls', processId);
    try {
      await this.#settleBegun(key);
      await this.#settleNew(key);
    } catch (error) {
      // it has no boxes any more
      if (!/NOGROUP/.test(String((error as Error).cause))) throw error;
    }
  }

  async #settleBegun(key: string): Promise<void> {
    for (let from = '0-0'; ;) {
      const reply = await this.#link.callBytes(
        'XAUTOCLAIM',
        key,
        GROUP,
        this.#self,
        0,
        from,
        'COUNT',
        CLAIMED_AT_ONCE,
      );
      const [next, entries] = reply as readonly [Buffer, Parameters<typeof lettersOf>[1]];
      await this.#tell(key, lettersOf('calls', entries), 'unknown');
      from = String(next);
      if (from === '0-0') return;
    }
  }

  async #settleNew(key: string): Promise<void> {
    for (;;) {
      const head = ['GROUP', GROUP, this.#self, 'COUNT', CLAIMED_AT_ONCE, 'STREAMS'];
      const streams = (await this.#link.callBytes('XREADGROUP', ...head, key, '>')) as Streams;
      const letters = (streams ?? []).flatMap(([, entries]) => lettersOf('calls', entries));
      if (letters.length === 0) return;
      await this.#tell(key, letters, 'moved');
    }
  }

  async #tell(key: string, letters: readonly Letter[], fate: Fate): Promise<void> {
    for (const { id, from } of letters) {
      await post(this.#link, from, {
        box: 'answers',
        id,
        from: this.#self,
        leftMs: 0,
        fate,
        body: Buffer.alloc(0),
      });
    }
    await discard(
      this.#link,
      key,
      letters.map(({ entryId }) => entryId),
    );
  }

  async #remove(processId: string): Promise<void> {
    for (const box of ['calls', 'answers'] as const) {
      await this.#link.call('DEL', boxOf(this.#link.prefix, box, processId));
    }
    await this.#link.call('ZREM', `${this.#link.prefix}processes`, processId);
  }
}
