import { join } from 'node:path';
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas';
import type { BattleCard, CardFighter, CardSide } from '#ports/card-painter.ts';
import { badgeColour, INK, LIFE_COLOURS, MUTED, PAPER, SIDE_COLOURS, WINNER } from './colours.ts';

const WIDTH = 800;
const HEIGHT = 400;
const MARGIN = 28;
const COLUMN = (WIDTH - 3 * MARGIN) / 2;
const FIGHTERS_MAX = 6;
const TOP = 132;

const FONTS = join(import.meta.dirname, 'fonts');
for (const weight of ['400', '700']) {
  GlobalFonts.registerFromPath(join(FONTS, `inter-latin-${weight}-normal.woff2`), 'Hall');
  GlobalFonts.registerFromPath(join(FONTS, `inter-latin-ext-${weight}-normal.woff2`), 'Hall Ext');
}

const font = (px: number, weight: 400 | 700 = 400): string => `${weight} ${px}px Hall, "Hall Ext"`;

/** What our fonts have letters for; everything else, marks of direction and emoji too, is left out. */
const drawable = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[^\u0020-\u007E\u00A1-\u024F\u2013\u2014\u2018-\u201D\u2026]/gu, '')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** As much of a text as fits into so many points. */
const fitted = (c: SKRSContext2D, text: string, widthMax: number): string => {
  const letters = drawable(text);
  if (c.measureText(letters).width <= widthMax) return letters;
  let end = Math.min(letters.length, 80);
  while (end > 1 && c.measureText(`${letters.slice(0, end)}…`).width > widthMax) end -= 1;
  return `${letters.slice(0, end).trimEnd()}…`;
};

const box = (c: SKRSContext2D, x: number, y: number, width: number, height: number, radius: number): void => {
  c.beginPath();
  c.roundRect(x, y, width, height, radius);
  c.fill();
};

const initialsOf = (name: string): string =>
  drawable(name)
    .split(' ')
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('') || '?';

/** A round sign with initials: no picture of anybody's. */
const drawSign = (
  c: SKRSContext2D,
  x: number,
  y: number,
  size: number,
  name: string,
  colour: string,
): void => {
  c.fillStyle = colour;
  c.beginPath();
  c.arc(x + size / 2, y + size / 2, size / 2, 0, 2 * Math.PI);
  c.fill();
  c.fillStyle = '#fff';
  c.font = font(size * 0.42, 700);
  c.textAlign = 'center';
  c.fillText(initialsOf(name), x + size / 2, y + size * 0.65);
  c.textAlign = 'left';
};

/** Badges from the right edge; answers where they begin. */
const drawBadges = (c: SKRSContext2D, right: number, y: number, types: readonly string[]): number => {
  let x = right;
  c.font = font(12, 700);
  for (const type of types.slice(0, 2).toReversed()) {
    const label = fitted(c, type, 80);
    const width = c.measureText(label).width + 16;
    x -= width;
    c.fillStyle = badgeColour(type);
    box(c, x, y, width, 20, 10);
    c.fillStyle = '#fff';
    c.fillText(label, x + 8, y + 14.5);
    x -= 5;
  }
  return x;
};

const drawFighter = (c: SKRSContext2D, x: number, y: number, fighter: CardFighter, colour: string): void => {
  const { name, types, life } = fighter;
  const isDown = life === 0;
  c.globalAlpha = isDown ? 0.45 : 1;
  drawSign(c, x, y, 30, name ?? '?', name === null ? MUTED : colour);
  const badges = drawBadges(c, x + COLUMN, y + 1, types);
  c.font = font(17, 700);
  c.fillStyle = name === null ? MUTED : INK;
  c.fillText(fitted(c, name ?? 'never seen', badges - x - 48), x + 40, y + 15);
  if (life !== null) {
    c.fillStyle = LIFE_COLOURS.none;
    box(c, x + 40, y + 24, COLUMN - 40, 7, 3.5);
    c.fillStyle = life > 0.5 ? LIFE_COLOURS.good : life > 0.2 ? LIFE_COLOURS.low : LIFE_COLOURS.least;
    if (life > 0) box(c, x + 40, y + 24, Math.max(7, (COLUMN - 40) * Math.min(1, life)), 7, 3.5);
  }
  c.globalAlpha = 1;
};

const drawSide = (c: SKRSContext2D, x: number, side: CardSide, colour: string): void => {
  c.fillStyle = colour;
  box(c, x, 74, COLUMN, 4, 2);
  c.font = font(24, 700);
  c.fillStyle = INK;
  const room = COLUMN - (side.isWinner ? 92 : 0);
  c.fillText(fitted(c, side.name, room), x, 112);
  if (side.isWinner) {
    c.fillStyle = WINNER;
    box(c, x + COLUMN - 82, 91, 82, 26, 13);
    c.fillStyle = '#fff';
    c.font = font(14, 700);
    c.textAlign = 'center';
    c.fillText('WINNER', x + COLUMN - 41, 109);
    c.textAlign = 'left';
  }
  const shown = side.fighters.slice(0, FIGHTERS_MAX);
  const step = Math.min(56, (HEIGHT - 64 - TOP) / Math.max(1, shown.length));
  for (const [n, fighter] of shown.entries()) drawFighter(c, x, TOP + n * step, fighter, colour);
  c.font = font(14);
  c.fillStyle = MUTED;
  c.fillText(fitted(c, side.note, COLUMN), x, Math.min(HEIGHT - 44, TOP + shown.length * step + 14));
};

/** A battle as a PNG of 800 × 400 points; drawing is short, packing happens beside the event loop. */
export const drawCard = async ({ title, sides, footer }: BattleCard): Promise<Buffer> => {
  const canvas = createCanvas(WIDTH, HEIGHT);
  const c = canvas.getContext('2d');
  c.fillStyle = PAPER;
  c.fillRect(0, 0, WIDTH, HEIGHT);
  c.font = font(26, 700);
  c.fillStyle = INK;
  c.fillText(fitted(c, title, WIDTH - 2 * MARGIN), MARGIN, 48);
  for (const n of [0, 1] as const) drawSide(c, MARGIN + n * (COLUMN + MARGIN), sides[n], SIDE_COLOURS[n]);
  c.font = font(14);
  c.fillStyle = MUTED;
  c.fillText(fitted(c, footer, WIDTH - 2 * MARGIN), MARGIN, HEIGHT - 20);
  return canvas.encode('png');
};
