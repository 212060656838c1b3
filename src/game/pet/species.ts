/** What a pet is made of; an expedition in its own element pays more. */
export type PetType = 'ember' | 'tide' | 'grove' | 'stone' | 'gale' | 'frost' | 'spark' | 'dusk';

/** How a pet is. `decay` and `gain` are in percent of the usual. */
export interface Temperament {
  readonly id: string;
  readonly label: string;
  readonly text: string;
  readonly decay: Readonly<Record<'food' | 'hygiene' | 'joy' | 'energy', number>>;
  readonly gain: Readonly<Record<'joy' | 'bond' | 'training' | 'coins', number>>;
}

const USUAL_DECAY = { food: 100, hygiene: 100, joy: 100, energy: 100 };
const USUAL_GAIN = { joy: 100, bond: 100, training: 100, coins: 100 };

const TEMPERAMENTS = {
  greedy: {
    id: 'greedy',
    label: 'greedy',
    text: 'Hungry sooner, and happier for every bite.',
    decay: { ...USUAL_DECAY, food: 125 },
    gain: { ...USUAL_GAIN, joy: 120 },
  },
  tidy: {
    id: 'tidy',
    label: 'tidy',
    text: 'Stays clean for longer.',
    decay: { ...USUAL_DECAY, hygiene: 70 },
    gain: USUAL_GAIN,
  },
  playful: {
    id: 'playful',
    label: 'playful',
    text: 'Bored sooner, and gets much more out of play.',
    decay: { ...USUAL_DECAY, joy: 120 },
    gain: { ...USUAL_GAIN, joy: 140 },
  },
  calm: {
    id: 'calm',
    label: 'calm',
    text: 'Content for longer with very little.',
    decay: { ...USUAL_DECAY, joy: 75, energy: 90 },
    gain: USUAL_GAIN,
  },
  bold: {
    id: 'bold',
    label: 'bold',
    text: 'Brings more home and comes home dirty.',
    decay: { ...USUAL_DECAY, hygiene: 120 },
    gain: { ...USUAL_GAIN, coins: 110 },
  },
  clever: {
    id: 'clever',
    label: 'clever',
    text: 'Learns faster.',
    decay: { ...USUAL_DECAY, joy: 110 },
    gain: { ...USUAL_GAIN, training: 130 },
  },
  loyal: {
    id: 'loyal',
    label: 'loyal',
    text: 'Bonds faster.',
    decay: USUAL_DECAY,
    gain: { ...USUAL_GAIN, bond: 140 },
  },
  sleepy: {
    id: 'sleepy',
    label: 'sleepy',
    text: 'Tired sooner, and eats little.',
    decay: { ...USUAL_DECAY, energy: 130, food: 80 },
    gain: USUAL_GAIN,
  },
} as const satisfies Readonly<Record<string, Temperament>>;

/** A kind of pet. */
export interface Species {
  /** `[a-z0-9]{1,14}`, fixed for ever: it stands in the log. */
  readonly id: string;
  readonly name: string;
  readonly type: PetType;
  readonly temperament: Temperament;
  readonly text: string;
  /** Coins for adopting one that is not the first. */
  readonly price: number;
  /** For its picture: two letters on a colour of 0 to 359. */
  readonly initials: string;
  readonly hue: number;
}

const species = (
  name: string,
  type: PetType,
  temperament: keyof typeof TEMPERAMENTS,
  price: number,
  hue: number,
  text: string,
): Species => ({
  id: name.toLowerCase(),
  name,
  type,
  temperament: TEMPERAMENTS[temperament],
  text,
  price,
  initials: name.slice(0, 2),
  hue,
});

/** Every species, in the order in which they are shown. */
export const SPECIES: readonly Species[] = [
  species(
    'Cinderlynx',
    'ember',
    'playful',
    600,
    14,
    'A lynx with glowing ear tufts. Do not leave it near hay.',
  ),
  species('Lanternfox', 'ember', 'clever', 900, 32, 'Its tail is a lamp, and it knows what you are reading.'),
  species('Brookpup', 'tide', 'loyal', 500, 205, 'Half otter, half umbrella. Follows you everywhere.'),
  species('Coralhorn', 'tide', 'tidy', 700, 190, 'A small goat of the reef that combs itself twice a day.'),
  species('Mossback', 'grove', 'calm', 400, 110, 'A tortoise with a garden. The garden is older.'),
  species('Thistlehog', 'grove', 'greedy', 450, 88, 'Round, prickly, and always just about to eat.'),
  species('Cobblemole', 'stone', 'bold', 650, 30, 'Digs first and asks later. Finds things.'),
  species('Quartzling', 'stone', 'sleepy', 550, 280, 'Glitters in its sleep, which is most of the day.'),
  species('Kitewing', 'gale', 'bold', 800, 170, 'A bird that leans on the wind as on a friend.'),
  species('Puffmouse', 'gale', 'playful', 400, 55, 'Weighs nothing. Hold on to it outside.'),
  species('Snowhare', 'frost', 'tidy', 600, 200, 'Leaves no prints and licks every icicle.'),
  species('Rimebear', 'frost', 'sleepy', 1_000, 220, 'The size of a loaf, with the dignity of a mountain.'),
  species('Voltbeetle', 'spark', 'clever', 750, 48, 'Hums in the key of G and opens most locks.'),
  species('Duskowl', 'dusk', 'loyal', 850, 255, 'Sees everything, tells only you.'),
];

const byId: ReadonlyMap<string, Species> = new Map(SPECIES.map((one) => [one.id, one]));

/** The species of that id, if there is one. */
export const speciesById = (id: string): Species | undefined => byId.get(id);
