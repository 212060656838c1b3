import { expect, it } from 'vitest';
import { Bus } from '#events/bus.ts';
import { UNREPLAYABLE } from '#game/battle/notices.ts';
import { alarmVoids } from './void-alarms.ts';

const voided = (topic: string, id: string, reason: string, isFar?: true) => ({
  topic,
  realm: 'home',
  id,
  seq: 9,
  atMs: 1,
  by: 'x',
  commandId: 'x/1',
  event: { type: topic.split('.')[1] ?? '', reason, players: [] },
  ...(isFar === undefined ? {} : { isFar }),
});

it('is raised for battles that played differently twice, once in the process that owns them', async () => {
  const alarms: string[] = [];
  const bus = new Bus((_name, error) => {
    throw error as Error;
  });
  alarmVoids(bus, (what, { kind, id }, error) => alarms.push(`${what} ${kind}:${id} ${error.message}`));
  bus.publish(voided('battle.BattleVoided', 'b1', UNREPLAYABLE));
  bus.publish(voided('match.MatchVoided', 'm1', UNREPLAYABLE));
  bus.publish(voided('battle.BattleVoided', 'b2', 'An operator said so.'));
  bus.publish(voided('battle.BattleVoided', 'b3', UNREPLAYABLE, true));
  await expect.poll(() => alarms.length).toBe(2);
  const why = 'a battle was voided: its log could not be replayed';
  expect(alarms).toEqual([`battle battle:b1 ${why}`, `battle match:m1 ${why}`]);
});
