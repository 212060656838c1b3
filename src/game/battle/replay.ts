import { z } from 'zod';
import { packWords } from '../shared/bytes.ts';
import type { Hash } from '../shared/hash.ts';
import { isOrder, RULES, STANDING } from './cross/v1/orders.ts';
import { type Setup, type Team, teamSchema } from './cross/v1/sheet.ts';
import { checksumOf, commitmentOf, openingDigestOf, seedsOf } from './fairness.ts';
import { type PlayedBattle, RULE_BOOK, type RuleBook, type Rules } from './rules.ts';

const TEXT_MAX = 64;
/** Both sides, one order and one change of the standing orders each tick. */
const ORDERS_MAX = RULES.cap * 4;

/** A text that canonical JSON can hold. */
export const wholeText = z.string().refine((value) => value.isWellFormed(), 'a text without lone surrogates');
/** An id, a name or a seed. */
export const text = wholeText.min(1).max(TEXT_MAX);
const digest = z.string().regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits');

/** A team before its seed is known: what a side brings. */
const broughtSchema = teamSchema.omit({ seed: true });
export type Brought = Omit<Team, 'seed'>;

const playerSchema = z.strictObject({
  id: text,
  /** The name as it was shown; absent when its person is gone. */
  name: text.optional(),
});

const orderSchema = z.tuple([
  z.int().min(0).max(RULES.cap),
  z.int().min(0).max(1),
  z.int().refine(isOrder, 'a number of an order'),
]);

/** An order: given when `tick` had been played, by `side`, as a number (see orders.ts). */
export type GivenOrder = readonly [tick: number, side: number, order: number];

/** A finished battle with all that it follows from. Strict: what is not listed here is refused. */
export const replaySchema = z.strictObject({
  format: z.literal(1),
  /** Version of the rules that played it, such as `cross/v1`. */
  rules: text,
  battleId: text,
  players: z.tuple([playerSchema, playerSchema]),
  setup: z.tuple([broughtSchema, broughtSchema]),
  /** Published before any player's seed exists. */
  commitment: digest,
  serverSeed: digest,
  playerSeeds: z.tuple([text, text]),
  salt: digest,
  /** Published before the first tick. */
  openingDigest: digest,
  /** By tick, then by side; of one side at one tick at most one order and one change of its standing orders. */
  orders: z.array(orderSchema).max(ORDERS_MAX),
  /** Ticks that were played. */
  ticks: z.int().min(0).max(RULES.cap),
  /** `void`: stopped before it was decided, and counts for nothing. */
  result: z.enum(['first', 'second', 'draw', 'void']),
  /** The side that gave up after the last tick; the other one has won. */
  forfeit: z.int().min(0).max(1).optional(),
  /** State hash after each tick from 1 on, before the orders given then; base64url of little-endian words. */
  hashes: z.string().max(RULES.cap * 6),
  /** SHA-256 of the canonical JSON of all other fields: finds what was changed by accident. */
  checksum: digest,
});
export type Replay = z.infer<typeof replaySchema>;

/** How a battle ended before its rules decided it, after `ticks` ticks. */
export type EarlyEnd =
  | { readonly ticks: number; readonly how: 'void' }
  | { readonly ticks: number; readonly how: 'forfeit'; readonly side: 0 | 1 };

/** What the log of a battle knows. */
export interface Played {
  readonly battleId: string;
  /** Version of the rules. */
  readonly rules: string;
  readonly players: readonly [Player, Player];
  readonly setup: readonly [Brought, Brought];
  /** 64 hexadecimal digits, kept secret until the end. */
  readonly serverSeed: string;
  /** In the order of the sides, 1 to 64 characters each. */
  readonly playerSeeds: readonly [string, string];
  /** 64 hexadecimal digits, kept secret until the end. */
  readonly salt: string;
  /** As they were given; of one side at one tick the later replaces the earlier. */
  readonly orders: readonly GivenOrder[];
  /** Absent: the rules decided it. */
  readonly early?: EarlyEnd;
}

export interface Player {
  readonly id: string;
  readonly name?: string | undefined;
}

const slotOf = ([tick, side, order]: GivenOrder): string =>
  `${tick}/${side}/${order >= STANDING ? 's' : 'o'}`;

