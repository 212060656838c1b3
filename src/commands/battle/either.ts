import type { MatchView } from '#game/battle/match/match-reads.ts';
import { peopleOf } from '#game/battle/parties.ts';
import type { BattleView } from '#game/battle/view.ts';
import type { CommandContext } from '../define-command.ts';
import { learnNames } from '../names.ts';
import type { Panel } from '../panel.ts';
import { findBattle, noBattle, typedId } from './arena.ts';
import { battlePanel } from './battle-panel.ts';
import { findMatch } from './match-arena.ts';
import { showMatch } from './match-playing.ts';

/** What is done with a battle, by what plays it: ticks or choices. */
interface Ways<T> {
  readonly battle: (view: BattleView) => T | Promise<T>;
  readonly match: (view: MatchView) => T | Promise<T>;
}

/** Does something with the battle of an id, whichever kind it is of. @throws CommandRejection E_GONE; Fault */
export const withEither = async <T>(context: CommandContext, wanted: string, ways: Ways<T>): Promise<T> => {
  const id = typedId(wanted) ?? noBattle(wanted);
  const battle = await findBattle(context, id);
  if (battle !== undefined) return ways.battle(battle);
  const match = await findMatch(context, id);
  if (match === undefined) return noBattle(id);
  await learnNames(peopleOf(match.players), context);
  return ways.match(match);
};

/** A battle of either kind as the caller sees it. @throws CommandRejection E_GONE; Fault */
export const showEither = (context: CommandContext, id: string): Promise<Panel> =>
  withEither(context, id, {
    battle: (view) => battlePanel(context, view),
    match: (view) => showMatch(context, view),
  });
