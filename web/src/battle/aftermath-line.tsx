import { useEffect, useState } from 'preact/hooks';
import type { Aftermath } from '../../../src/game/battle/aftermath.ts';

/** Ladder and purses answer a moment after the end: this long, ms. */
const LATER_MS = 1_500;

interface AftermathLineProps {
  /** As it stood at the end. */
  readonly known: Aftermath;
  readonly names: readonly string[];
  /** Looks up how it stands now; a word: there was no answer. */
  readonly lookUp: () => Promise<{ readonly view: { readonly aftermath: Aftermath } } | string>;
}

/** What a battle did to ratings, and what the viewer learned by it; nothing when nobody was rated. */
export const AftermathLine = ({ known, names, lookUp }: AftermathLineProps) => {
  const [{ ratings, xp }, setSeen] = useState(known);
  useEffect(() => {
    const timer = setTimeout(() => {
      void lookUp().then((answer) => typeof answer !== 'string' && setSeen(answer.view.aftermath));
    }, LATER_MS);
    return () => clearTimeout(timer);
  }, []);
  const gained = xp.find((one) => one !== null && one > 0);
  const parts = [
    ...(ratings === null
      ? []
      : names.map((name, n) => `${name} ${ratings.before[n] ?? ''} → ${ratings.after[n] ?? ''}`)),
    ...(gained === undefined || gained === null ? [] : [`+${gained} experience`]),
  ];
  if (parts.length === 0) return null;
  return <p class="aftermath">{parts.join(' · ')}</p>;
};
