import { REST, type RESTOptions, type ResponseLike } from 'discord.js';
import type { Upstream } from '#commands/upstream.ts';
import { UpstreamMeter } from '#integrations/upstream/upstream-meter.ts';
import type { Clock } from '#ports/clock.ts';
import { Fault } from '#ports/fault.ts';
import type { RateLimiter } from '#ports/rate-limiter.ts';
import type { SurfaceLog } from './interactions.ts';
import { sendRequest, type SendRequest } from './send-request.ts';
import { type Patience, TurnLines } from './turn-lines.ts';

/**
 * Of the 50 requests a second that a bot may make, at most 45 in any second, by all of its processes together: 43 evenly, and as
 * much in advance as timers are late.
 */
const RATE = { burst: 3, perSecond: 86 } as const;
const COST = 2;
/** Discord bans an address for 10,000 refused requests in ten minutes; here it ends at 1,100, of all processes together. */
const REFUSED_RATE = { burst: 500, perSecond: 1 } as const;
/** After that nothing of the bot's own is sent for so long at least, ms. */
const BREAK_MS = 10_000;
/** Answer to one request, from its sending on, ms. */
const ANSWER_MS = 15_000;
/** Until its turn and answer, ms. */
const WAIT_MS = 120_000;

/** Refusals that count towards a ban: no right, or too many requests but for limits that others share. */
const isRefused = ({ status, headers }: Pick<ResponseLike, 'status' | 'headers'>): boolean =>
  status === 401 || status === 403 || (status === 429 && headers.get('x-ratelimit-scope') !== 'shared');

export interface BotBudgetParts {
  /** Shared by every process of the bot, or of this one alone. */
  readonly limiter: RateLimiter;
  readonly clock: Clock;
  /** Names the bot; no secret. */
  readonly bot: string;
  readonly log: SurfaceLog;
}

/** Trouble of its own; a refusal is neither that nor a good answer. */
const isBroken = ({ status }: Pick<ResponseLike, 'status'>): boolean => status >= 500;

const CAN_WAIT = 'x-guildhall-can-wait';

const canWaitAs = (patience: Patience): Readonly<Record<string, string>> => ({ [CAN_WAIT]: patience });

/** Headers of a request that begins something: whatever ends something goes before it. Discord does not see them. */
export const begins = canWaitAs('begins');
/** Of one that only carries on. What begins goes before it, but leaves it most turns: many beginnings hold up nothing for long. */
export const canWait = canWaitAs('carries-on');
/** Of one that waits until there is nothing else to do. */
export const canWaitLong = canWaitAs('at-leisure');

const ONCE = 'x-guildhall-once';

/** Of one that must not be sent twice: the client repeats nothing by itself, and whoever asked looks what became of it. */
export const once = { [ONCE]: '1' } as const;

/** Discord was asked and did not say whether it did so. */
class OutcomeUnclear extends Error {
  override readonly name = 'OutcomeUnclear';
}

/** Whether something that was sent {@link once} may have been done. */
export const isUnclear = (error: unknown): boolean => error instanceof OutcomeUnclear;

/**
 * What a bot may ask of Discord with its own token: one budget for all its processes, and a breaker for all that Discord
 * refuses. Answers with an interaction's token are not in the budget; where they are refused they count for the breaker.
 */
export class BotBudget {
  readonly #parts: BotBudgetParts;
  readonly #lines = new TurnLines();
  #isTaken = false;
  readonly #meter: UpstreamMeter;
  #brokenUntilMs = Number.NEGATIVE_INFINITY;

  constructor(parts: BotBudgetParts) {
    this.#parts = parts;
    this.#meter = new UpstreamMeter('Discord', parts.clock);
  }

  /** How Discord stands; asks nothing. */
  look(): Upstream {
    return this.#meter.look(Math.max(0, this.#brokenUntilMs - this.#parts.clock.monoMs()));
  }

