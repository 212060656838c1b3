import { battle } from '#actors/battle/battle.ts';
import { match } from '#actors/match/match.ts';
import type { OwnRow } from '#actors/followers/battles.ts';
import type { BattleStatus } from '#game/battle/battle-protocol.ts';
import type { CommandContext } from '../define-command.ts';
import { refuse } from '../rejected.ts';
import { battlePlace, openBattles } from './arena.ts';

/** Battles that one person may have under way at once, in a realm. */
export const UNDER_WAY_MAX = 3;

const statusOf = async (context: CommandContext, { id, isMatch }: OwnRow): Promise<BattleStatus> => {
  const { engine } = context.deps;
  const place = battlePlace(context, id);
  const view =
    isMatch === true
      ? await engine.read(match, place, 'view', { userId: context.userId }, context)
      : await engine.read(battle, place, 'clock', undefined, context);
  return view?.status ?? 'none';
};

/** Whether the person has begun or accepted it; neither a card of the hall's nor what others want of them binds anybody. */
const isOwnDoing = async (context: CommandContext, row: OwnRow): Promise<boolean> => {
  const status = await statusOf(context, row);
  if (status === 'accepted' || status === 'staking' || status === 'live') return true;
  const [first, second] = row.players;
  const isChallenger = first.kind === 'person' && first.userId === context.userId;
  return status === 'open' && isChallenger && second.kind === 'person';
};

/**
 * Refuses somebody who has as many battles under way as one person may have, not counting the one of that id. The rows
 * that are asked come a moment after the log, and nothing is held meanwhile: two commands at the same time in two
 * processes may both pass. That costs a battle too many and nothing else, because each battle decides for itself.
 * @throws CommandRejection E_BUSY; Fault
 */
export const refuseTooMany = async (context: CommandContext, except: string): Promise<void> => {
  const open = (await openBattles(context)).filter(({ id }) => id !== except);
  if (open.length < UNDER_WAY_MAX) return;
  const own = await Promise.all(open.map((row) => isOwnDoing(context, row)));
  const busy = open.filter((_, n) => own[n]);
  if (busy.length < UNDER_WAY_MAX) return;
  const links = busy.slice(0, UNDER_WAY_MAX).map(({ id }) => `\`/battle status battle:${id}\``);
  refuse({
    code: 'E_BUSY',
    message: `You have ${busy.length} battles under way, and ${UNDER_WAY_MAX} is the most: ${links.join(', ')}. End one of them first.`,
  });
};
