import type { Engine } from '#actors/kit/engine-api.ts';
import { Fault } from '#ports/fault.ts';
import type { Ending } from './open-loop.ts';
import { askUser, playerId } from './people.ts';

/** Something that takes one durable command of player `n` from a guild. */
export interface Target {
  send(player: number, guild: string): Promise<Ending> | Ending;
  /** What a refusal lacked, if anything: it must carry a code and a time to come back. */
  readonly badRefusals: number;
  /**
   * How long refusals took in the service itself since the question before, 99th percentile in ms: from their entry on,
   * and what the event loop may have kept them waiting for it. Only where the service is another process.
   */
  refusalP99Ms?(): Promise<number>;
  /** Resident memory of the process that does the work, bytes. */
  memory(): Promise<number>;
  close(): Promise<void>;
}

const isOverload = (error: unknown): error is Fault => error instanceof Fault && error.code === 'E_OVERLOAD';

/** The engine of this process, asked as a surface asks it. `admits`: for self-tests alone, no admission. */
export const engineTarget = (
  engine: Engine,
  options: { readonly close: () => Promise<void>; readonly admits?: boolean },
): Target => {
  let bad = 0;
  let toggle = 0;
  const refused = (error: Fault): Ending => {
    if (error.retryAfterMs === undefined || error.retryAfterMs <= 0) bad += 1;
    return 'refused';
  };
  return {
    get badRefusals() {
      return bad;
    },
    send(player, guild) {
      const ticket = options.admits === true ? undefined : engine.admit(guild);
      if (ticket instanceof Fault) return refused(ticket);
      toggle += 1;
      const command = { type: 'SetNotify', event: 'pet', via: toggle % 2 === 0 ? 'dm' : 'inbox' } as const;
      return askUser(engine, playerId(player), command, guild)
        .then(
          ({ ok }): Ending => (ok ? 'answered' : 'failed'),
          (error: unknown): Ending => (isOverload(error) ? refused(error) : 'failed'),
        )
        .finally(() => ticket?.release());
    },
    memory: () => Promise.resolve(process.memoryUsage.rss()),
    close: options.close,
  };
};
