import { EVENT } from '#game/battle/cross/v1/events.ts';
import { linesUpTo } from '#game/battle/log-text.ts';
import type { BattleView } from '#game/battle/view.ts';
import type { CommandContext } from '../define-command.ts';
import { playerName } from './arena.ts';

/** Lines of the last window that a panel holds. */
const LINES_MAX = 12;

/** What happened in a battle's last window, in words: nothing that was not to be seen. */
export const toldLately = (view: BattleView, context: CommandContext): readonly string[] => {
  const names = view.sides.map(({ player }) => playerName(player, { ...context, userId: '' }));
  // how it ended stands above all of it
  const events = view.recent.filter(([, , kind]) => kind !== EVENT.end);
  return linesUpTo(view.sides, events, names)
    .map(({ text }) => text)
    .slice(-LINES_MAX);
};

/** When a battle's next window is played, as everybody reads it in their own time; `undefined`: not known here, or now. */
export const dueText = ({ deps, realm }: CommandContext, { id }: BattleView): string | undefined => {
  const dueInMs = deps.battles.dueInMs({ realm, id });
  if (dueInMs === undefined || dueInMs <= 0) return undefined;
  return `<t:${Math.ceil((deps.clock.nowMs() + dueInMs) / 1_000)}:R>`;
};
