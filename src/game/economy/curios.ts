import type { Item } from './items.ts';

const COLOURS = [
  'Amber',
  'Ash',
  'Azure',
  'Cobalt',
  'Copper',
  'Coral',
  'Ivory',
  'Jade',
  'Onyx',
  'Rose',
  'Silver',
  'Violet',
] as const;

/** Each shape with what the shop pays for the plainest colour. */
const SHAPES = [
  ['Acorn', 4],
  ['Bead', 5],
  ['Bell', 30],
  ['Button', 5],
  ['Charm', 35],
  ['Cog', 12],
  ['Feather', 6],
  ['Fossil', 55],
  ['Key', 20],
  ['Lantern', 60],
  ['Leaf', 4],
  ['Marble', 8],
  ['Mask', 45],
  ['Mirror', 40],
  ['Pearl', 70],
  ['Pebble', 4],
  ['Petal', 5],
  ['Ring', 65],
  ['Scale', 15],
  ['Shell', 8],
  ['Spool', 10],
  ['Star', 90],
  ['Thimble', 10],
  ['Whistle', 18],
] as const;

/**
 * Things that pets bring home: 24 shapes in 12 colours. The shop buys them and never sells them; later colours are
 * rarer and pay up to twice as much.
 */
export const CURIOS: readonly Item[] = SHAPES.flatMap(([shape, base]) =>
  COLOURS.map((colour, rank) => ({
    id: `${colour}${shape}`.toLowerCase(),
    name: `${colour} ${shape.toLowerCase()}`,
    category: 'curio' as const,
    description: 'Brought home from an expedition.',
    price: null,
    sellBack: base + Math.floor((base * rank) / (COLOURS.length - 1)),
  })),
);
