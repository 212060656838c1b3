import type { ZodType } from 'zod';
import type { TransferPosted } from '#game/economy/ledger-events.ts';
import { petEventSchemas } from '#game/pet/pet-events.ts';
import { userEventSchemas } from '#game/profile/user-events.ts';
import type { Sealed } from '#game/shared/sealed.ts';
import { encodeShortId } from '#game/shared/short-id.ts';
import type { CommandRecord, StoredEvent } from '#ports/commit.ts';
import type { ViewRow } from '#ports/followers.ts';
import type { CommitPlace, Follower } from '../kit/follower-runner.ts';
import {
  type BattleEntry,
  type Cause,
  causeOf,
  ofBattle,
  ofExperience,
  ofPetFight,
  stakeRows,
} from './timeline-battles.ts';

/**
 * Name of the read model. `timeline` was the one without battles: what reads more of the log than before begins anew
 * under another name (ADR 0037).
 */
export const TIMELINE = 'timeline-2';

/** One thing that happened to a person. */
export type TimelineEntry = { readonly atMs: number } & (
  | { readonly kind: 'joined' }
  | { readonly kind: 'level'; readonly level: number; readonly cause?: Cause }
  | { readonly kind: 'daily'; readonly coins: number; readonly streak: number; readonly receiptId: string }
  | {
      readonly kind: 'adopted' | 'renamed';
      readonly species: string;
      readonly name: Sealed;
      readonly petId: string;
    }
  | { readonly kind: 'rehomed' | 'returned'; readonly petId: string }
  | {
      readonly kind: 'expedition';
      readonly route: string;
      readonly coins: number;
      readonly finds: number;
      readonly petId: string;
    }
  | {
      /** The first win over one of the hall's was paid. */
      readonly kind: 'npc';
      readonly npc: string;
      /** The battle, as `battle:ID` or `match:ID`. */
      readonly battle: string;
      readonly coins: number;
      readonly receiptId: string;
    }
  | {
      readonly kind: 'paid' | 'received' | 'gave' | 'got';
      /** The other person's user id. */
      readonly other: string;
      readonly coins: number;
      /** What else went along: items with their number, pets. */
      readonly things: readonly { readonly item: string; readonly pieces: number }[];
      readonly receiptId: string;
    }
  | {
      /** Put up for a battle, paid out by its end, or given back because it was none. */
      readonly kind: 'staked' | 'stakes' | 'stakes-back';
      readonly coins: number;
      readonly receiptId: string;
      readonly cause?: Cause;
    }
  | BattleEntry
);

/** What happened, without its time. */
export type Entry = TimelineEntry extends infer T
  ? T extends { atMs: number }
    ? Omit<T, 'atMs'>
    : never
  : never;
/** Whom it happened to, and what. */
export type Found = readonly [userId: string, entry: Entry];

const MS_DIGITS = 14;

/** Rows of a person begin with this; text order is order of time. */
export const timelinePrefix = (userId: string): string => `${userId}/`;
/** Where a moment lies among a person's rows. */
export const timelineKey = (userId: string, atMs: number): string =>
  timelinePrefix(userId) + String(Math.max(0, Math.trunc(atMs))).padStart(MS_DIGITS, '0');

const read = <T>(schema: ZodType<T>, data: unknown): T | undefined => {
  const parsed = schema.safeParse(data);
  return parsed.success ? parsed.data : undefined;
};

const ofUser = (event: StoredEvent, userId: string, cause: Cause | undefined): readonly Found[] => {
  switch (event.type) {
    case 'Enrolled':
      return [[userId, { kind: 'joined' }]];
    case 'LevelReached': {
      const data = read(userEventSchemas.LevelReached, event.data);
      if (data === undefined) return [];
      return [[userId, { kind: 'level', level: data.level, ...(cause === undefined ? {} : { cause }) }]];
    }
    case 'XpAwarded':
      return ofExperience(event, userId, cause);
    case 'DailySettled': {
      const data = read(userEventSchemas.DailySettled, event.data);
      if (data === undefined) return [];
      const { amount: coins, streak, receiptId } = data;
      return [[userId, { kind: 'daily', coins, streak, receiptId }]];
    }
    case 'NpcRewardPaid': {
      const data = read(userEventSchemas.NpcRewardPaid, event.data);
      return data === undefined ? [] : [[userId, { kind: 'npc', ...data }]];
    }
    default:
      return [];
  }
};

