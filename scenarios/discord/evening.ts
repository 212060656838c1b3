import type { Ending } from '../harness/open-loop.ts';
import type { DiscordRig } from './discord-rig.ts';
import { ANYTIME, Day } from './flows.ts';
import { epochOf, Waits } from './waits.ts';

/** People who act one after the other, each when it is their turn and whatever became of the others. */
export class Evening {
  readonly waits = new Waits();
  readonly #rig: DiscordRig;
  readonly #days: readonly Day[];
  /** Those who still wait for an answer. */
  readonly #waiting = new Set<number>();
  undone = 0;

  constructor(rig: DiscordRig, people: number) {
    this.#rig = rig;
    this.#days = Array.from({ length: people }, (_, person) => new Day(person, people));
  }

  async act(n: number, intendedMs: number): Promise<Ending> {
    const person = n % this.#days.length;
    const meantMs = epochOf(intendedMs);
    const day = this.#days[person];
    // who still waits does something else meanwhile: nobody holds back because the service is slow
    const step = this.#waiting.has(person) ? ANYTIME : (day?.next() ?? ANYTIME);
    this.#waiting.add(person);
    let got = await this.#rig.act(person, step);
    if ('undone' in got && got.isLost !== true) {
      this.undone += 1;
      day?.giveUp();
      got = await this.#rig.act(person, ANYTIME);
    }
    this.#waiting.delete(person);
    if ('undone' in got) return 'failed';
    this.waits.note(got, meantMs);
    return 'answered';
  }
}
