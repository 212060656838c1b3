import type { Call } from '#actors/kit/engine-api.ts';
import type { AnyKind, Place, ReadArgs, ReadNames, ReadResult } from '#actors/kit/define-entity.ts';
import type { Clock } from '#ports/clock.ts';
import type { Deps } from './deps.ts';
import { RecordingEngine } from './recording-engine.ts';

/** How long what suggestions come from is good, ms: the command checks its values again. */
const FRESH_MS = 2_000;
/** Answers kept; beyond that each question is asked. */
const ANSWERS_MAX = 2_000;

/** Answers of a moment ago, by question; who asks while the first is on its way waits for it. */
class Answers {
  readonly #clock: Pick<Clock, 'after'>;
  readonly #kept = new Map<string, Promise<unknown>>();

  constructor(clock: Pick<Clock, 'after'>) {
    this.#clock = clock;
  }

  get<T>(question: readonly unknown[], ask: () => Promise<T>): Promise<T> {
    const key = JSON.stringify(question);
    const kept = this.#kept.get(key);
    // kept under what was asked
    if (kept !== undefined) return kept as Promise<T>;
    const answer = ask();
    if (this.#kept.size >= ANSWERS_MAX) return answer;
    this.#kept.set(key, answer);
    const forget = (): void => {
      if (this.#kept.get(key) === answer) this.#kept.delete(key);
    };
    answer.catch(forget);
    // not only when somebody asks again: people's words must not stay
    this.#clock.after(FRESH_MS, forget);
    return answer;
  }
}

/** The engine for suggestions: what was read a moment ago is not read again. */
class TypingEngine extends RecordingEngine {
  readonly #answers: Answers;

  constructor(engine: Deps['engine'], answers: Answers) {
    super(engine);
    this.#answers = answers;
  }

  override async read<K extends AnyKind, N extends ReadNames<K>>(
    kind: K,
    place: Place,
    name: N,
    args: ReadArgs<K, N>,
    call: Pick<Call, 'scope' | 'deadlineMonoMs'>,
  ): Promise<ReadResult<K, N>> {
    const question = ['read', kind.kind, place.realm, place.id, name, args];
    return this.#answers.get(question, () => super.read(kind, place, name, args, call));
  }
}

const remembered = new WeakMap<Deps, Deps>();

/**
 * What suggestions may reach: the same as commands, from memory where it was looked up within the last two seconds. A
 * keystroke comes every hundred milliseconds, and what it asks may lie in another process or in a database.
 */
export const typingDeps = (deps: Deps): Deps => {
  const known = remembered.get(deps);
  if (known !== undefined) return known;
  const answers = new Answers(deps.clock);
  const { views } = deps;
  const made: Deps = {
    ...deps,
    engine: new TypingEngine(deps.engine, answers),
    views: {
      rows: (name, prefix, options) =>
        answers.get(['rows', name, prefix, options], () => views.rows(name, prefix, options)),
    },
  };
  remembered.set(deps, made);
  return made;
};
