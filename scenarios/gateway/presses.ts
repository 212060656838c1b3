import { setTimeout as sleep } from 'node:timers/promises';
import type { FakeDiscord } from '#test/support/fake-discord/fake-discord.ts';
import type { FakeInteraction } from '#test/support/fake-discord/interactions.ts';
import type { FakeUser } from '#test/support/fake-discord/world.ts';

interface Press {
  readonly interaction: FakeInteraction;
  isAnswered: boolean;
}

/** People on Discord who each give a command when it is their turn, whatever became of the one before. */
export class Presses {
  readonly #fake: FakeDiscord;
  readonly #people: readonly FakeUser[];
  readonly #presses: Press[] = [];
  #running: Promise<void> = Promise.resolve();
  #isOver = false;

  constructor(fake: FakeDiscord, people: number) {
    this.#fake = fake;
    this.#people = Array.from({ length: people }, (_, n) => fake.world.addUser(`person${n}`));
  }

  /** Lets everybody come in, one after the other. */
  async arrive(): Promise<void> {
    for (const user of this.#people) await this.#fake.people.slash({ user }, 'help').answer;
  }

  start(perSecond: number): void {
    this.#running = this.#run(perSecond);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  async #run(perSecond: number): Promise<void> {
    const startedMs = performance.now();
    for (let n = 0; !this.#isOver; n += 1) {
      await sleep(Math.max(0, startedMs + (n * 1_000) / perSecond - performance.now()));
      const user = this.#people[n % this.#people.length];
      if (user !== undefined) this.#press(user, n);
    }
  }

  #press(user: FakeUser, n: number): void {
    const via = n % 4 < 2 ? 'dm' : 'inbox';
    const { interaction, answer } =
      n % 2 === 0
        ? this.#fake.people.slash({ user }, 'notify set', { event: 'gift', via })
        : this.#fake.people.slash({ user }, 'eco balance');
    const press = { interaction, isAnswered: false };
    this.#presses.push(press);
    void answer.then(() => {
      press.isAnswered = true;
    });
  }

  get sent(): number {
    return this.#presses.length;
  }

  /** Interactions of a time, on the fake's clock, that nobody acknowledged, and those that were and have no answer. */
  lost(fromMs: number, toMs: number): { readonly unacknowledged: number; readonly unanswered: number } {
    const found = this.#presses.filter(
      ({ interaction: { sentAtMs }, isAnswered }) => !isAnswered && sentAtMs >= fromMs && sentAtMs < toMs,
    );
    const unacknowledged = found.filter(({ interaction }) => interaction.ack === undefined).length;
    return { unacknowledged, unanswered: found.length - unacknowledged };
  }
}
