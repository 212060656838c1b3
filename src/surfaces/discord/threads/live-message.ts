import type { Clock } from '#ports/clock.ts';
import type { RenderedMessage } from '../render/panel.ts';
import type { PacedQueue } from './paced-queue.ts';
import { isForGood, type Posting, refusesFiles } from './posting.ts';
import { seenOf } from './private-views.ts';

/** Messages older than an hour may hardly be edited: a new one takes over before, ms. */
const RENEW_AFTER_MS = 55 * 60_000;
/** Of the 25 characters of a nonce, those that tell one message of a battle from the one before. */
const NONCE_REST = 11;

export interface LiveMessageOptions {
  readonly posting: Posting;
  readonly clock: Clock;
  readonly channelId: string;
  /** A message of ours that is there already. */
  readonly messageId?: string;
  /** How old that one is, ms. */
  readonly ageMs?: number;
  /** Names the first message for ever, at most 14 characters: a repeat after a crash is no second one. */
  readonly nonce: string;
  /** Told the id of each new message. */
  readonly onPosted: (messageId: string) => void;
  /** Least time between two edits, ms. */
  readonly cadenceMs: number;
  /** Where edits wait for their turn, behind those of other messages; each is drawn when its turn has come. */
  readonly queue: Pick<PacedQueue, 'add'>;
  /** The latest state. */
  readonly draw: () => Promise<RenderedMessage>;
  /** What a message says that a newer one has taken over from. */
  readonly moved: () => Promise<RenderedMessage>;
  readonly onTrouble: (error: unknown, isOver: boolean) => void;
}

/** What the last state has beside what every state has. */
export interface Finery {
  dress(message: RenderedMessage): Promise<RenderedMessage>;
  /** Told when Discord does not take it: the message stays without. */
  refused(error: unknown): void;
}

/**
 * One message that shows the latest state of something: at most one request in flight, in between only the newest counts.
 * A Discord that is slow or says no makes the message late or ends it, and holds up nothing else.
 */
export class LiveMessage {
  readonly #options: LiveMessageOptions;
  #messageId: string | undefined;
  #postedAtMs: number;
  #sentAtMs = Number.NEGATIVE_INFINITY;
  #seen = '';
  /** What was to be shown last stands, or can stand nowhere. */
  #isShown = true;
  #isDirty = false;
  #isBusy = false;
  #isOver = false;
  #cancel: (() => void) | undefined;
  #idle: PromiseWithResolvers<void> | undefined;
  readonly #turn = (): Promise<void> => this.#flush();

  constructor(options: LiveMessageOptions) {
    this.#options = options;
    this.#messageId = options.messageId;
    this.#postedAtMs = options.clock.monoMs() - (options.ageMs ?? 0);
  }

  /** Something has changed: it is shown when its time has come, or `atOnce`. */
  touch(atOnce = false): void {
    if (this.#isOver) return;
    this.#isDirty = true;
    if (this.#isBusy || (this.#cancel !== undefined && !atOnce)) return;
    this.#cancel?.();
    const { clock, cadenceMs, queue, channelId } = this.#options;
    const waitMs = atOnce ? 0 : Math.max(0, this.#sentAtMs + cadenceMs - clock.monoMs());
    this.#cancel = clock.after(waitMs, () => {
      this.#cancel = undefined;
      if (atOnce) void this.#flush();
      else queue.add(this.#turn, channelId);
    });
  }

  /** Shows the last state, ahead of its time, and changes nothing afterwards; `false`: Discord did not answer. */
  async finish(finery?: Finery): Promise<boolean> {
    if (this.#isOver) return true;
    await this.#idle?.promise;
    this.#cancel?.();
    this.#cancel = undefined;
    await this.#flush(() => this.#sendLast(finery));
    this.stop();
    return this.#isShown;
  }

  stop(): void {
    this.#isOver = true;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  async #flush(send = (): Promise<void> => this.#sendNext()): Promise<void> {
    if (this.#isOver || this.#isBusy) return;
    this.#isBusy = true;
    this.#isDirty = false;
    this.#idle = Promise.withResolvers();
    const { clock, onTrouble } = this.#options;
    try {
      await send();
      this.#isShown = true;
    } catch (error) {
      const isOver = isForGood(error);
      this.#isShown = isOver;
      if (isOver) this.stop();
      onTrouble(error, isOver);
    } finally {
      this.#sentAtMs = clock.monoMs();
      this.#isBusy = false;
      this.#idle.resolve();
      this.#idle = undefined;
    }
    if (this.#hasChanged()) this.touch();
  }

  #hasChanged(): boolean {
    return this.#isDirty;
  }

  async #sendNext(): Promise<void> {
    await this.#send(await this.#options.draw(), true);
  }

  async #sendLast(finery: Finery | undefined): Promise<void> {
    const plain = await this.#options.draw();
    const message = (await finery?.dress(plain)) ?? plain;
    try {
      await this.#send(message, false);
    } catch (error) {
      if (message === plain || !refusesFiles(error)) throw error;
      finery?.refused(error);
      await this.#send(plain, false);
    }
  }

  async #send(message: RenderedMessage, isBetween: boolean): Promise<void> {
    const { posting, channelId, moved, clock } = this.#options;
    const seen = seenOf(message);
    const isOld = clock.monoMs() - this.#postedAtMs > RENEW_AFTER_MS;
    if (seen === this.#seen && !isOld) return;
    if (this.#messageId === undefined || isOld) {
      const before = this.#messageId;
      const nonce = before === undefined ? '' : before.slice(-NONCE_REST);
      this.#messageId = await posting.post(channelId, message, this.#options.nonce + nonce);
      this.#postedAtMs = clock.monoMs();
      this.#options.onPosted(this.#messageId);
      if (before !== undefined) await posting.edit(channelId, before, await moved());
    } else {
      await posting.edit(channelId, this.#messageId, message, isBetween);
    }
    this.#seen = seen;
  }
}
