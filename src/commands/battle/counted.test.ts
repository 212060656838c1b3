import { expect, it } from 'vitest';
import { choicesText, ordersText, ticksText, turnsText } from './counted.ts';

it.each([
  [turnsText, '1 turn', '0 turns', '2 turns'],
  [ticksText, '1 tick', '0 ticks', '2 ticks'],
  [choicesText, '1 choice', '0 choices', '2 choices'],
  [ordersText, '1 order', '0 orders', '2 orders'],
])('%o counts one as one', (text, one, none, two) => {
  expect([text(1), text(0), text(2)]).toEqual([one, none, two]);
});
