import { battle } from '#actors/battle/battle.ts';
import type { Replay } from '#game/battle/replay.ts';
import type { Published } from '#game/battle/verify.ts';
import type { BattleView } from '#game/battle/view.ts';
import type { CommandContext } from '../define-command.ts';
import { refuse } from '../rejected.ts';
import { battlePlace } from './arena.ts';

/** The exported replay of a battle that is over, and what was published of it meanwhile. @throws CommandRejection E_BUSY, E_GONE; Fault */
export const readReplay = async (
  context: CommandContext,
  { id, status, outcome, commitment, openingDigest }: BattleView,
): Promise<{ readonly replay: Replay; readonly published: Published }> => {
  if (status !== 'ended' && status !== 'void') {
    return refuse({
      code: status === 'closed' ? 'E_GONE' : 'E_BUSY',
      message:
        status === 'closed'
          ? 'This battle never began, so there is nothing to replay.'
          : 'This battle is not over yet. Its replay comes with its end; until then orders and seeds stay hidden.',
    });
  }
  const args = { userId: context.userId };
  const replay = await context.deps.engine.read(battle, battlePlace(context, id), 'replay', args, context);
  const published = {
    commitment,
    openingDigest,
    ...(outcome === null ? {} : { digest: outcome.replayDigest }),
  };
  if (replay !== undefined) return { replay, published };
  return refuse({ code: 'E_GONE', message: 'This battle ended before its first tick.' });
};
