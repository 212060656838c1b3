import { expect, it } from 'vitest';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import { TwinWatch } from './twin-watch.ts';

const watch = () => {
  const clock = createVirtualClock();
  const said: string[] = [];
  return { clock, said, twins: new TwinWatch(clock, (_level, what) => said.push(what)) };
};

it('a shard whose sessions end again and again is named, each ten minutes at most', () => {
  const { clock, said, twins } = watch();
  for (let n = 0; n < 3; n += 1) twins.sessionBegan(0);
  twins.sessionBegan(1);
  expect(said).toEqual([]);
  twins.sessionBegan(0);
  twins.sessionBegan(0);
  expect(said).toEqual([expect.stringMatching(/^Discord ends session after session: .*same DISCORD_TOKEN/)]);
  clock.advance(10 * 60_000 + 1);
  for (let n = 0; n < 4; n += 1) twins.sessionBegan(0);
  expect(said).toHaveLength(2);
});

it('a few within a long time are no sign', () => {
  const { clock, said, twins } = watch();
  for (let n = 0; n < 20; n += 1) {
    twins.sessionBegan(0);
    twins.answeredByOther();
    clock.advance(200_001);
  }
  expect(said).toEqual([]);
});

it('the end of the logins of a day is told from a Discord that is away', () => {
  const error = new Error(
    'Not enough sessions remaining to spawn 1 shards; only 0 remaining; resets at 2026-01-02T00:00:00.000Z',
  );
  expect(TwinWatch.loginProblem(error)).toMatch(
    /^Discord lets this bot log in no more until 2026-01-02T00:00:00.000Z: .*same DISCORD_TOKEN/,
  );
  expect(TwinWatch.loginProblem(new Error('socket hang up'))).toBeUndefined();
});
