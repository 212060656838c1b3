import type { Context } from '../shared/decider.ts';
import { sealed } from '../shared/sealed.ts';
import { BATTLE_XP_A_DAY, isBattleSource, levelOf, utcDayOf, XP_MAX, xpFor } from './experience.ts';
import type { NotifyEvent, NotifyVia } from './user-protocol.ts';
import type { UserEvent } from './user-events.ts';
import type { UserState } from './user-state.ts';

/** How this person wants to hear of something; the inbox unless they chose otherwise. */
export const viaOf = (state: UserState, event: NotifyEvent): NotifyVia => state.notify[event] ?? 'inbox';

/** Experience from battles that the day of a moment still has room for. */
const leftToday = ({ battleXp }: UserState, nowMs: number): number =>
  BATTLE_XP_A_DAY - (battleXp?.day === utcDayOf(nowMs) ? Math.min(BATTLE_XP_A_DAY, battleXp.xp) : 0);

/**
 * Events of an award: experience by the table and what the day still has room for, each level that it reaches, and the
 * word about the highest one.
 */
export const award = (
  state: UserState,
  { self, nowMs }: Pick<Context, 'self' | 'nowMs'>,
  source: string,
): readonly UserEvent[] => {
  const worth = xpFor(source);
  const most = isBattleSource(source) ? Math.min(worth, leftToday(state, nowMs)) : worth;
  const total = Math.min(XP_MAX, state.xp + most);
  const xp = total - state.xp;
  if (xp <= 0) return [];
  const events: UserEvent[] = [{ type: 'XpAwarded', source, xp, total }];
  const reached = levelOf(total);
  if (reached === levelOf(state.xp)) return events;
  for (let level = levelOf(state.xp) + 1; level <= reached; level += 1) {
    events.push({ type: 'LevelReached', level });
  }
  const via = viaOf(state, 'level');
  if (via !== 'off') {
    const text = sealed(self.id, `You reached level ${reached}.`);
    events.push({ type: 'Notified', event: 'level', via, text });
  }
  return events;
};
