import { createHistogram } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { streamOf } from '#actors/kit/stream-id.ts';
import type { Member, Processes } from './processes.ts';
import { type Register, type Registers, repeat } from './registers.ts';

const PAUSE_MS = 300;

/** Durable commands given to the owner of their entity, and to another process; µs. */
export interface Times {
  readonly unrouted: ReturnType<typeof createHistogram>;
  readonly routed: ReturnType<typeof createHistogram>;
}

/** People who write and read a value through all processes, one after the other, and how long the writing took. */
export class Clients {
  readonly #processes: Processes;
  readonly #registers: Registers;
  readonly times: Times = { unrouted: createHistogram(), routed: createHistogram() };
  isMeasured = false;
  #isOver = false;
  #running: Promise<unknown> = Promise.resolve();
  #turn = 0;

  constructor(processes: Processes, registers: Registers) {
    this.#processes = processes;
    this.#registers = registers;
  }

  start(): void {
    this.#running = Promise.all(this.#registers.all.map((register) => this.#live(register)));
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  #member(): Member {
    const open = this.#processes.members.filter(({ isInRotation }) => isInRotation);
    this.#turn += 1;
    const member = open[this.#turn % open.length];
    if (member === undefined) throw new Error('nobody is there');
    return member;
  }

  async #live(register: Register): Promise<void> {
    while (!this.#isOver) {
      const member = this.#member();
      const before = this.#ownerOf(register);
      const startedMs = performance.now();
      const again = await this.#registers.write(register, member);
      if (again !== undefined)
        await repeat(
          (other) => again(other),
          () => this.#member(),
        );
      else if (this.isMeasured && before !== undefined && before === this.#ownerOf(register)) {
        const which = before.startsWith(`${member.node}/`) ? 'unrouted' : 'routed';
        this.times[which].record(Math.max(1, Math.round((performance.now() - startedMs) * 1_000)));
      }
      await this.#registers.read(register, this.#member());
      await sleep(PAUSE_MS);
    }
  }

  #ownerOf({ userId }: Register): string | undefined {
    return userId === undefined
      ? undefined
      : this.#processes.watcher.leases.ownerOf(streamOfUser(userId).shard);
  }
}

/** Where a person's entity lies in the log. */
export const streamOfUser = (userId: string): ReturnType<typeof streamOf> =>
  streamOf({ kind: 'user', realm: '0', id: userId });
