import type { Clock } from '#ports/clock.ts';
import type { SurfaceLog } from './interactions.ts';

/** So many answers of somebody else within this time are no accident. */
const ANSWERS = { count: 3, withinMs: 60_000 } as const;
/** So many new sessions of one shard within this time are no accident. */
const SESSIONS = { count: 4, withinMs: 10 * 60_000 } as const;
/** It is said again after so long, ms. */
const QUIET_MS = 10 * 60_000;

const ADVICE =
  'another process may run with the same DISCORD_TOKEN: stop one of the two; with REDIS_URL the second one is refused at its start';

/** Notices by what Discord says that a second bot runs on the same token. */
export class TwinWatch {
  readonly #clock: Clock;
  readonly #log: SurfaceLog;
  readonly #times = new Map<string, number[]>();
  readonly #saidMs = new Map<string, number>();

  constructor(clock: Clock, log: SurfaceLog) {
    this.#clock = clock;
    this.#log = log;
  }

  /** Somebody else gave the first answer to an interaction that only came here. */
  answeredByOther(): void {
    this.#note('answers', ANSWERS, `interactions are answered by somebody else: ${ADVICE}`);
  }

  /** A session of a shard began anew. */
  sessionBegan(shardId: number): void {
    this.#note(`session ${shardId}`, SESSIONS, `Discord ends session after session: ${ADVICE}`);
  }

  /** What an error of a login says of twins; `undefined`: nothing. */
  static loginProblem(error: unknown): string | undefined {
    const text = error instanceof Error ? error.message : '';
    const until = /^Not enough sessions remaining.*resets at (\S+)/.exec(text)?.[1];
    return until === undefined
      ? undefined
      : `Discord lets this bot log in no more until ${until}: a process starts again and again, or ${ADVICE}`;
  }

  #note(what: string, limit: typeof ANSWERS | typeof SESSIONS, line: string): void {
    const nowMs = this.#clock.monoMs();
    const times = (this.#times.get(what) ?? []).filter((atMs) => nowMs - atMs < limit.withinMs);
    times.push(nowMs);
    this.#times.set(what, times);
    const saidMs = this.#saidMs.get(what) ?? Number.NEGATIVE_INFINITY;
    if (times.length < limit.count || nowMs - saidMs < QUIET_MS) return;
    this.#saidMs.set(what, nowMs);
    this.#log('error', line, { times: times.length });
  }
}
