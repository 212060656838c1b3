import type { Clock } from '#ports/clock.ts';
import { Fault } from '#ports/fault.ts';
import type { Entity } from './entity.ts';
import { ending } from './messages.ts';

/** A drain takes so much longer at most than it is given, ms: what follows the log ends, and the shards are given back. */
export const DRAIN_TAIL_MS = 1_000;
/** Of which what follows the log may take so much, ms. */
const FOLLOWED_MS = 400;

/** So many go to sleep at a time: what they store meanwhile shares a commit of the store. */
const ASLEEP_AT_ONCE = 256;

/** What a drain needs of the engine. */
export interface Draining {
  readonly clock: Clock;
  /** Everything decided is durable, and nobody's answer is under way. */
  isAtRest(): boolean;
  /** Nothing is decided that is not durable. */
  isQuiet(): boolean;
  /** Gives the entities to who has their shards next. */
  handOver(): Promise<void>;
  entities(): Iterable<Entity>;
  kill(): void;
  /** What follows the log has ended. */
  readonly followed: Promise<void>;
  /** Gives the shards back. */
  release(): Promise<void>;
  alarm(error: unknown): void;
}

const turn = (clock: Clock): Promise<void> =>
  new Promise((resolve) => {
    clock.after(1, resolve);
  });

/** Sends entities to sleep while there is time; the first that fails ends it, as the others would. */
const sleepAll = async (entities: Iterable<Entity>, isTime: () => boolean): Promise<void> => {
  const queue = entities[Symbol.iterator]();
  let hasFailed = false;
  const next = async (): Promise<void> => {
    for (let at = queue.next(); at.done !== true; at = queue.next()) {
      if (hasFailed || !isTime()) return;
      await at.value.passivate();
    }
  };
  const fail = (error: unknown): never => {
    hasFailed = true;
    throw error;
  };
  await Promise.all(Array.from({ length: ASLEEP_AT_ONCE }, async () => next().catch(fail)));
};

/**
 * Finishes what is in flight, sends everybody to sleep and gives the shards back, with `timeoutMs` for what must be and
 * {@link DRAIN_TAIL_MS} for the rest. `false`: time was up first, or something failed, which was an alarm; what can still be
 * done is done all the same.
 */
export const drain = async (parts: Draining, timeoutMs: number): Promise<boolean> => {
  const { clock } = parts;
  const endMs = clock.monoMs() + timeoutMs;
  /** Whether it was done in time. */
  const done = async (work: Promise<unknown>, what: string, untilMs: number): Promise<boolean> => {
    let cancel = (): void => undefined;
    const late = new Promise<never>((_, reject) => {
      cancel = clock.after(Math.max(0, untilMs - clock.monoMs()), () =>
        reject(new Fault('E_UNAVAILABLE', `${what}: time was up`, { retryable: true })),
      );
    });
    try {
      await Promise.race([work, late]);
      return true;
    } catch (error) {
      parts.alarm(error);
      return false;
    } finally {
      cancel();
    }
  };
  // a person's answer may take several steps: who was let in is answered in full before the entities leave
  while (!parts.isAtRest() && clock.monoMs() < endMs) await turn(clock);
  const isQuiet = parts.isQuiet();
  // others wait for these shards: what only spares them some reading can be left
  const isHandedOver = isQuiet && (await done(parts.handOver(), 'entities could not be handed over', endMs));
  const areAsleep = await done(
    sleepAll(parts.entities(), () => clock.monoMs() < endMs),
    'entities could not be put to sleep',
    endMs,
  );
  for (const entity of parts.entities()) if (entity.status !== 'stopping') entity.leave(ending());
  parts.kill();
  const hasFollowed = await done(parts.followed, 'followers could not end', endMs + FOLLOWED_MS);
  const isReleased = await done(parts.release(), 'shards could not be given back', endMs + DRAIN_TAIL_MS);
  return isHandedOver && areAsleep && hasFollowed && isReleased;
};
