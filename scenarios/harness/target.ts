import { randomBelow, sfc32 } from '#game/shared/rng.ts';
import type { Engine } from '#actors/kit/engine-api.ts';
import { user } from '#actors/user/user.ts';
import { Fault } from '#ports/fault.ts';
import type { Hall } from './hall.ts';
import type { Ending } from './open-loop.ts';
import { callOf, playerId } from './people.ts';
import type { Stage } from './stage.ts';

/** Work in flight that the kit lets in at most, however quick it is: see ADR 0013. */
export const IN_FLIGHT_MAX = 20_000;
/** One answer in about so many is looked for in the log afterwards, and so many of them in one look. */
const SAMPLED_EVERY = 256;
const LOOKED_FOR_AT_ONCE = 16;

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
  /** Puts to the test what must hold at any moment, while a run goes on. */
  look(stage: Stage): Promise<void>;
  /** Resident memory of the process that does the work, bytes. */
  memory(): Promise<number>;
  close(): Promise<void>;
}

const isOverload = (error: unknown): error is Fault => error instanceof Fault && error.code === 'E_OVERLOAD';

/** An answer that somebody got. */
interface Told {
  readonly id: string;
  readonly commandId: string;
  readonly seq: number;
}

/** Answers that were given lie in the log as they were given. */
const lookForTold = async (engine: Engine, told: readonly Told[], stage: Stage): Promise<void> => {
  for (const { id, commandId, seq } of told) {
    const stored = await engine.check(user, { realm: '0', id }, commandId);
    stage.expect(
      'what was acknowledged is in the log',
      stored?.ok === true && stored.seq === seq,
      () => `${commandId}: answered at ${seq}, stored at ${stored?.seq}`,
    );
  }
};

/** The engine of this process, asked as a surface asks it. `admits`: for self-tests alone, no admission. */
export const engineTarget = (
  { engine, alarms, close }: Pick<Hall, 'engine' | 'alarms' | 'close'>,
  { admits = false }: { readonly admits?: boolean } = {},
): Target => {
  const rng = sfc32(1, 2, 3, 4);
  let bad = 0;
  let toggle = 0;
  let open = 0;
  let told: Told[] = [];
  const refused = (error: Fault): Ending => {
    if (error.retryAfterMs === undefined || error.retryAfterMs <= 0) bad += 1;
    return 'refused';
  };
  return {
    get badRefusals() {
      return bad;
    },
    send(player, guild) {
      const ticket = admits ? undefined : engine.admit(guild);
      if (ticket instanceof Fault) return refused(ticket);
      toggle += 1;
      open += 1;
      const command = { type: 'SetNotify', event: 'pet', via: toggle % 2 === 0 ? 'dm' : 'inbox' } as const;
      const id = playerId(player);
      const call = callOf(id, guild);
      return engine
        .ask(user, { realm: '0', id }, command, call)
        .then(
          ({ ok, seq }): Ending => {
            if (ok && randomBelow(rng, SAMPLED_EVERY) === 0)
              told.push({ id, commandId: call.commandId, seq });
            return ok ? 'answered' : 'failed';
          },
          (error: unknown): Ending => (isOverload(error) ? refused(error) : 'failed'),
        )
        .finally(() => {
          open -= 1;
          ticket?.release();
        });
    },
    async look(stage) {
      stage.expect('work in flight is bounded', open <= IN_FLIGHT_MAX, () => `${open} in flight`);
      stage.expect('nothing breaks inside', alarms.length === 0, () => alarms.slice(0, 3).join('; '));
      const newest = told.slice(-LOOKED_FOR_AT_ONCE);
      told = [];
      await lookForTold(engine, newest, stage);
    },
    memory: () => Promise.resolve(process.memoryUsage.rss()),
    close,
  };
};
