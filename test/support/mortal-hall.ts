import { FOLLOWERS, KINDS } from '#actors/guardian.ts';
import type { AnyKind, CommandOf, Place, ReplyOf } from '#actors/kit/define-entity.ts';
import type { Answer } from '#actors/kit/engine-api.ts';
import { createMemoryBacking, type MemoryBacking } from '#adapters/memory/backing.ts';
import type { Defer } from '#adapters/memory/faults.ts';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import { type Rng, sfc32 } from '#game/shared/rng.ts';
import type { Commit } from '#ports/commit.ts';
import { Fault } from '#ports/fault.ts';
import { createRig, type Rig } from './kit-rig.ts';

/** A copy of all data, as a disk image would be. */
const imageOf = ({ listeners: _ours, userKeys, deploymentKey, ...data }: MemoryBacking): MemoryBacking => ({
  ...structuredClone(data),
  userKeys: new Map([...userKeys].map(([id, key]) => [id, key === 'erased' ? key : Buffer.from(key)])),
  ...(deploymentKey === undefined ? {} : { deploymentKey: Buffer.from(deploymentKey) }),
  listeners: new Set(),
});

/** The production kinds over memory; the process dies once at a call of its journal, and another one goes on. */
export class MortalHall {
  readonly #clock;
  readonly #kinds: readonly AnyKind[];
  backing: MemoryBacking;
  rig!: Rig;
  #callsLeft = Number.POSITIVE_INFINITY;
  /** Calls of the journal so far: each counts twice, before its effect and before its answer. */
  calls = 0;
  deaths = 0;

  private constructor(backing: MemoryBacking, nowMs: number | undefined, kinds: readonly AnyKind[]) {
    this.backing = backing;
    this.#clock = createVirtualClock(nowMs);
    this.#kinds = kinds;
  }

  static async open(kinds: readonly AnyKind[] = KINDS): Promise<MortalHall> {
    const hall = new MortalHall(createMemoryBacking(), undefined, kinds);
    // the same battles in every run
    await hall.#start(sfc32(1, 2, 3, 4));
    return hall;
  }

  /** Another hall on a copy of this one's data, which dies at its `dieAt`th call of the journal. */
  async copy(dieAt = Number.POSITIVE_INFINITY): Promise<MortalHall> {
    const hall = new MortalHall(imageOf(this.backing), this.#clock.nowMs(), this.#kinds);
    hall.#callsLeft = dieAt;
    await hall.#start();
    return hall;
  }

  get isDead(): boolean {
    return this.#callsLeft <= 0;
  }

  readonly #defer: Defer = (operation, _answer, run) => {
    if (this.isDead) return;
    if (operation === 'append') {
      this.calls += 1;
      this.#callsLeft -= 1;
      if (this.#callsLeft <= 0) return;
    }
    queueMicrotask(run);
  };

  async #start(rng?: Rng): Promise<void> {
    const { backing } = this;
    const rig = createRig({
      kinds: this.#kinds,
      followers: FOLLOWERS,
      backing,
      clock: this.#clock,
      store: { defer: this.#defer },
      ...(rng === undefined ? {} : { rng }),
    });
    const opened: Rig[] = [];
    void rig.then((open) => {
      opened.push(open);
    });
    for (let turn = 0; opened.length === 0 && !this.isDead && turn < 1_000; turn += 1)
      await new Promise<void>((resolve) => setImmediate(resolve));
    const [open] = opened;
    if (open === undefined) return this.#again();
    this.rig = open;
  }

  async #again(): Promise<void> {
    this.deaths += 1;
    this.kill();
    this.#callsLeft = Number.POSITIVE_INFINITY;
    await this.#start();
  }

  kill(): void {
    (this.rig as Rig | undefined)?.engine.kill();
    (this.rig as Rig | undefined)?.store.control.kill();
  }

  /** Lets time pass; who has died meanwhile is followed by another process. */
  async pass(ms: number): Promise<void> {
    await this.rig.pass(ms);
    if (this.isDead) await this.#again();
  }

  /** Gives a command under an id until it is answered, over deaths and faults. */
  async give<K extends AnyKind>(
    kind: K,
    place: Place,
    command: CommandOf<K>,
    by: string,
    key: string,
  ): Promise<Answer<ReplyOf<K>>> {
    for (let tries = 0; tries < 50; tries += 1) {
      const end = { answer: undefined as Answer<ReplyOf<K>> | undefined, error: undefined as unknown };
      const { engine } = this.rig;
      const deaths = this.deaths;
      engine.ask(kind, place, command, this.rig.call(undefined, { commandId: `${by}/${key}`, by })).then(
        (answer) => {
          end.answer = answer;
        },
        (error: unknown) => {
          end.error = error;
        },
      );
      while (end.answer === undefined && end.error === undefined && this.deaths === deaths)
        await this.pass(20);
      if (end.answer !== undefined && this.deaths === deaths) return end.answer;
      if (end.error !== undefined && !(end.error instanceof Fault && end.error.retryable))
        throw new Error(key, { cause: end.error });
    }
    throw new Error(`${key} was never answered`);
  }

  async read<T>(work: (rig: Rig) => Promise<T>): Promise<T> {
    const end = { isOver: false };
    const result = work(this.rig).finally(() => {
      end.isOver = true;
    });
    while (!end.isOver) await this.rig.pass(20);
    return result;
  }

  /** Waits until no effect is on its way. */
  async rest(): Promise<void> {
    for (let turn = 0; turn < 500; turn += 1) {
      await this.pass(50);
      if (this.backing.effects.size === 0 && turn > 3) return;
    }
    throw new Error(`effects never end: ${[...this.backing.effects.keys()].join(', ')}`);
  }

  /** How often an event of that type is in the log, by stream. */
  events(type: string): Readonly<Record<string, number>> {
    const found: Record<string, number> = {};
    for (const [stream, { commits }] of this.backing.streams) {
      for (const { json } of commits) {
        const commit = JSON.parse(json) as Commit;
        for (const { events } of commit.cmds)
          for (const event of events)
            if (event.type === type) found[stream.slice(3)] = (found[stream.slice(3)] ?? 0) + 1;
      }
    }
    return found;
  }
}
