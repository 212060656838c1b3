import { useEffect, useState } from 'preact/hooks';
import { fetchChoices } from './api.ts';
import type { Line } from './slash.ts';
import { localChoices } from './suggest.ts';
import type { Choice, Persona } from './wire.ts';

const DEBOUNCE_MS = 120;
const NONE: readonly Choice[] = [];

/** The service's choices for the option under the caret: asked 120 ms after the last key, older questions aborted. */
export const useChoices = (
  line: Line,
  persona: string,
  personas: readonly Persona[],
): { readonly choices: readonly Choice[]; readonly loading: boolean } => {
  const [answer, setAnswer] = useState<{ key: string; choices: readonly Choice[]; done: boolean }>();
  const { focus, command } = line;
  const option =
    focus.at === 'value' && localChoices(focus.option, personas) === undefined ? focus.option : undefined;
  const partial = focus.at === 'value' ? focus.query : '';
  const key =
    option === undefined || command === undefined ? '' : `${persona}\n${command.name}\n${option.name}`;
  useEffect(() => {
    if (option === undefined || command === undefined) return undefined;
    const abort = new AbortController();
    const ask = async (): Promise<void> => {
      try {
        const query = { persona, command: command.name, option: option.name, partial };
        setAnswer({ key, choices: await fetchChoices(query, abort.signal), done: true });
      } catch {
        if (!abort.signal.aborted) setAnswer({ key, choices: NONE, done: true });
      }
    };
    const timer = setTimeout(() => void ask(), answer?.key === key ? DEBOUNCE_MS : 0);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [key, partial]);
  if (key === '') return { choices: NONE, loading: false };
  return answer?.key === key ? { choices: answer.choices, loading: false } : { choices: NONE, loading: true };
};
