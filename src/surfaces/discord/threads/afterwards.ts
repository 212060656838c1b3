import type { Outcome } from '#commands/desk.ts';
import { ANYONE } from '#commands/for-all.ts';
import { executeComponent } from '#commands/execute.ts';
import type { Panel } from '#commands/panel.ts';
import type { UserId } from '#game/shared/ids.ts';
import type { Answering } from '../answering.ts';
import type { Incoming, IncomingCommand } from '../incoming.ts';
import type { SurfaceLog } from '../interactions.ts';
import { renderPanel, type RenderedMessage } from '../render/panel.ts';
import type { BattleThreads } from './battle-threads.ts';
import type { ThreadBook } from './thread-book.ts';
import type { ThreadControlParts } from './thread-controls.ts';
import type { BattleRef } from './sights.ts';
import { battleOf } from './thread-panels.ts';

export interface AfterwardsParts extends ThreadControlParts {
  readonly threads: BattleThreads;
  readonly book: ThreadBook;
  readonly answering: Answering;
  readonly log: SurfaceLog;
}

/** The command by which one person asks another for a battle. */
const CHALLENGE = 'battle challenge';

/** Controls of a panel that shows a battle to somebody of its own. */
const SHOWING = new Set(['order', 'choose', 'view']);

/**
 * Whether a panel shows how a battle stands, and may be drawn anew when that has changed: a question stays as it was
 * asked, and so does a turn of two choices of which one is made.
 */
const isShowing = ({ desk }: ThreadControlParts, panel: Panel): boolean => {
  const controls = (panel.controls ?? []).flat().flatMap(({ customId, kind }) => {
    const parts = desk.deps.customIds.decode(customId);
    return parts === undefined ? [] : [{ ...parts, kind }];
  });
  return (
    controls.some(({ verb }) => SHOWING.has(verb)) &&
    controls.every(
      ({ verb, entity, kind }) =>
        verb !== 'give-up' &&
        // a button holds its own choice behind the battle, a select none
        (verb !== 'choose' || entity.split('-').length === (kind === 'button' ? 2 : 1)),
    )
  );
};

/** The message on which a control for everybody sits: the battle's own, whoever posted it in an earlier life. */
const liveMessageOf = ({ desk }: ThreadControlParts, incoming: Incoming): string | undefined => {
  if (incoming.kind !== 'control' || incoming.on !== 'all') return undefined;
  const parts = desk.deps.customIds.decode(incoming.customId);
  // the other controls for everybody are those of a battle that is over
  return parts?.owner === ANYONE && parts.verb === 'view' ? incoming.messageId : undefined;
};

/** After an answer about a battle: gives the battle its thread, keeps the panel up to date, and tells who was challenged. */
export const afterAnswer = async (
  parts: AfterwardsParts,
  incoming: Incoming,
  { panel, error, commandId }: Outcome,
  message: RenderedMessage,
): Promise<void> => {
  const { desk, threads } = parts;
  const battle = error === undefined ? battleOf(desk.deps.customIds, panel) : undefined;
  if (battle === undefined) return;
  const { place, caller } = incoming;
  if (place !== undefined) threads.note(battle, place, caller.scope, liveMessageOf(parts, incoming));
  const userId = commandId?.split('/')[0] ?? ANYONE;
  if (panel.ephemeral && isShowing(parts, panel)) threads.keepView(battle.id, userId, incoming, message);
  else threads.dropView(battle.id, caller.externalId);
  if (incoming.kind === 'command' && incoming.name === CHALLENGE)
    await tellChallenged(parts, incoming, battle);
};

/** Shows a challenge in its channel, to the one who is meant. */
const tellChallenged = async (
  parts: AfterwardsParts,
  incoming: IncomingCommand,
  { kind, id }: BattleRef,
): Promise<void> => {
  const { desk, answering, log } = parts;
  const person = incoming.people.get(incoming.options.get('user') ?? '');
  // what nobody else sees comes to them as their notices say
  if (person === undefined || incoming.place === undefined || incoming.options.get('private') === 'true')
    return;
  const caller = { ...incoming.caller, ...person };
  try {
    const { clock } = desk.deps;
    const call = {
      realm: caller.realm,
      scope: caller.scope,
      deadlineMonoMs: clock.monoMs() + desk.answerWithinMs,
      traceId: '',
    };
    const owner: UserId | undefined = await desk.people.find(caller, call);
    if (owner === undefined) return;
    const customId = desk.deps.customIds.encode({
      feature: kind,
      verb: 'view',
      entity: id,
      revision: 0,
      owner,
      nonce: desk.mintKey(),
    });
    const { panel, error } = await executeComponent(desk, { caller, customId });
    if (error !== undefined) return;
    const shown = renderPanel(
      { ...panel, ephemeral: false },
      (userId) => desk.directory.nameOf(userId),
      caller.externalId,
    );
    await answering.followUp(incoming, shown);
  } catch (error) {
    log('warn', 'somebody could not be told of a challenge', { battle: id, err: error });
  }
};
