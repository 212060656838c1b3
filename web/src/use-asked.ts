import { useEffect, useState } from 'preact/hooks';

const POLL_MS = 1_000;

/** What the service answered last, asked each second while the tab is seen; `lost` when the last question got no answer. */
export interface Asked<T> {
  readonly answer: T | undefined;
  readonly lost: boolean;
}

/** Asks again each second; `about` names the question: another one begins anew. `undefined`: nothing is asked. */
export const useAsked = <T>(
  about: string | undefined,
  ask: (about: string, signal: AbortSignal) => Promise<T>,
): Asked<T> => {
  const [answer, setAnswer] = useState<{ readonly to: string; readonly is: T }>();
  const [lost, setLost] = useState(false);
  useEffect(() => {
    if (about === undefined) return undefined;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const askAgain = async (): Promise<void> => {
      try {
        if (!document.hidden) {
          setAnswer({ to: about, is: await ask(about, abort.signal) });
          setLost(false);
        }
      } catch {
        if (!abort.signal.aborted) setLost(true);
      }
      if (!abort.signal.aborted) timer = setTimeout(() => void askAgain(), POLL_MS);
    };
    void askAgain();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [about, ask]);
  return { answer: answer?.to === about ? answer?.is : undefined, lost };
};
