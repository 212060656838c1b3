import { parseCommitKey } from './commit.ts';

/** An effect's id as its parts; `undefined` when the text is not one. */
export interface EffectPlace {
  readonly stream: string;
  readonly seq: number;
  readonly cmd: number;
  readonly n: number;
}

const EFFECT = /^(.+#\d{12})\/(\d+)\/(\d+)$/;

/** Takes an effect id apart. */
export const parseEffectId = (id: string): EffectPlace | undefined => {
  const match = EFFECT.exec(id);
  if (match?.[1] === undefined) return undefined;
  return { ...parseCommitKey(match[1]), cmd: Number(match[2]), n: Number(match[3]) };
};

/** Order of cause within one sender; by the sender's name across senders. Below zero: `a` comes first. */
export const compareEffects = (a: EffectPlace, b: EffectPlace): number => {
  if (a.stream !== b.stream) return a.stream < b.stream ? -1 : 1;
  return a.seq - b.seq || a.cmd - b.cmd || a.n - b.n;
};
