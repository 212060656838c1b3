import { battle } from '#actors/battle/battle.ts';
import { match } from '#actors/match/match.ts';
import { battleAgain, matchAgain, NOT_FOUGHT, type Rematch } from '#commands/battle/rematch.ts';
import type { Desk, Outcome } from '#commands/desk.ts';
import { executeCommand, executeOwnControl } from '#commands/execute.ts';
import type { Panel } from '#commands/panel.ts';
import { newTraceId } from '#commands/trace.ts';
import type { IncomingControl } from '../incoming.ts';
import type { BattleThreads } from './battle-threads.ts';
import type { ThreadBook } from './thread-book.ts';
import type { BattleRef } from './sights.ts';
import { refOf, THREAD_FEATURE } from './thread-panels.ts';

export interface ThreadControlParts {
  readonly desk: Desk;
  readonly threads: Pick<BattleThreads, 'isShowing'>;
  readonly book: Pick<ThreadBook, 'follow'>;
  readonly realm: string;
}

const saying = (panel: Omit<Panel, 'ephemeral'>): Panel => ({ ...panel, ephemeral: true });

const NOTHING_TO_FOLLOW = saying({
  title: 'Nothing to follow',
  tone: 'warn',
  text: 'This battle is over, or is shown here no longer: `/battle history` has it.',
});

const follow = async (
  { threads, book }: ThreadControlParts,
  { id }: BattleRef,
  incoming: IncomingControl,
): Promise<Panel> => {
  if (!threads.isShowing(id)) return NOTHING_TO_FOLLOW;
  const answer = await book.follow(id, incoming);
  if (!answer.ok || answer.value.type !== 'Followed') return NOTHING_TO_FOLLOW;
  return answer.value.isOn
    ? saying({
        title: 'You follow this battle',
        tone: 'good',
        text: 'You get a message when it ends, unless `/notify` says otherwise. Press Follow again to take that back.',
      })
    : saying({ title: 'You follow it no longer', text: 'No message will come.' });
};

const NOT_YOURS = saying({
  title: 'Not your battle',
  tone: 'warn',
  text: NOT_FOUGHT,
});

/** The command that asks for the battle again; `undefined`: whoever presses did not fight it. @throws Fault */
const rematchOf = async (
  { desk, realm }: ThreadControlParts,
  { kind, id }: BattleRef,
  { caller }: IncomingControl,
): Promise<Rematch | undefined> => {
  const { clock, engine } = desk.deps;
  const call = { scope: caller.scope, deadlineMonoMs: clock.monoMs() + desk.answerWithinMs };
  const userId = await desk.people.find(caller, { ...call, realm, traceId: newTraceId() });
  if (userId === undefined) return undefined;
  if (kind === 'match') {
    const view = await engine.read(match, { realm, id }, 'view', { userId }, call);
    return view && matchAgain(view, userId);
  }
  const view = await engine.read(battle, { realm, id }, 'view', { userId }, call);
  return view && battleAgain(view, userId);
};

const rematch = async (
  parts: ThreadControlParts,
  ref: BattleRef,
  incoming: IncomingControl,
): Promise<Outcome> => {
  const { desk } = parts;
  const { caller, id, mintedMs } = incoming;
  let command: Rematch | undefined;
  const refusal = await executeOwnControl(desk, caller, `${THREAD_FEATURE}.rematch`, async () => {
    command = await rematchOf(parts, ref, incoming);
    return NOT_YOURS;
  });
  if (command === undefined) return refusal;
  return executeCommand(desk, {
    caller,
    named: { ...command, people: new Map() },
    minted: { key: id, mintedMs },
  });
};

/** Answers a control that belongs to a thread and to no command; `undefined`: it is none. */
export const answerThreadControl = (
  parts: ThreadControlParts,
  incoming: IncomingControl,
): Promise<Outcome> | undefined => {
  const control = parts.desk.deps.customIds.decode(incoming.customId);
  if (control?.feature !== THREAD_FEATURE) return undefined;
  const ref = refOf(control.entity);
  const { desk } = parts;
  if (control.verb === 'rematch') return rematch(parts, ref, incoming);
  if (control.verb !== 'follow') return undefined;
  return executeOwnControl(desk, incoming.caller, `${THREAD_FEATURE}.follow`, () =>
    follow(parts, ref, incoming),
  );
};
