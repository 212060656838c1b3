import type { Clock } from '#ports/clock.ts';
import type { Entity } from './entity.ts';

const BUCKET_MS = 1_000;

/** Sends entities to sleep that nobody has spoken to for a while: one timer for all of them. */
export class IdleWatch {
  readonly #clock: Clock;
  readonly #buckets = new Map<number, { readonly entity: Entity; readonly idleMs: number }[]>();
  #cancel: (() => void) | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  watch(entity: Entity, idleMs: number): void {
    this.#put(entity, idleMs, this.#clock.monoMs() + idleMs);
  }

  stop(): void {
    this.#cancel?.();
    this.#buckets.clear();
  }

  #put(entity: Entity, idleMs: number, atMs: number): void {
    const bucket = Math.ceil(atMs / BUCKET_MS);
    const list = this.#buckets.get(bucket);
    if (list === undefined) this.#buckets.set(bucket, [{ entity, idleMs }]);
    else list.push({ entity, idleMs });
    this.#cancel ??= this.#clock.after(BUCKET_MS, this.#sweep);
  }

  readonly #sweep = (): void => {
    this.#cancel = undefined;
    const nowMs = this.#clock.monoMs();
    const due = Math.floor(nowMs / BUCKET_MS);
    for (const [bucket, list] of this.#buckets) {
      if (bucket > due) continue;
      this.#buckets.delete(bucket);
      for (const { entity, idleMs } of list) void this.#look(entity, idleMs, nowMs);
    }
    if (this.#buckets.size > 0) this.#cancel ??= this.#clock.after(BUCKET_MS, this.#sweep);
  };

  async #look(entity: Entity, idleMs: number, nowMs: number): Promise<void> {
    if (entity.status === 'stopping') return;
    const idleAtMs = entity.lastActiveMs + idleMs;
    if (idleAtMs <= nowMs && (await entity.passivate())) return;
    this.#put(entity, idleMs, Math.max(idleAtMs, nowMs + BUCKET_MS));
  }
}
