import { type Rng, randomBelow, sfc32 } from '#game/shared/rng.ts';
import { TooMany } from '#test/support/fake-discord/api-fault.ts';
import type { Asked } from '#test/support/fake-discord/server.ts';
import type { StormOrder, Stormed } from './words.ts';

type Scope = TooMany['scope'];

/** What was on its way when the refusal went out may still come, ms. */
const ON_ITS_WAY_MS = 500;
const GLOBAL = 'everything with the bot’s token';
/** One refusal of the bot's calls in so many is for all of them, one in so many that of a limit that others share. */
const GLOBAL_EVERY = 8;
const SHARED_EVERY = 3;

interface Block {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly scope: Scope;
}

/** What one limit counts together: a method and its place, without ids of messages. */
const bucketOf = ({ method, path, isBot }: Asked): string =>
  isBot
    ? `${method} ${path.replace(/^(\/channels\/\d+\/messages)\/\d+$/, '$1')}`
    : // with an interaction's token each call is counted by itself
      `${method} ${path}`;

/** A Discord that says 429 again and again, by every limit it has, and notes who does not wait as told. */
export class Storm {
  readonly #blocks = new Map<string, Block>();
  readonly #stormed: Record<Scope, number> & { early: number } = { user: 0, global: 0, shared: 0, early: 0 };
  /** Answers to interactions that were refused. */
  readonly #answers = new Set<string>();
  #order: StormOrder | undefined;
  #begun = 0;
  #rng: Rng = sfc32(1, 2, 3, 4);

  begin(order: StormOrder): void {
    this.#order = order.share === 0 ? undefined : order;
    this.#rng = sfc32(order.seed, 7, 11, 13);
  }

  readonly refuse = (asked: Asked): TooMany | undefined => {
    const bucket = bucketOf(asked);
    const { isBot, atMs } = asked;
    const block = this.#standing(bucket, atMs) ?? (isBot ? this.#standing(GLOBAL, atMs) : undefined);
    if (block !== undefined) {
      if (atMs - block.fromMs > ON_ITS_WAY_MS) this.#stormed.early += 1;
      return new TooMany(block.untilMs - atMs, block.scope);
    }
    const order = this.#order;
    if (
      order === undefined ||
      (order.isBotOnly && !isBot) ||
      randomBelow(this.#rng, 10_000) >= order.share * 10_000
    )
      return undefined;
    // three seconds hold no third attempt: an answer is refused once
    if (!isBot && this.#answers.has(bucket)) return undefined;
    if (!isBot) this.#answers.add(bucket);
    return this.#begin(bucket, asked, order);
  };

  #standing(bucket: string, atMs: number): Block | undefined {
    const block = this.#blocks.get(bucket);
    if (block === undefined || atMs < block.untilMs) return block;
    this.#blocks.delete(bucket);
    return undefined;
  }

  #begin(bucket: string, { isBot, atMs }: Asked, { isLying }: StormOrder): TooMany {
    this.#begun += 1;
    const scope: Scope =
      isBot && this.#begun % GLOBAL_EVERY === 0
        ? 'global'
        : this.#begun % SHARED_EVERY === 0
          ? 'shared'
          : 'user';
    // Discord tells whole seconds
    const saidMs = isBot && scope !== 'global' ? 1_000 * (1 + randomBelow(this.#rng, 3)) : 1_000;
    this.#stormed[scope] += 1;
    this.#blocks.set(scope === 'global' ? GLOBAL : bucket, {
      fromMs: atMs,
      untilMs: atMs + (isLying ? saidMs + 2_000 : saidMs),
      scope,
    });
    return new TooMany(saidMs, scope);
  }

  get stormed(): Stormed {
    return { ...this.#stormed };
  }
}
