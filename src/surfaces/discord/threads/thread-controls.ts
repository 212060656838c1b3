import { battle } from '#actors/battle/battle.ts';
import { type Desk, type Outcome } from '#commands/desk.ts';
import { executeCommand } from '#commands/execute.ts';
import { type Panel } from '#commands/panel.ts';
import { newTraceId } from '#commands/trace.ts';
import { type Player } from '#game/battle/battle-protocol.ts';
import { Fault } from '#ports/fault.ts';
import { type IncomingControl } from '../incoming.ts';
import { type BattleThreads } from './battle-threads.ts';
import { THREAD_FEATURE } from './thread-panels.ts';

export interface ThreadControlParts {
  readonly desk: Desk;
  readonly threads: BattleThreads;
  readonly realm: string;
}

const saying = (panel: Omit<Panel, 'ephemeral'>): Outcome => ({
  commandId: undefined,
  traceId: newTraceId(),
  panel: { ...panel, ephemeral: true },
});

const follow = ({ threads }: ThreadControlParts, battleId: string, { caller }: IncomingControl): Outcome => {
  const isOn = threads.follow(battleId, caller.externalId);
  if (isOn === undefined) {
    return saying({
      title: 'Nothing to follow',
      tone: 'warn',
      text: 'This battle is over, or is shown here no longer: `/battle history` has it.',
    });
  }
  return isOn
    ? saying({
        title: 'You follow this battle',
        tone: 'good',
        text: 'You get a message when it ends. Press Follow again to take that back.',
      })
    : saying({ title: 'You follow it no longer', text: 'No message will come.' });
};

/** The command that asks for the same battle once more, as the one who presses would type it. */
const commandAgainst = (
  other: Player,
): { readonly name: string; readonly options: ReadonlyMap<string, string> } =>
  other.kind === 'person'
    ? { name: 'battle challenge', options: new Map([['user', other.userId]]) }
    : { name: 'battle npc', options: new Map([['trainer', other.trainerId]]) };

const rematch = async (
  { desk, realm }: ThreadControlParts,
  battleId: string,
  { caller, id, mintedMs }: IncomingControl,
): Promise<Outcome> => {
  const { clock, engine } = desk.deps;
  const call = { scope: caller.scope, deadlineMonoMs: clock.monoMs() + desk.answerWithinMs };
  const userId = await desk.people.find(caller, { ...call, realm, traceId: newTraceId() });
  const view = await engine.read(
    battle,
    { realm, id: battleId },
    'view',
    userId === undefined ? {} : { userId },
    call,
  );
  const side =
    view?.sides.findIndex(({ player }) => player.kind === 'person' && player.userId === userId) ?? -1;
  const other = side < 0 ? undefined : view?.sides[1 - side]?.player;
  if (other === undefined) {
    return saying({
      title: 'Not your battle',
      tone: 'warn',
      text: 'Only those who fought it ask for a rematch. `/battle npc` finds you one of your own.',
    });
  }
  return executeCommand(desk, {
    caller,
    named: { ...commandAgainst(other), people: new Map() },
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
  if (control.verb === 'follow') return Promise.resolve(follow(parts, control.entity, incoming));
  if (control.verb !== 'rematch') return undefined;
  return rematch(parts, control.entity, incoming).catch((error: unknown) => {
    if (!(error instanceof Fault)) throw error;
    return saying({
      title: 'Not available',
      tone: 'bad',
      text: 'The battle does not answer right now. Try again in a moment.',
    });
  });
};
