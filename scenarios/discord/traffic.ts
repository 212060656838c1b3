import type { SeenRequest } from '#test/support/fake-discord/server.ts';

const SECOND_MS = 1_000;

/** A path without its ids and tokens. */
const routeOf = (path: string): string =>
  path.replaceAll(/\/\d{15,20}/g, '/:id').replace(/(\/(?:webhooks|interactions)\/:id)\/[^/]+/, '$1/:token');

/** What a bot sent to the fake, counted. */
export class Traffic {
  #requests = 0;
  #invalid = 0;
  readonly #tooMany = { bot: 0, answers: 0 };
  readonly #refused = new Map<string, number>();
  /** When the bot's own calls came within the last second, ms. */
  readonly #lately: number[] = [];
  #botPeak = 0;
  #botCalls = 0;

  readonly see = ({ method, path, status, isBot, isInvalid, atMs }: SeenRequest): void => {
    this.#requests += 1;
    if (isBot) this.#seeBot(atMs);
    if (isInvalid) this.#invalid += 1;
    if (status === 429) this.#tooMany[isBot ? 'bot' : 'answers'] += 1;
    else if (status >= 400) {
      const what = `${status} ${method} ${routeOf(path)}`;
      this.#refused.set(what, (this.#refused.get(what) ?? 0) + 1);
    }
  };

  #seeBot(atMs: number): void {
    const lately = this.#lately;
    this.#botCalls += 1;
    lately.push(atMs);
    while ((lately[0] ?? atMs) <= atMs - SECOND_MS) lately.shift();
    this.#botPeak = Math.max(this.#botPeak, lately.length);
  }

  /** Begins anew. */
  mark(): void {
    this.#requests = 0;
    this.#invalid = 0;
    this.#botPeak = 0;
    this.#botCalls = 0;
    this.#tooMany.bot = 0;
    this.#tooMany.answers = 0;
    this.#refused.clear();
  }

  get counts() {
    return {
      requests: this.#requests,
      tooMany: { ...this.#tooMany },
      invalid: this.#invalid,
      refused: Object.fromEntries(this.#refused),
      botPeak: this.#botPeak,
      botCalls: this.#botCalls,
    };
  }
}
