/**
 * Free text and external ids of a person. In memory it is plain; the kit encrypts `text` under the key of user `by`
 * before it reaches a commit, a snapshot, an effect or a reply, and `null` is what is left once that key is deleted.
 * The property name `$sealed` is reserved: it is how the kit finds these values in JSON.
 */
export interface Sealed {
  readonly $sealed: { readonly by: string; readonly text: string | null };
}

/** Seals `text` under the key of user `by`. */
export const sealed = (by: string, text: string): Sealed => ({ $sealed: { by, text } });

/** The text, or `erased` when its person is gone. */
export const unsealed = (value: Sealed, erased = '[erased]'): string => value.$sealed.text ?? erased;
