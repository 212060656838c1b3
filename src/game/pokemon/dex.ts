import { invariant } from '../shared/errors.ts';
import { TYPES, type TypeName } from '../battle/cross/v1/chart.ts';

/** The six stats, in the order in which they are always written. */
export const STATS = ['hp', 'atk', 'def', 'spa', 'spd', 'spe'] as const;
export type StatName = (typeof STATS)[number];
/** A whole number for each stat. */
export type Stats = Readonly<Record<StatName, number>>;

/** What a move can leave on whom it hits. */
export type Ailment = 'poison' | 'burn' | 'paralysis' | 'sleep';

/** A species or form as every Pokémon of it is. */
export interface Species {
  readonly id: string;
  /** At most 25 characters. */
  readonly name: string;
  /** Of a form that differs in looks alone, the one whose facts it has; else its own name. */
  readonly plainName: string;
  /** Number in the National Pokédex; forms share it. */
  readonly number: number;
  readonly types: readonly TypeName[];
  readonly base: Stats;
  readonly abilities: readonly string[];
  /** The only gender there is, `N` for none; `undefined`: both. */
  readonly gender: 'M' | 'F' | 'N' | undefined;
  /** What it must hold to be this form. */
  readonly requiredItem: string | undefined;
  /** One bit a move, six a letter; see {@link Dex.learns}. */
  readonly pool: string;
}

/** A move in plain terms. */
export interface MoveFacts {
  readonly id: string;
  readonly name: string;
  readonly type: TypeName;
  readonly category: 'physical' | 'special' | 'status';
  /** 0 for moves that do no damage or a fixed one. */
  readonly power: number;
  /** Percent; 100 for moves that cannot miss. */
  readonly accuracy: number;
  readonly isContact: boolean;
  readonly inflicts: Ailment | undefined;
}

/** The tables of generation 9; names are compared without case, accents, spaces and punctuation. */
export interface Dex {
  species(name: string): Species | undefined;
  move(name: string): MoveFacts | undefined;
  /** An item's proper name. */
  item(name: string): string | undefined;
  /** An ability's proper name, if any species has it. */
  ability(name: string): string | undefined;
  /** Whether a species can know a move in this generation: by level, machine, egg, tutor or event. */
  learns(species: Species, move: MoveFacts): boolean;
  readonly speciesNames: readonly string[];
  readonly moveNames: readonly string[];
  readonly itemNames: readonly string[];
}

/** Letters of move pools: the place of each is its six bits. */
export const POOL_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** A name as the games' fans compare them: `Flabébé` and `flabebe` are one. */
export const idOf = (name: string): string =>
  name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '');

/** Form of the data file: one text a row, parts divided by `|`. */
export interface DexData {
  readonly moves: readonly string[];
  readonly items: readonly string[];
  readonly species: readonly string[];
  readonly looks: readonly string[];
}

const isType = (text: string): text is TypeName => (TYPES as readonly string[]).includes(text);

const typeOf = (text: string): TypeName => {
  invariant(isType(text), `no type ${text}`);
  return text;
};

const readMove = (row: string): MoveFacts => {
  const [name = '', type = '', category = '', power = '', accuracy = '', contact = '', inflicts = ''] =
    row.split('|');
  return {
    id: idOf(name),
    name,
    type: typeOf(type),
    category: category === 'physical' || category === 'special' ? category : 'status',
    power: Number(power),
    accuracy: accuracy === '' ? 100 : Number(accuracy),
    isContact: contact !== '',
    inflicts: inflicts === '' ? undefined : (inflicts as Ailment),
  };
};

const readSpecies = (row: string): Species => {
  const [name = '', number = '', types = '', base = '', abilities = '', gender = '', item = '', pool = ''] =
    row.split('|');
  const [hp = 0, atk = 0, def = 0, spa = 0, spd = 0, spe = 0] = base.split('/').map(Number);
  return {
    id: idOf(name),
    name,
    plainName: name,
    number: Number(number),
    types: types.split('/').map(typeOf),
    base: { hp, atk, def, spa, spd, spe },
    abilities: abilities.split('/'),
    gender: gender === 'M' || gender === 'F' || gender === 'N' ? gender : undefined,
    requiredItem: item === '' ? undefined : item,
    pool,
  };
};

/** Builds the look-ups over the rows of the data file. */
export const readDex = (data: DexData): Dex => {
  const moves = data.moves.map(readMove);
  const places = new Map(moves.map(({ id }, place) => [id, place]));
  const movesById = new Map(moves.map((move) => [move.id, move]));
  const species = new Map(data.species.map(readSpecies).map((one) => [one.id, one]));
  for (const row of data.looks) {
    const [name = '', plain = ''] = row.split('|');
    const facts = species.get(idOf(plain));
    invariant(facts !== undefined, `no species ${plain}`);
    species.set(idOf(name), { ...facts, id: idOf(name), name });
  }
  const items = new Map(data.items.map((name) => [idOf(name), name]));
  const abilities = new Map(
    Array.from(species.values(), (one) => one.abilities)
      .flat()
      .map((name) => [idOf(name), name]),
  );
  return {
    species: (name) => species.get(idOf(name)),
    move: (name) => movesById.get(idOf(name)),
    item: (name) => items.get(idOf(name)),
    ability: (name) => abilities.get(idOf(name)),
    learns: ({ pool }, { id }) => {
      const place = places.get(id);
      if (place === undefined) return false;
      const bits = POOL_ALPHABET.indexOf(pool.charAt(Math.floor(place / 6)) || 'A');
      return ((bits >> (place % 6)) & 1) === 1;
    },
    speciesNames: Array.from(species.values(), ({ name }) => name).toSorted(),
    moveNames: moves.map(({ name }) => name).toSorted(),
    itemNames: data.items,
  };
};

let loading: Promise<Dex> | undefined;

/** The tables, read at the first question and kept. */
export const loadDex = (): Promise<Dex> => {
  loading ??= import('./data/gen9.json', { with: { type: 'json' } }).then((file) => readDex(file.default));
  return loading;
};
