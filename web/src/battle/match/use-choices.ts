import { useEffect, useState } from 'preact/hooks';
import { mintKey, sendCommand } from '../../api.ts';
import { useKeys } from '../use-keys.ts';
import { arm, beginPicking, choiceOf, menuOf, type MenuEntry, type Picking, press } from './choice-menu.ts';
import { choiceLine } from './match-api.ts';
import type { SideRequest } from './match-wire.ts';

interface Asked {
  readonly id: string;
  readonly persona: string;
  readonly request: SideRequest;
  /** Choices given before: another number is another question. */
  readonly chosen: number;
  /** Shows what came of a choice. */
  readonly onGiven: () => Promise<void>;
}

/** Picks a choice slot by slot and gives it; `1` to `9`, `T` and `Escape` work too. */
export const useChoices = ({ id, persona, request, chosen, onGiven }: Asked) => {
  const [picking, setPicking] = useState(() => beginPicking(request));
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<string>();
  const anew = (): void => {
    setPicking(beginPicking(request));
    setProblem(undefined);
  };
  useEffect(anew, [chosen, request.kind]);

  const give = async (choice: string | undefined): Promise<void> => {
    if (choice === undefined || isSending) return;
    setSending(true);
    const reply = await sendCommand(persona, choiceLine(id, choice, chosen), mintKey());
    if ('error' in reply) {
      anew();
      setProblem(reply.error.message);
    }
    // the buttons stay held until what came of it is there
    await onGiven();
    setSending(false);
  };
  const take = (next: Picking): void => {
    setProblem(undefined);
    setPicking(next);
    if (request.kind !== 'team') void give(choiceOf(request, next));
  };
  const pick = (entry: MenuEntry): void => {
    if (!isSending) take(press(request, picking, entry));
  };
  const menu = menuOf(request, picking);
  const ready = (): void => void give(choiceOf(request, picking));
  const toggle = (word: string): void => setPicking(arm(picking, word));
  useKeys((key) => {
    const entry = /^[1-9]$/.test(key) ? menu.entries[Number(key) - 1] : undefined;
    const [special] = menu.specials;
    if (entry !== undefined) pick(entry);
    else if (key.toLowerCase() === 't' && special !== undefined) toggle(special.word);
    else if (key === 'Escape') anew();
    else return false;
    return true;
  });
  return { menu, picking, isSending, problem, pick, toggle, anew, ready };
};
