import type { FakeDiscord } from './fake-discord.ts';
import type { Answer } from './interactions.ts';
import { allParts, FLAGS, type Part } from './message-form.ts';
import type { OptionValues } from './people.ts';
import type { FakeMessage, FakeUser } from './world.ts';

/** What came of one step: its answer in words, and whether it was refused or broke. */
export interface Step {
  readonly what: string;
  readonly answer: Answer;
  readonly words: string;
  readonly isBroken: boolean;
}

const partsOf = (message: FakeMessage | undefined): readonly Part[] =>
  allParts((message?.components ?? []) as readonly Part[]).map(({ part }) => part);

/** The texts of a message, one below the other. */
export const wordsOf = (message: FakeMessage | undefined): string =>
  partsOf(message)
    .flatMap(({ content }) => content ?? [])
    .join('\n');

const verbOf = (customId: string | undefined): string => (customId ?? '').split('.').slice(1, 3).join('.');

/** Plays a story on a fake Discord: commands, and what people do with the answers. */
export class Story {
  readonly #fake: FakeDiscord;
  readonly #last = new Map<string, Answer>();
  /** The message of which a form was opened, by who fills it in. */
  readonly #formOf = new Map<string, FakeMessage | undefined>();
  readonly steps: Step[] = [];

  constructor(fake: FakeDiscord) {
    this.#fake = fake;
  }

  /** Runs a slash command. */
  async say(user: FakeUser, name: string, values: OptionValues = {}): Promise<Answer> {
    const answer = await this.#fake.people.slash({ user }, name, values).answer;
    this.#formOf.set(user.id, undefined);
    return this.#keep(user, `/${name}`, answer);
  }

  /** Uses a control of the last answer that somebody got: `feature.verb`, and what to choose or which label to press. */
  async use(user: FakeUser, verb: string, choice?: string): Promise<Answer> {
    const message = this.#last.get(user.id)?.message;
    const found = partsOf(message).filter((part) => verbOf(part.custom_id) === verb);
    const part = found.find(({ type, label }) => type === 3 || choice === undefined || label === choice);
    if (message === undefined || part?.custom_id === undefined) {
      throw new Error(`${verb} is not on: ${wordsOf(message)} ${this.controls(user).join(' ')}`);
    }
    this.#formOf.set(user.id, message);
    const act =
      part.type === 3
        ? this.#fake.people.choose({ user }, message, part.custom_id, [
            choice ?? part.options?.[0]?.value ?? '',
          ])
        : this.#fake.people.press({ user }, message, part.custom_id);
    return this.#keep(user, verb, await act.answer);
  }

  /** Fills in the form that was opened last, and sends it. */
  async fill(user: FakeUser, fields: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const form = this.#last.get(user.id);
    if (form?.modal === undefined) throw new Error('no form is open');
    const customId = form.modal['custom_id'] as string;
    const act = this.#fake.people.submit({ user }, form, fields, this.#formOf.get(user.id));
    return this.#keep(user, verbOf(customId), await act.answer);
  }

  /** Puts a control by hand on a message of somebody's own and presses it, or chooses `value` from it. */
  async press(user: FakeUser, customId: string, value?: string): Promise<Answer> {
    const { world, people, channel } = this.#fake;
    const message = world.addMessage({ channelId: channel.id, authorId: world.bot.id, forUserId: user.id });
    message.flags = FLAGS.ephemeral | FLAGS.componentsV2;
    const part =
      value === undefined
        ? { type: 2, style: 2, label: 'Press', custom_id: customId }
        : { type: 3, custom_id: customId, options: [{ label: value, value }] };
    message.components = [{ type: 1, components: [part] }];
    this.#formOf.set(user.id, message);
    const act =
      value === undefined
        ? people.press({ user }, message, customId)
        : people.choose({ user }, message, customId, [value]);
    return this.#keep(user, verbOf(customId), await act.answer);
  }

  /** What can be pressed on the last answer. */
  controls(user: FakeUser): readonly string[] {
    return partsOf(this.#last.get(user.id)?.message).flatMap(({ custom_id: id }) =>
      id === undefined ? [] : [verbOf(id)],
    );
  }

  /** What a control of the last answer is about. */
  entityOf(user: FakeUser, verb: string): string {
    const part = partsOf(this.#last.get(user.id)?.message).find(({ custom_id: id }) => verbOf(id) === verb);
    return part?.custom_id?.split('.')[3] ?? '';
  }

  /** The words of the last answer. */
  words(user: FakeUser): string {
    return wordsOf(this.#last.get(user.id)?.message);
  }

  #keep(user: FakeUser, what: string, answer: Answer): Answer {
    const words = wordsOf(answer.message);
    this.#last.set(user.id, answer);
    this.steps.push({ what, answer, words, isBroken: words.includes('Something broke') });
    return answer;
  }
}