const ofPet = (event: StoredEvent, petId: string, cause: Cause | undefined): readonly Found[] => {
  switch (event.type) {
    case 'PetHatched': {
      const data = read(petEventSchemas.PetHatched, event.data);
      if (data === undefined) return [];
      return [[data.owner, { kind: 'adopted', species: data.species, name: data.name, petId }]];
    }
    case 'PetRenamed': {
      const data = read(petEventSchemas.PetRenamed, event.data);
      if (data === undefined) return [];
      return [[data.owner, { kind: 'renamed', species: data.species, name: data.name, petId }]];
    }
    case 'Rehomed': {
      const data = read(petEventSchemas.Rehomed, event.data);
      return data === undefined ? [] : [[data.by, { kind: 'rehomed', petId }]];
    }
    case 'Returned': {
      const data = read(petEventSchemas.Returned, event.data);
      return data === undefined ? [] : [[data.by, { kind: 'returned', petId }]];
    }
    case 'ExpeditionReturned': {
      const data = read(petEventSchemas.ExpeditionReturned, event.data);
      if (data === undefined) return [];
      const finds = data.items.reduce((sum, { quantity }) => sum + quantity, 0);
      return [[data.owner, { kind: 'expedition', route: data.route, coins: data.coins, finds, petId }]];
    }
    case 'PetFought':
      return ofPetFight(event, petId, cause);
    default:
      return [];
  }
};

const isTransfer = (event: StoredEvent): event is StoredEvent & { readonly data: TransferPosted } =>
  event.type === 'TransferPosted' && typeof event.data === 'object' && event.data !== null;

const personOf = (account: string): string | undefined =>
  account.startsWith('u:') ? account.slice(2) : undefined;

/** Coins that people put up for a battle, and what they got out of it. */
const ofStakes = ({ memo, legs, by, receiptNo, holdId }: TransferPosted): readonly Found[] => {
  const receiptId = encodeShortId(receiptNo);
  // what a hold gives back does not say whose hold it was; its owner does, who asked
  const [asked] = by.split(':');
  const isBattles = memo.kind === 'stake' || asked === 'battle';
  const about = isBattles && holdId !== undefined ? { cause: { kind: 'battle', id: holdId } as const } : {};
  return legs.flatMap((leg): readonly Found[] => {
    if (!('coins' in leg)) return [];
    const [from, to] = [personOf(leg.from), personOf(leg.to)];
    const { coins } = leg;
    if (from !== undefined) return [[from, { kind: 'staked', coins, receiptId, ...about }]];
    if (to === undefined) return [];
    return [[to, { kind: memo.kind === 'stake' ? 'stakes' : 'stakes-back', coins, receiptId, ...about }]];
  });
};

const ofLedger = (event: StoredEvent): readonly Found[] => {
  if (!isTransfer(event)) return [];
  const { kind } = event.data.memo;
  if (kind === 'pay' || kind === 'gift') return ofPayment(event.data);
  return kind === 'stake' || kind === 'hold' ? ofStakes(event.data) : [];
};

/** Payments and gifts between people: one entry for each of the two. */
const ofPayment = ({ memo, legs, receiptNo }: TransferPosted): readonly Found[] => {
  const isPay = memo.kind === 'pay';
  const receiptId = encodeShortId(receiptNo);
  const sums = new Map<string, { from: string; to: string; coins: number; things: Map<string, number> }>();
  for (const leg of legs) {
    const [from, to] = [personOf(leg.from), personOf(leg.to)];
    if (from === undefined || to === undefined) continue;
    const key = `${from}>${to}`;
    const sum = sums.get(key) ?? { from, to, coins: 0, things: new Map<string, number>() };
    sums.set(key, sum);
    if ('coins' in leg) sum.coins += leg.coins;
    else if ('item' in leg) sum.things.set(leg.item, (sum.things.get(leg.item) ?? 0) + leg.quantity);
    else sum.things.set(leg.asset, 1);
  }
  const found: Found[] = [];
  for (const { from, to, coins, things } of sums.values()) {
    const what = {
      coins,
      things: Array.from(things, ([item, pieces]) => ({ item, pieces })),
      receiptId,
    };
    found.push([from, { kind: isPay ? 'paid' : 'gave', other: to, ...what }]);
    found.push([to, { kind: isPay ? 'received' : 'got', other: from, ...what }]);
  }
  return found;
};

const found = (event: StoredEvent, place: CommitPlace, cmd: CommandRecord): readonly Found[] => {
  switch (place.kind) {
    case 'user':
      return ofUser(event, place.id, causeOf(cmd));
    case 'pet':
      return ofPet(event, place.id, causeOf(cmd));
    case 'ledger':
      return ofLedger(event);
    default:
      return ofBattle(event, place);
  }
};

/**
 * What happened to each person, by time, from the logs of people, pets, ledgers and battles. A row's key says where in the
 * log it comes from, so that rows commute across streams and writing one twice is writing it once.
 */
export const timeline: Follower = {
  name: TIMELINE,
  kinds: ['user', 'pet', 'ledger', 'battle', 'match'],
  rows: (commit, place) => {
    const rows: ViewRow[] = [];
    for (const [cmdNo, cmd] of commit.cmds.entries()) {
      for (const [eventNo, event] of cmd.events.entries()) {
        for (const [userId, entry] of found(event, place, cmd)) {
          const key = `${timelineKey(userId, cmd.at)}/${commit._id}/${cmdNo}.${eventNo}`;
          rows.push({ key, value: { atMs: cmd.at, ...entry } });
        }
        rows.push(...stakeRows(event, place));
      }
    }
    return rows;
  },
};
