import { expect, it } from 'vitest';
import { battlesText, choicesText, daysText, ordersText, ticksText, turnsText } from './counted.ts';

it.each([
  [turnsText, '1 turn', '0 turns', '2 turns', '1,200 turns'],
  [ticksText, '1 tick', '0 ticks', '2 ticks', '1,200 ticks'],
  [choicesText, '1 choice', '0 choices', '2 choices', '1,200 choices'],
  [ordersText, '1 order', '0 orders', '2 orders', '1,200 orders'],
  [battlesText, '1 battle', '0 battles', '2 battles', '1,200 battles'],
  [daysText, '1 day', '0 days', '2 days', '1,200 days'],
])('%o counts one as one', (text, one, none, two, many) => {
  expect([1, 0, 2, 1_200].map(text)).toEqual([one, none, two, many]);
});
