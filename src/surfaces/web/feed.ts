import type { Panel } from '#commands/panel.ts';

/** Something that everybody on the page may see. */
export type FeedItem =
  | {
      readonly type: 'panel';
      readonly atMs: number;
      readonly by: { readonly userId: string; readonly name: string };
      readonly command: string;
      readonly panel: Panel;
    }
  | { readonly type: 'fact'; readonly atMs: number; readonly topic: string; readonly text: string };

/** Where a client's events go; `write` answers whether there is room for more, like a Node stream. */
export interface FeedSink {
  write(text: string): boolean;
}

interface Client {
  readonly sink: FeedSink;
  readonly waiting: string[];
  full: boolean;
  dropped: number;
}

export interface FeedLimits {
  /** Items kept for those who come back, default 200. */
  readonly ringMax?: number;
  /** Items that wait for one slow client, default 100; the oldest goes first. */
  readonly waitingMax?: number;
  /** Clients at once, default 200. */
  readonly clientsMax?: number;
}

/** The live feed: a bounded ring of recent items and bounded, lossy delivery to each client. Publishing never waits. */
export class Feed {
  readonly #ring: { readonly seq: number; readonly text: string }[] = [];
  readonly #clients = new Set<Client>();
  readonly #ringMax: number;
  readonly #waitingMax: number;
  readonly #clientsMax: number;
  readonly #run: string;
  #seq = 0;
  #dropped = 0;

  /** `run` (`[a-z0-9]+`) tells this start of the service from others in event ids. */
  constructor(run: string, limits: FeedLimits = {}) {
    this.#run = run;
    this.#ringMax = limits.ringMax ?? 200;
    this.#waitingMax = limits.waitingMax ?? 100;
    this.#clientsMax = limits.clientsMax ?? 200;
  }

  get clients(): number {
    return this.#clients.size;
  }

  /** Items that slow clients never saw. */
  get dropped(): number {
    return this.#dropped;
  }

  publish(item: FeedItem): void {
    this.#seq += 1;
    const { type, ...data } = item;
    const text = `id: ${this.#run}-${this.#seq}\nevent: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
    this.#ring.push({ seq: this.#seq, text });
    if (this.#ring.length > this.#ringMax) this.#ring.shift();
    for (const client of this.#clients) this.#give(client, text);
  }

  /** Takes everything that names a person out of what is kept, also on its way to slow clients. */
  forget(userId: string, name: string | undefined): void {
    const named = JSON.stringify(name ?? userId).slice(1, -1);
    const isAbout = (text: string): boolean => text.includes(userId) || text.includes(named);
    const keep = this.#ring.filter(({ text }) => !isAbout(text));
    this.#ring.splice(0, this.#ring.length, ...keep);
    for (const { waiting } of this.#clients) {
      waiting.splice(0, waiting.length, ...waiting.filter((text) => !isAbout(text)));
    }
  }

  /**
   * Adds a client. With the id of the last event it saw it first gets what it missed; when that is no longer known,
   * a `gap` event and everything that is. `undefined`: there are too many clients.
   */
  connect(
    sink: FeedSink,
    lastEventId?: string,
  ): { drained(): void; beat(): void; leave(): void } | undefined {
    if (this.#clients.size >= this.#clientsMax) return undefined;
    const client: Client = { sink, waiting: [], full: false, dropped: 0 };
    this.#clients.add(client);
    this.#give(client, 'retry: 2000\n\n');
    for (const text of this.#missed(lastEventId)) this.#give(client, text);
    return {
      drained: () => {
        client.full = false;
        this.#flush(client);
      },
      beat: () => {
        if (!client.full) client.full = !client.sink.write(': beat\n\n');
      },
      leave: () => {
        this.#clients.delete(client);
      },
    };
  }

  #missed(lastEventId: string | undefined): readonly string[] {
    if (lastEventId === undefined) return this.#ring.map((entry) => entry.text);
    const match = /^([a-z0-9]+)-(\d{1,15})$/.exec(lastEventId);
    const last = match?.[1] === this.#run ? Number(match[2]) : -1;
    const oldest = this.#ring[0]?.seq ?? this.#seq + 1;
    const texts = this.#ring.filter((entry) => entry.seq > last).map((entry) => entry.text);
    return last < oldest - 1 ? ['event: gap\ndata: {}\n\n', ...texts] : texts;
  }

  #give(client: Client, text: string): void {
    if (!client.full) {
      client.full = !client.sink.write(text);
      return;
    }
    client.waiting.push(text);
    if (client.waiting.length <= this.#waitingMax) return;
    client.waiting.shift();
    client.dropped += 1;
    this.#dropped += 1;
  }

  #flush(client: Client): void {
    if (client.dropped > 0) {
      const count = client.dropped;
      client.dropped = 0;
      client.full = !client.sink.write(`event: dropped\ndata: {"count":${count}}\n\n`);
    }
    while (!client.full) {
      const text = client.waiting.shift();
      if (text === undefined) return;
      client.full = !client.sink.write(text);
    }
  }
}
