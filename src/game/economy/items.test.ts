import { describe, expect, it } from 'vitest';
import { isId } from '#game/shared/ids.ts';
import { ITEMS, itemById } from './items.ts';
import { shopItems, SHELVES, WELCOME_COINS } from './shop.ts';

describe('items', () => {
  it('have ids that fit everywhere and occur once', () => {
    expect(ITEMS.every((item) => isId(item.id))).toBe(true);
    expect(new Set(ITEMS.map((item) => item.id)).size).toBe(ITEMS.length);
    expect(new Set(ITEMS.map((item) => item.name.toLowerCase())).size).toBe(ITEMS.length);
  });

  it('are found by id and unknown ids are not', () => {
    expect(itemById('honeyberry')?.pet).toEqual({ kind: 'food', fed: 25, joy: 5 });
    expect(itemById('__proto__')).toBeUndefined();
  });

  it('number more than 300, with a fair choice on each shelf', () => {
    expect(ITEMS.length).toBeGreaterThan(300);
    expect(shopItems('food').length).toBeGreaterThanOrEqual(8);
    expect(shopItems('toy').length).toBeGreaterThanOrEqual(5);
    expect(shopItems('medicine').length).toBeGreaterThanOrEqual(3);
    expect(SHELVES.flatMap((shelf) => shopItems(shelf.category))).toHaveLength(shopItems().length);
  });

  it('never pay more back than 80 % of their price, nor less than half', () => {
    for (const item of shopItems()) {
      expect(item.sellBack).toBeLessThanOrEqual(item.price * 0.8);
      expect(item.sellBack).toBeGreaterThanOrEqual(item.price * 0.5);
    }
  });

  it('feed a pet for about 60 coins a day, so that the welcome grant lasts for days', () => {
    const costs = shopItems('food').map((item) =>
      item.pet?.kind === 'food' ? (item.price / item.pet.fed) * 50 : Number.POSITIVE_INFINITY,
    );
    expect(Math.min(...costs)).toBeLessThanOrEqual(66);
    expect(Math.min(...costs)).toBeGreaterThanOrEqual(54);
    expect(WELCOME_COINS).toBeGreaterThanOrEqual(10 * 60);
  });
});
