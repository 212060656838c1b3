import type { Player } from '#game/battle/battle-protocol.ts';
import { battleEventSchemas } from '#game/battle/battle-events.ts';
import { matchEventSchemas } from '#game/battle/match/match-events.ts';
import { petEventSchemas } from '#game/pet/pet-events.ts';
import { userEventSchemas } from '#game/profile/user-events.ts';
import { type CommandRecord, parseStream, type StoredEvent } from '#ports/commit.ts';
import { parseEffectId } from '#ports/effect-order.ts';
import type { ViewRow } from '#ports/followers.ts';
import type { CommitPlace } from '../kit/follower-runner.ts';
import type { Entry, Found } from './timeline.ts';

/** The battle that something came of. */
export interface Cause {
  readonly kind: 'battle' | 'match';
  readonly id: string;
}

/** What battles leave in a person's timeline. */
export type BattleEntry =
  | {
      readonly kind: 'battle';
      readonly cause: Cause;
      readonly realm: string;
      readonly against: Player;
      readonly result: 'won' | 'lost' | 'drawn' | 'void';
    }
  | { readonly kind: 'experience'; readonly xp: number; readonly cause: Cause }
  | { readonly kind: 'fought'; readonly petId: string; readonly bond: number; readonly cause: Cause };

/** Where the stake of a battle that has begun is found; no person's rows begin so. */
export const stakeKey = (realm: string, battleId: string): string => `stake:${realm}/${battleId}`;

/** Coins of each side, of a battle that was fought for some. */
export interface StakeRow {
  readonly stake: number;
}

const isBattleKind = (kind: string): kind is Cause['kind'] => kind === 'battle' || kind === 'match';

/** The battle whose effect a command is; `undefined`: it is no effect, or one of something else. */
export const causeOf = ({ id }: Pick<CommandRecord, 'id'>): Cause | undefined => {
  const effect = parseEffectId(id);
  if (effect === undefined) return undefined;
  const { kind, id: battleId } = parseStream(effect.stream);
  return isBattleKind(kind) ? { kind, id: battleId } : undefined;
};

const SCHEMAS = { ...battleEventSchemas, ...matchEventSchemas };

type Result = Extract<BattleEntry, { kind: 'battle' }>['result'];

const resultOf = (winner: 0 | 1 | null, side: number): Result =>
  winner === null ? 'drawn' : winner === side ? 'won' : 'lost';

const ofBoth = (
  { kind, realm, id }: CommitPlace,
  players: readonly [Player, Player],
  result: (side: number) => Result,
): readonly Found[] => {
  if (!isBattleKind(kind)) return [];
  const cause: Cause = { kind, id };
  return players.flatMap((player, side): readonly Found[] => {
    const against = players[side === 0 ? 1 : 0];
    if (player.kind !== 'person') return [];
    return [[player.userId, { kind: 'battle', cause, realm, against, result: result(side) }]];
  });
};

/** How a battle ended, for each person in it: nobody else's rows tell of it, so private ones need no more. */
export const ofBattle = (event: StoredEvent, place: CommitPlace): readonly Found[] => {
  switch (event.type) {
    case 'BattleEnded':
    case 'MatchEnded': {
      const { data } = SCHEMAS[event.type].safeParse(event.data);
      return data === undefined ? [] : ofBoth(place, data.players, (side) => resultOf(data.winner, side));
    }
    case 'BattleVoided':
    case 'MatchVoided': {
      const { data } = SCHEMAS[event.type].safeParse(event.data);
      return data === undefined ? [] : ofBoth(place, data.players, () => 'void');
    }
    default:
      return [];
  }
};

/** The row that keeps a battle's stake: its end does not say it. */
export const stakeRows = (event: StoredEvent, { kind, realm, id }: CommitPlace): readonly ViewRow[] => {
  if (kind !== 'battle' || event.type !== 'BattleStarted') return [];
  const stake = SCHEMAS.BattleStarted.safeParse(event.data).data?.stake ?? 0;
  return stake === 0 ? [] : [{ key: stakeKey(realm, id), value: { stake } satisfies StakeRow }];
};

/** Experience that a battle gave; what else gives some says so itself. */
export const ofExperience = (
  event: StoredEvent,
  userId: string,
  cause: Cause | undefined,
): readonly Found[] => {
  const { data } = userEventSchemas.XpAwarded.safeParse(event.data);
  if (data === undefined || data.xp === 0 || cause === undefined) return [];
  return [[userId, { kind: 'experience', xp: data.xp, cause }]];
};

/** A pet that fought; of one without an owner nobody is told. */
export const ofPetFight = (event: StoredEvent, petId: string, cause: Cause | undefined): readonly Found[] => {
  const { data } = petEventSchemas.PetFought.safeParse(event.data);
  if (data === undefined || data.owner === '') return [];
  const entry: Entry = {
    kind: 'fought',
    petId,
    bond: data.gains.bond,
    cause: cause ?? { kind: 'battle', id: data.battle },
  };
  return [[data.owner, entry]];
};
