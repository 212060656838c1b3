import { useEffect, useState } from 'preact/hooks';
import { fetchActors } from './api.ts';
import { type ActorTree } from './wire.ts';

const POLL_MS = 1_000;
const MOST = 300;

/** The live tree, asked each second while the tab is seen; `lost` when the last question got no answer. */
export const useActors = (kind: string): { readonly tree: ActorTree | undefined; readonly lost: boolean } => {
  const [tree, setTree] = useState<ActorTree>();
  const [lost, setLost] = useState(false);
  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      try {
        if (!document.hidden) {
          setTree(await fetchActors(kind, MOST, abort.signal));
          setLost(false);
        }
      } catch {
        if (!abort.signal.aborted) setLost(true);
      }
      if (!abort.signal.aborted) timer = setTimeout(() => void ask(), POLL_MS);
    };
    void ask();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [kind]);
  return { tree, lost };
};
