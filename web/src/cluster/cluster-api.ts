import { getJson } from '../api.ts';
import { hasTexts, isObject, listIn } from '../guards.ts';
import type { ClusterProcess, ClusterView, HeldEntity, Queues } from './cluster-wire.ts';

const hasNumbers = (value: unknown, ...names: readonly string[]): boolean =>
  isObject(value) && names.every((name) => typeof value[name] === 'number');

const isReport = (value: unknown): boolean =>
  hasTexts(value, 'version') &&
  hasNumbers(value, 'startedAtMs', 'inboxDepth', 'inFlight', 'admissionLimit', 'restarts', 'quarantined') &&
  isObject(value['liveByKind']) &&
  ['roles', 'epochs', 'followers', 'upstreams'].every((name) => Array.isArray(value[name]));

/** A process of the service. */
export const isProcess = (value: unknown): value is ClusterProcess =>
  hasTexts(value, 'id') &&
  hasNumbers(value, 'shards') &&
  (value['report'] === undefined || isReport(value['report']));

const isQueues = (value: unknown): value is Queues =>
  hasNumbers(value, 'outbox', 'dueReminders', 'deadLetters');

const isPlace = (value: unknown): value is number | null => value === null || typeof value === 'number';

const isHeld = (value: unknown): value is HeldEntity => hasTexts(value, 'kind', 'realm', 'id');

/** How the processes stand. @throws Error when aborted or not answered */
export const fetchCluster = async (_about: string, signal: AbortSignal): Promise<ClusterView> => {
  const answer = await getJson('/api/cluster', signal);
  const queues = isObject(answer) && isQueues(answer['queues']) ? answer['queues'] : null;
  const atMs = isObject(answer) && typeof answer['atMs'] === 'number' ? answer['atMs'] : Date.now();
  return {
    atMs,
    processes: listIn(answer, 'processes', isProcess),
    owners: listIn(answer, 'owners', isPlace),
    epochs: listIn(answer, 'epochs', isPlace),
    queues,
  };
};

/** Which process looks after an entity. @throws Error when aborted or not answered */
export const findEntity = async (entity: string, signal: AbortSignal): Promise<readonly HeldEntity[]> =>
  listIn(await getJson(`/api/cluster/find?${new URLSearchParams({ entity })}`, signal), 'entities', isHeld);

const ENTITY = /^(?:[a-z]{2,12}:[a-z0-9]{1,14}:)?[a-z0-9]{1,14}$/;
/** Shorter words are rather parts of a name. */
const ID_LEAST = 6;

/** The entity that some words may name; `undefined`: they name none. */
export const entityIn = (words: string): string | undefined => {
  const name = words.trim().toLowerCase();
  return ENTITY.test(name) && (name.includes(':') || name.length >= ID_LEAST) ? name : undefined;
};
