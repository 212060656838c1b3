import { CURIOS } from './curios.ts';

export type ItemCategory = 'food' | 'toy' | 'medicine' | 'keepsake' | 'curio';

/** What an item does for a pet, in points of a meter of 0 to 100. Food and medicine are used up, a toy stays. */
export type PetUse =
  | { readonly kind: 'food'; readonly fed: number; readonly joy: number }
  /** `tires`: points of rest that playing with it costs. */
  | { readonly kind: 'toy'; readonly joy: number; readonly tires: number; readonly bond: number }
  | { readonly kind: 'medicine'; readonly health: number; readonly rest: number };

/** A kind of stackable thing. */
export interface Item {
  /** `[a-z0-9]{1,14}`, fixed for ever: it stands in the log. */
  readonly id: string;
  readonly name: string;
  readonly category: ItemCategory;
  readonly description: string;
  /** Coins for one in the shop; `null`: not sold there. */
  readonly price: number | null;
  /** Coins that the shop pays for one; below the price, so that going round loses. */
  readonly sellBack: number;
  readonly pet?: PetUse;
}

const food = (id: string, name: string, price: number, fed: number, joy: number, text: string): Item => ({
  id,
  name,
  category: 'food',
  description: text,
  price,
  sellBack: Math.floor(price * 0.6),
  pet: { kind: 'food', fed, joy },
});

const toy = (
  id: string,
  name: string,
  price: number,
  use: readonly [joy: number, tires: number, bond: number],
  text: string,
): Item => ({
  id,
  name,
  category: 'toy',
  description: text,
  price,
  sellBack: Math.floor(price * 0.7),
  pet: { kind: 'toy', joy: use[0], tires: use[1], bond: use[2] },
});

const medicine = (
  id: string,
  name: string,
  price: number,
  health: number,
  rest: number,
  text: string,
): Item => ({
  id,
  name,
  category: 'medicine',
  description: text,
  price,
  sellBack: Math.floor(price * 0.6),
  pet: { kind: 'medicine', health, rest },
});

const keepsake = (id: string, name: string, price: number, text: string): Item => ({
  id,
  name,
  category: 'keepsake',
  description: text,
  price,
  sellBack: Math.floor(price * 0.8),
});

/**
 * Every item. A pet's food meter falls by 50 points a day (100 to 0 in 48 h) and plain food costs about 1.2 coins a
 * point, so that a day of food costs about 60 coins.
 */
export const ITEMS: readonly Item[] = [
  food('oatcrumbs', 'Oat crumbs', 12, 10, 0, 'A pinch of oats. Nobody minds them, nobody asks for them.'),
  food('crunchroot', 'Crunchroot', 18, 15, 0, 'A root that keeps teeth and beaks busy.'),
  food('breadroll', 'Bread roll', 24, 20, 1, 'Still warm when the baker has a good day.'),
  food('bluemoss', 'Blue moss', 30, 25, 0, 'Grows on the shady side of the guildhall.'),
  food('honeyberry', 'Honeyberries', 36, 25, 5, 'Sticky, sweet and gone at once.'),
  food('brookfish', 'Brook fish', 42, 35, 2, 'Fresh from under the mill bridge.'),
  food('stewbowl', 'Bowl of stew', 60, 50, 4, 'A whole day in one bowl.'),
  food('sunmelon', 'Sun melon', 75, 55, 10, 'Half to eat, half to wear.'),
  food('feastplate', 'Feast plate', 150, 100, 15, 'For birthdays, and for being forgiven.'),
  toy('woolball', 'Ball of wool', 80, [12, 4, 1], 'Rolls under every cupboard there is.'),
  toy('squeaker', 'Squeaker', 120, [16, 5, 1], 'Loud. Very loud.'),
  toy('featherwand', 'Feather wand', 180, [20, 8, 2], 'Always half a paw too far away.'),
  toy('windkite', 'Wind kite', 300, [26, 10, 2], 'Takes two, so bring your pet.'),
  toy('puzzlebox', 'Puzzle box', 420, [24, 3, 4], 'Quiet fun for clever ones.'),
  toy('bouncecloud', 'Bounce cloud', 650, [35, 14, 4], 'Nobody knows how it was filled.'),
  medicine('mintdrops', 'Mint drops', 40, 15, 0, 'For sniffles.'),
  medicine('balmleaf', 'Balm leaf', 90, 35, 5, 'Put it on where it hurts, then lie down.'),
  medicine('sleeptea', 'Sleep tea', 70, 10, 30, 'One cup and the night is kind.'),
  medicine('phoenixtonic', 'Phoenix tonic', 220, 100, 20, 'As good as new, with a warm beak.'),
  keepsake('guildpin', 'Guild pin', 250, 'Brass, with the door of the guildhall on it.'),
  keepsake('paintedegg', 'Painted egg', 400, 'Hollow. Somebody moved out long ago.'),
  keepsake('starmap', 'Star map', 900, 'One star is missing. You may name it.'),
  keepsake('musicbox', 'Music box', 1500, 'Plays the song of the founding night.'),
  keepsake('silvercup', 'Silver cup', 5000, 'For the shelf above the fire.'),
  keepsake('goldenbell', 'Golden bell', 25_000, 'Rung once, heard in every hall.'),
  ...CURIOS,
];

const byId: ReadonlyMap<string, Item> = new Map(ITEMS.map((item) => [item.id, item]));

/** The item of that id, if there is one. */
export const itemById = (id: string): Item | undefined => byId.get(id);
