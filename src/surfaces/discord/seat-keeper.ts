import type { Clock } from '#ports/clock.ts';
import type { Seats } from '#ports/seats.ts';
import type { ShardChoice } from './gateway-source.ts';
import type { SurfaceLog } from './interactions.ts';
import { DiscordRefusal } from './refusal.ts';

/** A seat that is taken is asked for again after so long, ms. */
const AGAIN_MS = 250;

export interface SeatKeeperParts {
  readonly seats: Seats;
  readonly shards: ShardChoice;
  /** This process, as an operator finds it. */
  readonly self: string;
  /** Whether a holder is known to have ended. */
  readonly isGone: (holder: string) => boolean;
  readonly clock: Clock;
  readonly log: SurfaceLog;
  /** Somebody else has a seat of ours. */
  readonly onRefusal: (refusal: DiscordRefusal) => void;
}

/**
 * Keeps the shards of this process to it: a second one with the same token and shards is refused, for both would hear and
 * answer the same. While what the seats lie in is away nobody is refused.
 */
export class SeatKeeper {
  readonly #parts: SeatKeeperParts;
  readonly #names: readonly string[];
  #cancel = (): void => undefined;
  #isStopped = false;

  constructor(parts: SeatKeeperParts) {
    this.#parts = parts;
    const { ids, count } = parts.shards;
    this.#names = ids.map((id) => `${id}/${count}`);
  }

  /** Waits as long as a dead process's seat is kept. @throws DiscordRefusal that names who has it */
  async start(): Promise<void> {
    const { seats, clock, log } = this.#parts;
    const untilMs = clock.monoMs() + seats.keptMs + 2 * AGAIN_MS;
    for (let tries = 0; ; tries += 1) {
      const refusal = await this.#take();
      if (refusal === undefined) break;
      if (clock.monoMs() > untilMs) throw refusal;
      if (tries === 0)
        log('warn', 'another process has this part of the bot; waiting whether it ends', {
          why: refusal.message,
        });
      await new Promise<void>((resolve) => {
        clock.after(AGAIN_MS, resolve);
      });
    }
    this.#next();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancel();
    try {
      await this.#parts.seats.leave(this.#names, this.#parts.self);
    } catch {
      // it is free soon by itself
    }
  }

  #next(): void {
    if (this.#isStopped) return;
    const { seats, clock, onRefusal } = this.#parts;
    this.#cancel = clock.after(seats.keptMs / 4, () => {
      void this.#take().then((refusal) => {
        if (refusal === undefined) this.#next();
        else if (!this.#isStopped) onRefusal(refusal);
      });
    });
  }

  /** `undefined`: they are ours, as far as is known. */
  async #take(): Promise<DiscordRefusal | undefined> {
    const { seats, self, isGone, log } = this.#parts;
    try {
      const gone: string[] = [];
      let seating = await seats.take(this.#names, self);
      while (!seating.ok && !gone.includes(seating.holder) && isGone(seating.holder)) {
        gone.push(seating.holder);
        seating = await seats.take(this.#names, self, gone);
      }
      return seating.ok ? undefined : refusedBy(seating.holder, seating.seat);
    } catch (error) {
      log('warn', 'whether another process has this part of the bot cannot be asked now', { err: error });
      return undefined;
    }
  }
}

const refusedBy = (holder: string, seat: string): DiscordRefusal =>
  new DiscordRefusal(
    `Another process (${holder}) is on Discord with this DISCORD_TOKEN for shard ${seat}: stop one of the two, or give each its own shards by GUILDHALL_DISCORD_SHARD_IDS.`,
  );
