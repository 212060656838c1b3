import { expect, it } from 'vitest';
import type { BattleCard } from '#ports/card-painter.ts';
import { createCardPainter } from './card-painter.ts';

const cardWith = (name: string, fighters = 3): BattleCard => ({
  title: `${name} beats Misty`,
  sides: [
    {
      name,
      fighters: Array.from({ length: fighters }, (_, n) => ({
        name,
        types: ['fire', name],
        life: n / fighters,
      })),
      note: '1 of 3 standing',
      isWinner: true,
    },
    { name: 'Misty', fighters: [{ name: null, types: [], life: null }], note: '', isWinner: false },
  ],
  footer: 'Cross battle',
});

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

const sizeOf = (png: Buffer): readonly [number, number] => [png.readUInt32BE(16), png.readUInt32BE(20)];

it.each([
  ['Ash', 3],
  ['', 0],
  ['Łukasz Żółć', 9],
  ['\u202Egnirts \u200F😀猫\n\u0000', 6],
  ['x'.repeat(10_000), 6],
])('draws what is asked as a PNG of 800 × 400 points (%#)', async (name, fighters) => {
  const png = await createCardPainter().paint(cardWith(name, fighters));
  expect(png.subarray(0, 8)).toEqual(PNG);
  expect(sizeOf(png)).toEqual([800, 400]);
  expect(png.length).toBeLessThan(100_000);
});

it('draws equal cards once, and different ones differently', async () => {
  const painter = createCardPainter();
  const first = await painter.paint(cardWith('Ash'));
  expect(await painter.paint(cardWith('Ash'))).toBe(first);
  expect(first.equals(await painter.paint(cardWith('Gary')))).toBe(false);
});

it('draws letters of names, not boxes: what has no letter is left out', async () => {
  const painter = createCardPainter();
  const plain = await painter.paint(cardWith('Ash'));
  expect(plain.equals(await painter.paint(cardWith('Ash😀\u202E')))).toBe(true);
});
