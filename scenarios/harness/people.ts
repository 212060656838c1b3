import type { Answer, Call, Engine } from '#actors/kit/engine-api.ts';
import { user } from '#actors/user/user.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { sealed } from '#game/shared/sealed.ts';
import type { UserCommand, UserReply } from '#game/profile/user-protocol.ts';

const REALM = 'home';
const ENROL_AT_ONCE = 200;
/** How long a caller waits, ms. */
export const ANSWER_WITHIN_MS = 10_000;

/** Id of the `n`th player. */
export const playerId = (n: number): string => `u${n.toString(36).padStart(6, '0')}`;

let keys = 0;

/** A call of a person with a fresh command id, minted now as a surface would. */
export const callOf = (by: string, scope: string, key?: string): Call => {
  keys += 1;
  const nowMs = systemClock.nowMs();
  return {
    commandId: `${by}/${key ?? `k${keys.toString(36)}`}`,
    by,
    scope,
    deadlineMonoMs: systemClock.monoMs() + ANSWER_WITHIN_MS,
    mintedMs: nowMs,
  };
};

/** Gives a person's command. @throws Fault */
export const askUser = (
  engine: Engine,
  id: string,
  command: UserCommand,
  scope: string,
  key?: string,
): Promise<Answer<UserReply>> => engine.ask(user, { realm: '0', id }, command, callOf(id, scope, key));

/** The first command of a person. @throws Fault */
export const enrolCommand = (engine: Engine, id: string, call: Call): Promise<Answer<UserReply>> =>
  engine.ask(
    user,
    { realm: '0', id },
    { type: 'Enroll', name: sealed(id, `Player ${id}`), realm: REALM },
    call,
  );

/** Enrols the first `count` players and waits until each has the welcome grant. */
export const enrolAll = async (engine: Engine, count: number): Promise<void> => {
  for (let from = 0; from < count; from += ENROL_AT_ONCE) {
    const ids = Array.from({ length: Math.min(ENROL_AT_ONCE, count - from) }, (_, n) => playerId(from + n));
    await Promise.all(ids.map((id) => enrolCommand(engine, id, callOf(id, 'setup'))));
  }
  const isGranted = async (id: string): Promise<boolean> => {
    const view = await engine.read(
      user,
      { realm: '0', id },
      'view',
      {},
      {
        scope: 'setup',
        deadlineMonoMs: systemClock.monoMs() + ANSWER_WITHIN_MS,
      },
    );
    return view?.welcome === 'granted';
  };
  for (let n = 0; n < count; n += 1) {
    while (!(await isGranted(playerId(n)))) await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
