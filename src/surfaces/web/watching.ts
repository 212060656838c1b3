import type { FastifyReply } from 'fastify';
import type { Deps } from '#commands/deps.ts';
import { replayDigestOf } from '#game/battle/fairness.ts';
import { nodeHash } from '#ports/hash.ts';
import { newTraceId } from '#commands/trace.ts';
import type { WebParts } from './app.ts';
import { failureOf, refuseWith } from './failures.ts';
import { callerOf } from './playground.ts';

/** In whose name the page asks for battles. */
const SCOPE = 'page';
const ANSWER_MS = 2_500;

/** How the page itself asks for battles. */
export const pageCall = ({ clock }: Pick<Deps, 'clock'>) => ({
  scope: SCOPE,
  deadlineMonoMs: clock.monoMs() + ANSWER_MS,
});

/** Finds the person that a persona is; nobody without one, and nobody who never spoke. */
export const watcherIn =
  ({ desk, config }: WebParts) =>
  async (persona: string | undefined): Promise<string | undefined> => {
    if (persona === undefined || !config.playground) return undefined;
    const caller = callerOf(persona, config.realm, SCOPE);
    return desk.people.find(caller, { ...pageCall(desk.deps), realm: config.realm, traceId: newTraceId() });
  };

/** What is answered for a battle that is not there or private. */
export const GONE = failureOf('E_GONE', 'There is no such battle, or it is private.');

/** Gives a replay as a file, with its digest beside it; `undefined`: its battle is not over. */
export const sendReplay = (reply: FastifyReply, id: string, replay: object | undefined) =>
  replay === undefined
    ? refuseWith(reply, failureOf('E_BUSY', 'This battle is not over yet: its replay comes with its end.'))
    : reply
        .header('content-disposition', `attachment; filename="battle-${id}.json"`)
        .header('x-guildhall-replay-digest', replayDigestOf(replay, nodeHash))
        .send(replay);

/** Says that there is no room for one more watcher. */
export const refuseFull = (reply: FastifyReply) =>
  refuseWith(reply, failureOf('E_OVERLOAD', 'Too many people watch already. Try again in a minute.'));
