import type { FakeDiscord } from '#test/support/fake-discord/fake-discord.ts';
import type { Answer } from '#test/support/fake-discord/interactions.ts';
import { allParts, type Part } from '#test/support/fake-discord/message-form.ts';
import type { Act as Done, Acting, OptionValues } from '#test/support/fake-discord/people.ts';
import { wordsOf } from '#test/support/fake-discord/story.ts';
import type { FakeChannel, FakeMessage, FakeUser } from '#test/support/fake-discord/world.ts';
import type { Act, FakeOrder, Kind, Step, Told, Undone } from './words.ts';

const WORDS_MAX = 1_000;
const SELECT = 3;
/** Between copies of one interaction beyond the second, ms. */
const COPY_EVERY_MS = 1_000;

interface Person {
  readonly user: FakeUser;
  readonly channel: FakeChannel;
  last: Answer | undefined;
  /** The message of which a form was opened. */
  formOf: FakeMessage | undefined;
}

interface Begun {
  readonly kind: Kind;
  readonly done: Done;
}

const partsOf = (message: FakeMessage | undefined): readonly Part[] =>
  allParts((message?.components ?? []) as readonly Part[]).map(({ part }) => part);

const verbOf = (customId: string): string => customId.split('.').slice(1, 3).join('.');

/** Many people at their screens, spread over guilds, each going on from their own last answer. */
export class Screens {
  readonly #fake: FakeDiscord;
  readonly #people: readonly Person[];
  readonly #tell: (told: Told | Undone) => void;
  readonly #open = new Set<Done>();
  readonly #messages = new Map<string, FakeMessage>();
  /** Channels by the battle that is shown there. */
  readonly #channels: ReadonlyMap<string, string>;

  constructor(
    fake: FakeDiscord,
    { guilds, people, channels: each = 1 }: Pick<FakeOrder, 'guilds' | 'people' | 'channels'>,
    battles: ReadonlyMap<string, string>,
    tell: (told: Told | Undone) => void,
  ) {
    this.#fake = fake;
    this.#tell = tell;
    this.#channels = battles;
    const { world } = fake;
    const homes = Array.from({ length: guilds }, (_, n) => world.addGuild(`Guild ${n}`));
    const channels = Array.from({ length: each }, (_, n) =>
      homes.map(({ id }) => world.addChannel({ type: 0, name: `general-${n}`, guildId: id })),
    ).flat();
    this.#people = Array.from({ length: people }, (_, n): Person => ({
      user: world.addUser(`person${n.toString(36)}`),
      channel: channels[n % channels.length] ?? fake.channel,
      last: undefined,
      formOf: undefined,
    }));
  }

  /** Interactions that have no answer, by whether they were acknowledged. */
  get open(): { readonly unacknowledged: number; readonly unanswered: number } {
    const acknowledged = [...this.#open].filter(({ interaction }) => interaction.ack !== undefined).length;
    return { unacknowledged: this.#open.size - acknowledged, unanswered: acknowledged };
  }

  /** Lets somebody act and tells what they got, or that their last answer does not offer it. */
  act({ act, person: n, step, copies, isSeparate }: Act): void {
    const person = this.#person(n);
    const by = { user: person.user, channel: person.channel };
    let begun: Begun;
    try {
      begun = this.#begin(person, step, by);
    } catch (error) {
      this.#tell({ act, undone: error instanceof Error ? error.message : String(error) });
      return;
    }
    this.#open.add(begun.done);
    for (let copy = 1; copy < copies; copy += 1) {
      setTimeout(
        () => {
          if (isSeparate === true && step.do === 'slash') this.#begin(person, step, by);
          else this.#fake.gateway.send('INTERACTION_CREATE', begun.done.payload);
        },
        (copy - 1) * COPY_EVERY_MS,
      );
    }
    void begun.done.answer.then((answer) => this.#answered(act, person, begun, answer));
  }

  #answered(act: number, person: Person, { done, kind }: Begun, answer: Answer): void {
    this.#open.delete(done);
    if (kind !== 'autocomplete') person.last = answer;
    const { id, sentAtMs } = done.interaction;
    this.#tell({
      act,
      id,
      kind,
      sentAtMs,
      ackAtMs: sentAtMs + answer.ackMs,
      finalAtMs: Date.now(),
      isDeferred: answer.isDeferred,
      words: wordsOf(answer.message).slice(0, WORDS_MAX),
      choices: answer.choices?.length ?? 0,
    });
  }

  #person(n: number): Person {
    const person = this.#people[n];
    if (person === undefined) throw new RangeError(`there is no person ${n}`);
    return person;
  }

  #begin(person: Person, step: Step, by: Acting): Begun {
    const { people } = this.#fake;
    switch (step.do) {
      case 'slash': {
        person.formOf = undefined;
        return { kind: 'command', done: people.slash(by, step.name, this.#valuesOf(step.values ?? {})) };
      }
      case 'complete':
        return { kind: 'autocomplete', done: people.complete(by, step.name, step.option, step.partial) };
      case 'fill': {
        if (person.last === undefined) throw new Error('no form is open');
        return { kind: 'form', done: people.submit(by, person.last, step.fields, person.formOf) };
      }
      case 'use':
        return this.#use(person, step, by);
      case 'watch': {
        const message = this.#messageOf(step.battle);
        const part = partsOf(message).find(({ label }) => label === step.label);
        if (message === undefined || part?.custom_id === undefined)
          throw new Error(`no ${step.label} under battle ${step.battle}`);
        const { user } = by;
        return { kind: 'button', done: people.press({ user }, message, part.custom_id) };
      }
    }
  }

  /** The message in the thread of a battle; it stays the same for as long as anybody looks here. */
  #messageOf(battle: string): FakeMessage | undefined {
    const known = this.#messages.get(battle);
    if (known !== undefined) return known;
    const channelId = this.#channels.get(battle);
    const found = [...this.#fake.world.messages.values()].find(
      (message) => message.channelId === channelId && message.forUserId === undefined,
    );
    if (found !== undefined) this.#messages.set(battle, found);
    return found;
  }

  #use(person: Person, { verb, choice }: Extract<Step, { do: 'use' }>, by: Acting): Begun {
    const { people } = this.#fake;
    const message = person.last?.message;
    const part = partsOf(message).find(
      ({ custom_id: id, type, label }) =>
        verbOf(id ?? '') === verb && (type === SELECT || choice === undefined || label === choice),
    );
    if (message === undefined || part?.custom_id === undefined)
      throw new Error(`no ${verb} on “${wordsOf(message).slice(0, WORDS_MAX)}”`);
    person.formOf = message;
    if (part.type !== SELECT) return { kind: 'button', done: people.press(by, message, part.custom_id) };
    const chosen = choice ?? part.options?.[0]?.value ?? '';
    return { kind: 'select', done: people.choose(by, message, part.custom_id, [chosen]) };
  }

  #valuesOf(values: NonNullable<Extract<Step, { do: 'slash' }>['values']>): OptionValues {
    return Object.fromEntries(
      Object.entries(values).map(([name, value]) => [
        name,
        typeof value === 'object' ? this.#person(value.person).user : value,
      ]),
    );
  }
}
