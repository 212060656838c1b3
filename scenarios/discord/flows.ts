import type { Step } from './words.ts';

const slash = (name: string, values: NonNullable<Extract<Step, { do: 'slash' }>['values']> = {}): Step => ({
  do: 'slash',
  name,
  values,
});
const use = (verb: string, choice?: string): Step => ({
  do: 'use',
  verb,
  ...(choice === undefined ? {} : { choice }),
});

/** What somebody does before the night begins: a pet, and food for it. */
export const firstSteps = (person: number): readonly Step[] => [
  slash('pet adopt', { species: 'mossback', name: `Biscuit ${person}` }),
  use('quote.confirm'),
  slash('eco buy', { item: 'honeyberry', quantity: '5' }),
  use('quote.confirm'),
];

/** What people do in a row on Discord: commands, buttons, selects, forms and what they type on the way. */
const flowsOf = (person: number, people: number): readonly (readonly Step[])[] => [
  [
    { do: 'complete', name: 'eco buy', option: 'item', partial: 'ho' },
    slash('eco buy', { item: 'honeyberry', quantity: '1' }),
    use('quote.confirm'),
  ],
  [slash('pet view'), use('pet.feed'), use('pet.give')],
  [
    slash('profile edit'),
    { do: 'fill', fields: { title: `Keeper ${person}`, bio: 'Two\nlines', colour: '#112233' } },
  ],
  [slash('pet feed'), slash('pet view'), use('pet.feed'), use('pet.give')],
  [slash('eco pay', { user: { person: (person + 1) % people }, amount: '1' }), use('quote.confirm')],
  [slash('eco shop'), use('eco.shop', 'Toys'), slash('eco balance')],
  [
    { do: 'complete', name: 'osrs dps', option: 'target', partial: 'ab' },
    slash('osrs dps', { target: 'abyssal-demon' }),
  ],
  [slash('pet view'), use('pet.play'), slash('profile view', { user: { person: (person + 7) % people } })],
  [slash('help', { topic: 'pets' }), slash('battle ladder'), slash('notify view')],
];

/** One person's day: flow after flow, each person beginning with another one. */
export class Day {
  readonly #flows: readonly (readonly Step[])[];
  #flow: number;
  #step = 0;

  constructor(person: number, people: number) {
    this.#flows = flowsOf(person, people);
    this.#flow = person % this.#flows.length;
  }

  next(): Step {
    const flow = this.#flows[this.#flow] ?? [];
    const step = flow[this.#step] ?? slash('eco balance');
    this.#step += 1;
    if (this.#step >= flow.length) this.#leave();
    return step;
  }

  #leave(): void {
    this.#flow = (this.#flow + 1) % this.#flows.length;
    this.#step = 0;
  }

  /** The last answer does not offer what came next: the flow is over. */
  giveUp(): void {
    if (this.#step > 0) this.#leave();
  }
}

/** What is always possible. */
export const ANYTIME: Step = slash('eco balance');
