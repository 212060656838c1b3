import type { Place } from '#actors/kit/define-entity.ts';
import type { ThreadCommand } from '#game/battle/thread.ts';
import type { Rng } from '#game/shared/rng.ts';
import { between, oneIn } from './chance.ts';
import type { Fighter, Say } from './fights.ts';
import { simThread } from './kinds.ts';

/** Who speaks to threads where they are shown; no person's id has this form. */
const SURFACE = { id: 'discord:0:threads' };

/** Where battles are shown: a message is posted, lost and posted anew, people follow, and the end closes it. */
export class Threads {
  readonly #rng: Rng;
  readonly #say: Say;
  readonly #shown = new Set<string>();
  #messages = 0;

  constructor(rng: Rng, say: Say) {
    this.#rng = rng;
    this.#say = say;
  }

  /** A battle gets its thread, and perhaps somebody who follows it. */
  show({ realm, id }: Place, battle: 'battle' | 'match', watcher: Fighter): void {
    this.#shown.add(id);
    const place = { guildId: '1', channelId: '2', isThread: false, mayThread: true, scope: 'g1' };
    this.#write({ realm, id }, { type: 'Place', battle, place }, () => {
      this.#post({ realm, id });
      this.#follow({ realm, id }, watcher);
    });
  }

  /** Shows a state: what shows it may be gone. */
  frame(place: Place): void {
    if (!this.#shown.has(place.id) || !oneIn(this.#rng, 100)) return;
    this.#write(place, { type: 'Lose' }, () => this.#post(place));
  }

  /** The battle is over: whoever follows it is told. */
  over(place: Place): void {
    if (!this.#shown.delete(place.id)) return;
    this.#write(place, { type: 'Close' });
    // another process has seen the end as well
    if (oneIn(this.#rng, 100)) this.#write(place, { type: 'Close' });
  }

  #post(place: Place): void {
    this.#messages += 1;
    const message = { channelId: '2', messageId: String(1_000 + this.#messages), threadId: '3' };
    this.#write(place, { type: 'Post', message });
  }

  /** Presses once, or again because they have changed their mind. */
  #follow(place: Place, watcher: Fighter): void {
    const presses = between(this.#rng, 0, 9) === 0 ? 2 : 1;
    for (let press = 0; press < presses; press += 1) {
      this.#say(watcher, simThread, place, { type: 'Follow' }, () => undefined);
    }
  }

  #write(place: Place, command: ThreadCommand, then: () => void = () => undefined): void {
    this.#say(SURFACE, simThread, place, command, then);
  }
}
