import type { Leases } from './leases.ts';

/**
 * Where a shard is looked after: here, in another process, by nobody just now (look again soon), or nowhere that this
 * process could reach.
 */
export type Route =
  | { readonly to: 'local' }
  | { readonly to: 'remote'; readonly processId: string }
  | { readonly to: 'nobody' }
  | { readonly to: 'nowhere' };

/** Answers the calls of other processes; it never rejects. `timeoutMs`: how long the caller still waits. */
export type CallHandler = (payload: unknown, timeoutMs: number) => Promise<unknown>;

/** Where commands for a shard go, and the way there. The embedded router knows one place only: here. */
export interface Router {
  routeOf(shard: number): Route;
  /**
   * Gives a call to another process and resolves with its answer. A call may reach its handler twice; payload and answer
   * are anything that `structuredClone` takes, and hold people's texts: whatever they lie in on the way cannot be read there.
   * @throws Fault `E_UNAVAILABLE` when it surely was given to nobody (within 1 s when the way there is down), `E_UNKNOWN`
   * when it may have been and no answer came in time
   */
  call(processId: string, payload: unknown, timeoutMs: number): Promise<unknown>;
  /** Other processes that answer calls now, as far as is known; a hint. @throws Fault E_UNAVAILABLE */
  others(): Promise<readonly string[]>;
  /** Names whoever answers the calls of others, one for a process. */
  serve(handler: CallHandler): void;
}

/** What leases say of owners. */
export type Knowing = Pick<Leases, 'self' | 'epochOf' | 'ownerOf'>;

/** Routes by what the leases know of owners. */
export const routeBy =
  (leases: Knowing): Router['routeOf'] =>
  (shard) => {
    if (leases.epochOf(shard) !== undefined) return { to: 'local' };
    const owner = leases.ownerOf(shard);
    return owner === undefined || owner === leases.self
      ? { to: 'nobody' }
      : { to: 'remote', processId: owner };
  };
