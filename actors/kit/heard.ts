import type { Whisper } from './messages.ts';

/** Whispers that are kept for the next command that listens; of more the oldest go. */
const WORDS_MAX = 64;

/** What was whispered to an entity and no command has heard yet. */
export class Heard {
  #words: unknown[] | undefined;

  add({ word }: Whisper): void {
    const words = (this.#words ??= []);
    words.push(word);
    if (words.length > WORDS_MAX) words.shift();
  }

  /** All of it, oldest first, once; nothing for a command that does not listen. */
  take(isListening: boolean | undefined): { readonly heard?: readonly unknown[] } {
    const words = this.#words;
    if (words === undefined || isListening !== true) return NOTHING;
    this.#words = undefined;
    return { heard: words };
  }
}

const NOTHING = Object.freeze({});
