import { sealed } from '../shared/sealed.ts';
import { levelOf, XP_MAX, xpFor } from './experience.ts';
import type { NotifyEvent, NotifyVia } from './user-protocol.ts';
import type { UserEvent } from './user-events.ts';
import type { UserState } from './user-state.ts';

/** How this person wants to hear of something; the inbox unless they chose otherwise. */
export const viaOf = (state: UserState, event: NotifyEvent): NotifyVia => state.notify[event] ?? 'inbox';

/** Events of an award: experience by the table, each level that it reaches, and the word about the highest one. */
export const award = (state: UserState, self: string, source: string): readonly UserEvent[] => {
  const total = Math.min(XP_MAX, state.xp + xpFor(source));
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
    const text = sealed(self, `You reached level ${reached}.`);
    events.push({ type: 'Notified', event: 'level', via, text });
  }
  return events;
};
