import { useState } from 'preact/hooks';
import { battleAddress } from '../route.ts';
import { session } from '../session.ts';

const COPIED_MS = 2_000;

/** Copies a link to what is seen; the address of the page becomes it, too, so that nothing is lost without a clipboard. */
export const useShare = (id: string, tick: number, unit: 'tick' | 'turn') => {
  const [isCopied, setCopied] = useState(false);
  const share = async (): Promise<void> => {
    const address = battleAddress(id, tick);
    history.replaceState(history.state, '', address);
    try {
      await navigator.clipboard.writeText(location.href);
      session.spoken.set('Link copied.');
    } catch {
      session.spoken.set('The link stands in the address bar.');
    }
    setCopied(true);
    setTimeout(() => setCopied(false), COPIED_MS);
  };
  return [isCopied ? 'Link is ready' : `Link to this ${unit}`, () => void share()] as const;
};