  /** Sends a request of the bot's own when its turn has come. @throws Fault E_UNAVAILABLE while the breaker is open */
  readonly request: SendRequest = async (url, init) => {
    // written by the REST client, as a plain object
    const {
      [CAN_WAIT]: patience = 'at-once',
      [ONCE]: isOnce,
      ...headers
    } = init.headers as Readonly<Record<string, string>> & { readonly [CAN_WAIT]?: Patience };
    await this.#admit(patience, init.signal ?? undefined);
    const giveUp = new AbortController();
    const cancel = this.#parts.clock.after(ANSWER_MS, () => giveUp.abort());
    const signals = [giveUp.signal, ...(init.signal == null ? [] : [init.signal])];
    try {
      const sending = { ...init, headers, signal: AbortSignal.any(signals) };
      return await (isOnce === undefined ? this.#noted(url, sending) : this.#sentOnce(url, sending));
    } finally {
      cancel();
    }
  };

  /** @throws OutcomeUnclear where the client would repeat it */
  async #sentOnce(url: string, init: Parameters<SendRequest>[1]): Promise<ResponseLike> {
    let response: ResponseLike;
    try {
      response = await this.#noted(url, init);
    } catch (cause) {
      throw new OutcomeUnclear('Discord was asked and gave no answer', { cause });
    }
    if (!isBroken(response)) return response;
    throw new OutcomeUnclear(`Discord answered ${response.status}: it may have done so or not`);
  }

  /** Sends an answer with an interaction's token. */
  readonly answer: SendRequest = (url, init) => this.#noted(url, init);

  async #noted(url: string, init: Parameters<SendRequest>[1]): Promise<ResponseLike> {
    const response = await this.#sent(url, init);
    if (isRefused(response)) await this.#countRefusal();
    else if (isBroken(response)) this.#meter.failed();
    else this.#meter.answered();
    return response;
  }

  async #sent(url: string, init: Parameters<SendRequest>[1]): Promise<ResponseLike> {
    try {
      return await sendRequest(url, init);
    } catch (error) {
      this.#meter.failed();
      throw error;
    }
  }

  /** One after the other. */
  async #admit(patience: Patience, signal: AbortSignal | undefined): Promise<void> {
    if (this.#isTaken) await new Promise<void>((resolve) => this.#lines.join(patience, resolve));
    this.#isTaken = true;
    try {
      await this.#takeTurn(signal);
    } finally {
      const next = this.#lines.next();
      this.#isTaken = next !== undefined;
      next?.();
    }
  }

  async #takeTurn(signal: AbortSignal | undefined): Promise<void> {
    const { limiter, bot, clock } = this.#parts;
    for (;;) {
      signal?.throwIfAborted();
      const leftMs = this.#brokenUntilMs - clock.monoMs();
      if (leftMs > 0) {
        throw new Fault(
          'E_UNAVAILABLE',
          `Discord refused too many requests of this bot (401, 403, 429): nothing is sent for ${Math.ceil(leftMs / 1_000)} s more.`,
          { retryable: true },
        );
      }
      const admission = await limiter.take(`bot:${bot}`, RATE, COST);
      if (admission.ok) return;
      await new Promise<void>((resolve) => {
        clock.after(admission.retryAfterMs, resolve);
      });
    }
  }

  async #countRefusal(): Promise<void> {
    const { limiter, bot, clock, log } = this.#parts;
    const admission = await limiter.take(`refused:${bot}`, REFUSED_RATE);
    if (admission.ok) return;
    if (this.#brokenUntilMs < clock.monoMs()) {
      log('error', 'Discord refuses too many requests of this bot: it stops before its address is banned', {
        forMs: BREAK_MS,
      });
    }
    this.#brokenUntilMs = clock.monoMs() + Math.max(BREAK_MS, admission.retryAfterMs);
  }
}

/** How a REST client with the bot's token asks within the budget, which takes the place of its own count. */
export const withinBudget = (
  budget: BotBudget,
): Pick<RESTOptions, 'makeRequest' | 'globalRequestsPerSecond' | 'timeout'> => ({
  makeRequest: budget.request,
  globalRequestsPerSecond: Number.MAX_SAFE_INTEGER,
  timeout: WAIT_MS,
});

/** A REST client with a bot's token, within the budget. `api`: REST base, default Discord's own. */
export const budgetedRest = (token: string, api: string | undefined, budget: BotBudget): REST =>
  new REST({ version: '10', ...(api === undefined ? {} : { api }), ...withinBudget(budget) }).setToken(token);
