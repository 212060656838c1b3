const figure = (count: number): string => count.toLocaleString('en-US');

/** `1 turn`, `12 turns`. */
export const turnsText = (turns: number): string => (turns === 1 ? '1 turn' : `${figure(turns)} turns`);

/** `1 tick`, `12 ticks`. */
export const ticksText = (ticks: number): string => (ticks === 1 ? '1 tick' : `${figure(ticks)} ticks`);

/** `1 choice`, `12 choices`. */
export const choicesText = (choices: number): string =>
  choices === 1 ? '1 choice' : `${figure(choices)} choices`;

/** `1 order`, `12 orders`. */
export const ordersText = (orders: number): string => (orders === 1 ? '1 order' : `${figure(orders)} orders`);

/** `1 battle`, `12 battles`. */
export const battlesText = (battles: number): string =>
  battles === 1 ? '1 battle' : `${figure(battles)} battles`;

/** `1 day`, `12 days`. */
export const daysText = (days: number): string => (days === 1 ? '1 day' : `${figure(days)} days`);
