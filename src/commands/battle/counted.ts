/** `1 turn`, `12 turns`. */
export const turnsText = (turns: number): string => (turns === 1 ? '1 turn' : `${turns} turns`);

/** `1 tick`, `12 ticks`. */
export const ticksText = (ticks: number): string => (ticks === 1 ? '1 tick' : `${ticks} ticks`);

/** `1 choice`, `12 choices`. */
export const choicesText = (choices: number): string => (choices === 1 ? '1 choice' : `${choices} choices`);

/** `1 order`, `12 orders`. */
export const ordersText = (orders: number): string => (orders === 1 ? '1 order' : `${orders} orders`);
