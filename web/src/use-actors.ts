import { fetchActors } from './api.ts';
import { useAsked, type Asked } from './use-asked.ts';
import type { ActorTree } from './wire.ts';

const MOST = 300;

const askActors = (kind: string, signal: AbortSignal): Promise<ActorTree> => fetchActors(kind, MOST, signal);

/** The live tree, of a kind or (empty) of all. */
export const useActors = (kind: string): Asked<ActorTree> => useAsked(kind, askActors);