/** Orders by tick, then by side, without those that another one replaced at once. */
const arranged = (orders: readonly GivenOrder[]): readonly GivenOrder[] =>
  [...new Map(orders.map((given) => [slotOf(given), given])).values()].toSorted(
    (a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2],
  );

/** Whether orders stand as {@link makeReplay} puts them. */
export const areArranged = (orders: readonly GivenOrder[]): boolean =>
  arranged(orders).every((given, n) => orders[n] === given) && arranged(orders).length === orders.length;

/** Teams with the streams that seeds give them. */
export const setupOf = (
  {
    battleId,
    setup,
    serverSeed,
    playerSeeds,
  }: Pick<Played, 'battleId' | 'setup' | 'serverSeed' | 'playerSeeds'>,
  hash: Hash,
): Setup => {
  const [first, second] = seedsOf({ battleId, serverSeed, playerSeeds }, hash);
  return [
    { ...setup[0], seed: first },
    { ...setup[1], seed: second },
  ];
};

/**
 * Plays a battle from its start with orders, and tells the state hash after each tick, before the orders given then.
 * Ends with the battle or at `lastTick`; `tell` may end it sooner by returning `false`.
 */
export const playAgain = (
  rules: Rules,
  setup: Setup,
  orders: readonly GivenOrder[],
  lastTick: number,
  tell: (tick: number, hash: number) => boolean | void,
): PlayedBattle => {
  const battle = rules.start(setup);
  let next = 0;
  while (battle.result === 'running' && battle.tick < lastTick) {
    for (let given = orders[next]; given !== undefined && given[0] <= battle.tick; given = orders[next]) {
      battle.order(given[1] === 0 ? 0 : 1, given[2]);
      next += 1;
    }
    battle.run(battle.tick + 1);
    if (tell(battle.tick, battle.hash) === false) break;
  }
  return battle;
};

/**
 * The replay of a battle that has ended, made by playing it once more.
 *
 * @throws RangeError when it goes on without an early end, or was over before a side gave up, or by unknown rules
 */
export const makeReplay = (played: Played, hash: Hash, book: RuleBook = RULE_BOOK): Replay => {
  const rules = book.versions.get(played.rules);
  if (rules === undefined) throw new RangeError(`unknown rules ${played.rules}`);
  const { battleId, players, setup, serverSeed, playerSeeds, salt, early } = played;
  const orders = arranged(played.orders);
  const hashes: number[] = [];
  const battle = playAgain(rules, setupOf(played, hash), orders, early?.ticks ?? RULES.cap, (_, state) => {
    hashes.push(state);
  });
  const decided = battle.result === 'running' ? undefined : battle.result;
  const result = early?.how === 'void' ? 'void' : early === undefined ? decided : winnerOf(early.side);
  if (result === undefined) throw new RangeError(`the battle goes on after tick ${battle.tick}`);
  if (early?.how === 'forfeit' && decided !== undefined)
    throw new RangeError(`the battle was over after tick ${battle.tick}`);
  const commitment = commitmentOf(serverSeed, hash);
  const body = {
    format: 1,
    rules: rules.version,
    battleId,
    players: [playerOf(players[0]), playerOf(players[1])],
    setup: [setup[0], setup[1]],
    commitment,
    serverSeed,
    playerSeeds: [playerSeeds[0], playerSeeds[1]],
    salt,
    openingDigest: openingDigestOf({ commitment, setup, rules: rules.version, salt }, hash),
    orders: orders.filter(([tick]) => tick < battle.tick).map(([tick, side, order]) => [tick, side, order]),
    ticks: battle.tick,
    result,
    ...(early?.how === 'forfeit' ? { forfeit: early.side } : {}),
    hashes: packWords(hashes),
  } satisfies Omit<Replay, 'checksum'>;
  return { ...body, checksum: checksumOf(body, hash) };
};

/** Who wins when a side gives up. */
export const winnerOf = (forfeit: number): 'first' | 'second' => (forfeit === 0 ? 'second' : 'first');

const playerOf = ({ id, name }: Player): Replay['players'][0] => (name === undefined ? { id } : { id, name });
