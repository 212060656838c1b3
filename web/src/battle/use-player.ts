import { useEffect, useState } from 'preact/hooks';
import { openPlayer, playerKey, playOn, type ReplayPlayer, seek, tickMs } from './replay-player.ts';

/** Keys of the player work where nobody types; a focused range or button keeps its own. */
const keepsKey = (target: EventTarget | null, key: string): boolean => {
  if (!(target instanceof Element)) return false;
  if (target.closest('textarea, select, dialog, input:not([type="range"])') !== null) return true;
  return key === ' ' && target.closest('button, a, summary') !== null;
};

/** A player of a replay that runs, and works by keys. `stepMs`: how long a step stands at speed 1. */
export const usePlayer = (last: number, tick: number, stepMs?: number) => {
  const [player, setPlayer] = useState<ReplayPlayer>(() => openPlayer(last, tick));
  useEffect(() => setPlayer((old) => seek(old, tick)), [tick]);
  useEffect(() => {
    if (!player.isPlaying) return undefined;
    const timer = setTimeout(() => setPlayer(playOn), tickMs(player, stepMs));
    return () => clearTimeout(timer);
  }, [player]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || keepsKey(event.target, event.key)) return;
      if (playerKey(player, event.key, event.shiftKey) === undefined) return;
      event.preventDefault();
      // keys may come faster than the page is drawn
      setPlayer((old) => playerKey(old, event.key, event.shiftKey) ?? old);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [player]);
  return [player, setPlayer] as const;
};
