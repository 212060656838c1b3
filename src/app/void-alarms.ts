import type { Alarm } from '#actors/kit/kind-runtime.ts';
import type { Bus } from '#events/bus.ts';
import { UNREPLAYABLE } from '#game/battle/notices.ts';
import type { EntityRef } from '#game/shared/ids.ts';

/**
 * Raises an alarm for every battle that was voided because it played differently twice: rules or data changed under it,
 * and operators must know before the next one does. A process raises it for its own battles only.
 */
export const alarmVoids = (bus: Bus, onAlarm: (what: Alarm, self: EntityRef, error: Error) => void): void => {
  for (const [kind, topic] of [
    ['battle', 'battle.BattleVoided'],
    ['match', 'match.MatchVoided'],
  ] as const) {
    bus.react('void-alarms', topic, ({ realm, id, event, isFar }) => {
      if (isFar !== true && event.reason === UNREPLAYABLE)
        onAlarm(
          'battle',
          { kind, realm, id },
          new Error('a battle was voided: its log could not be replayed'),
        );
    });
  }
};
