import type { Clock } from '#ports/clock.ts';
import type { SseClient } from './sse.ts';

/** What is shown is made at most so often, however many look at it, ms. */
export const LIST_EVERY_MS = 1_000;

/** Shows one thing to many connections: made once for all, sent to each when it differs from what that one got last. */
export class LiveBoard {
  readonly #clock: Clock;
  readonly #event: string;
  readonly #list: () => Promise<string>;
  readonly #got = new Map<SseClient, string>();
  #cancel: (() => void) | undefined;
  #last: string | undefined;

  /** `event`: its name in the stream; `list`: what is shown as JSON. */
  constructor(clock: Clock, event: string, list: () => Promise<string>) {
    this.#clock = clock;
    this.#event = event;
    this.#list = list;
  }

  /** Nobody looks. */
  get isEmpty(): boolean {
    return this.#got.size === 0;
  }

  /** Shows the list until the connection ends; at once what is known, or as soon as something is. */
  show(client: SseClient): void {
    this.#got.set(client, '');
    client.onClose(() => {
      this.#got.delete(client);
      if (this.#got.size === 0) this.stop();
    });
    if (this.#last !== undefined) this.#send(client, this.#last);
    this.#cancel ??= this.#clock.after(0, () => void this.#look());
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#last = undefined;
  }

  async #look(): Promise<void> {
    try {
      this.#last = await this.#list();
      for (const client of this.#got.keys()) this.#send(client, this.#last);
    } catch {
      // names or battles cannot be asked for now; what was shown stays until the next look
    }
    if (this.#got.size > 0) this.#cancel = this.#clock.after(LIST_EVERY_MS, () => void this.#look());
  }

  #send(client: SseClient, text: string): void {
    if (this.#got.get(client) !== text && client.send(`event: ${this.#event}\ndata: ${text}\n\n`)) {
      this.#got.set(client, text);
    }
  }
}
