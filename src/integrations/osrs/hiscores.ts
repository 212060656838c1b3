import type { Upstream } from '#commands/upstream.ts';
import type { Cache } from '#ports/cache.ts';
import type { Clock } from '#ports/clock.ts';
import { Fault } from '#ports/fault.ts';
import { type Board, MAIN_BOARD } from './boards.ts';
import { type RawHiscores, type SkillRow, skillRows } from './hiscores-schema.ts';

/** Where hiscores come from. */
export interface HiscoresSource {
  /** In words for people. */
  readonly name: string;
  /** `undefined`: nobody of that name is on this board. @throws Fault E_UPSTREAM */
  read(player: string, board: Board): Promise<RawHiscores | undefined>;
  /** Figures that are made up say so. */
  readonly isDemo: boolean;
  /** How it stands; asks nothing. */
  look(): Upstream;
}

/** What is known of a player. */
export interface Hiscores {
  readonly skills: readonly SkillRow[];
  /** Ms since the epoch. */
  readonly readAtMs: number;
}

export interface Found {
  readonly hiscores: Hiscores;
  /** Why there is nothing newer, when the source failed. */
  readonly fault?: Fault;
}

/** So long nobody asks again for the same player on the same board, ms. */
const FRESH_MS = 600_000;
/** So long an older answer stands in for a source that fails, ms. */
const KEEP_MS = 86_400_000;
/** So long a player stays unknown, ms. */
const UNKNOWN_MS = 60_000;
/** Left to draw and send the answer when the source takes its time, ms. */
const ANSWER_MS = 300;

/** Letters, digits, space, `_` and `-`, 1 to 12 of them. */
const PLAYER = /^[a-z0-9 _-]{1,12}$/i;

/** A player's name with single spaces; `undefined`: not a name of the game. */
export const playerName = (text: string): string | undefined => {
  const name = text.replaceAll(/\s+/g, ' ').trim();
  return PLAYER.test(name) ? name : undefined;
};

const keyOf = (player: string, { id }: Board): string =>
  `osrs/hiscores/${id}/${player.toLowerCase().replaceAll(/[ -]/g, '_')}`;

/** The hiscores, asked once at a time for each player and board, and remembered; an answer always says how old it is. */
export class HiscoresClient {
  readonly #source: HiscoresSource;
  readonly #cache: Cache;
  readonly #clock: Clock;
  readonly #asking = new Map<string, Promise<Hiscores | null>>();

  constructor(source: HiscoresSource, cache: Cache, clock: Clock) {
    this.#source = source;
    this.#cache = cache;
    this.#clock = clock;
  }

  get isDemo(): boolean {
    return this.#source.isDemo;
  }

  /** How the source stands; asks nothing. */
  look(): Upstream {
    return this.#source.look();
  }

  /**
   * A player's hiscores on a board, at most ten minutes old unless the source fails; then with the fault beside them.
   * `undefined`: nobody of that name is there. @throws Fault E_UPSTREAM when nothing is known at all
   */
  async find(player: string, deadlineMonoMs: number, board: Board = MAIN_BOARD): Promise<Found | undefined> {
    const key = keyOf(player, board);
    const known = (await this.#cache.get<Hiscores | null>(key))?.value;
    if (known === null) return undefined;
    if (known !== undefined && this.#clock.nowMs() - known.readAtMs < FRESH_MS) return { hiscores: known };
    try {
      const hiscores = await this.#within(this.#ask(key, player, board), deadlineMonoMs - ANSWER_MS);
      return hiscores === null ? undefined : { hiscores };
    } catch (error) {
      if (!(error instanceof Fault) || known === undefined) throw error;
      return { hiscores: known, fault: error };
    }
  }

  async #ask(key: string, player: string, board: Board): Promise<Hiscores | null> {
    const running = this.#asking.get(key);
    if (running !== undefined) return running;
    const asked = this.#load(key, player, board).finally(() => this.#asking.delete(key));
    this.#asking.set(key, asked);
    return asked;
  }

  async #load(key: string, player: string, board: Board): Promise<Hiscores | null> {
    const raw = await this.#source.read(player, board);
    const hiscores = raw === undefined ? null : { skills: skillRows(raw), readAtMs: this.#clock.nowMs() };
    await this.#cache.set(key, hiscores, hiscores === null ? UNKNOWN_MS : KEEP_MS);
    return hiscores;
  }

  /** What comes in time; what comes later is remembered for the next who asks. @throws Fault E_UPSTREAM */
  async #within<T>(work: Promise<T>, untilMonoMs: number): Promise<T> {
    const late = Promise.withResolvers<never>();
    const cancel = this.#clock.after(Math.max(0, untilMonoMs - this.#clock.monoMs()), () => {
      const { name } = this.#source;
      late.reject(new Fault('E_UPSTREAM', `${name}: no answer in time`, { retryable: true, source: name }));
    });
    try {
      return await Promise.race([work, late.promise]);
    } finally {
      cancel();
    }
  }
}
