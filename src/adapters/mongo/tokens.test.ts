import { BSON, type Document, Long, Timestamp } from 'mongodb';
import { expect, it } from 'vitest';
import { compareTokens, timeOfToken } from './tokens.ts';

/** A token as the stand-ins make them. */
const standIn = (number: number, time: number): Document => ({
  _data: Buffer.from(
    BSON.serialize({ s: Long.fromNumber(number), t: new Timestamp({ t: time, i: 1 }) }),
  ).toString('hex'),
});

/** As MongoDB 6 and later makes them: behind everything of a time, and behind one change. */
const BEHIND = { _data: '8263BE4C4A000000022B0429296E1404' };
const CHANGE = { _data: '8263BE4C4A000000032B042C0100296E5A1004' };

it('a token says where it stands: of MongoDB, of the stand-ins, and of nothing known nothing', () => {
  const at = (time: Timestamp | undefined) => (time === undefined ? undefined : [time.t, time.i]);
  expect(at(timeOfToken(BEHIND))).toEqual([0x63be4c4a, 2]);
  const found = '2B0000001273005C02000000000000117400A10000002E710A6B026E000100000000036B00050000000000';
  expect(at(timeOfToken({ _data: found }))).toEqual([0x6b0a712e, 0xa1]);
  for (const _data of ['', 'zz', '82', 7, undefined]) expect(timeOfToken({ _data })).toBeUndefined();
});

it('places are put in order by their tokens: of MongoDB as text, of the stand-ins by number and never by time', () => {
  expect(compareTokens(BEHIND, CHANGE)).toBeLessThan(0);
  expect(compareTokens(CHANGE, BEHIND)).toBeGreaterThan(0);
  expect(compareTokens(CHANGE, { ...CHANGE })).toBe(0);
  expect(compareTokens(standIn(9, 50), standIn(10, 40))).toBeLessThan(0);
  expect(compareTokens(standIn(300, 40), standIn(10, 50))).toBeGreaterThan(0);
  expect(compareTokens(standIn(10, 40), standIn(10, 50))).toBe(0);
});

it('places of two servers, and those of an unknown form, have no order', () => {
  for (const other of [standIn(1, 1), { _data: 'zz' }, { _data: 7 }, {}])
    expect(compareTokens(BEHIND, other)).toBeUndefined();
  expect(compareTokens({ _data: 'aa' }, { _data: 'bb' })).toBeUndefined();
});
