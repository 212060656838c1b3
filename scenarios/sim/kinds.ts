import { type AnyKind, defineEntity } from '#actors/kit/define-entity.ts';
import { adventurer } from '#actors/adventurer/adventurer.ts';
import { battle } from '#actors/battle/battle.ts';
import { broadcast } from '#actors/broadcast/broadcast.ts';
import { guild } from '#actors/guild/guild.ts';
import { KINDS } from '#actors/guardian.ts';
import { identity } from '#actors/identity/identity.ts';
import { ladder } from '#actors/ladder/ladder.ts';
import { lobby } from '#actors/lobby/lobby.ts';
import { ledger } from '#actors/ledger/ledger.ts';
import { match } from '#actors/match/match.ts';
import { pet } from '#actors/pet/pet.ts';
import { thread } from '#actors/thread/thread.ts';
import { trainer } from '#actors/trainer/trainer.ts';
import { user } from '#actors/user/user.ts';
import type { BattleState } from '#game/battle/battle-state.ts';
import type { LadderState } from '#game/battle/ladder.ts';
import { ledgerReads } from '#game/economy/ledger-reads.ts';
import type { LedgerState } from '#game/economy/ledger-state.ts';

/** Everything in a ledger that must be equal after a replay, in an order of its own. */
const ledgerFace = (state: LedgerState): unknown => {
  const ids = Array.from(state.accounts, ([id]) => id).toSorted();
  return {
    book: state.book,
    check: ledgerReads.check(state, null),
    accounts: ids.map((id) => {
      const { coins, holds } = ledgerReads.balance(state, id);
      const items = ledgerReads.inventory(state, id).toSorted((a, b) => (a.item < b.item ? -1 : 1));
      const assets = ledgerReads.assetsOf(state, id).toSorted((a, b) => (a.asset < b.asset ? -1 : 1));
      return { id, coins, items, assets, holds: holds.map(({ holdId }) => holdId).toSorted() };
    }),
    holds: Array.from(state.holds, ([id, hold]) => `${id} ${hold.owner.id} ${hold.stuck}`).toSorted((a, b) =>
      a < b ? -1 : 1,
    ),
  };
};

/** How the simulator looks at a kind: `face` is equal for equal states, `mark` is cheap and never goes back. */
export interface Looks {
  readonly kind: AnyKind;
  readonly face: (state: unknown) => unknown;
  readonly mark: (state: unknown) => unknown;
}

const looks = new Map<string, Looks>();

const same = (state: unknown): unknown => state;

/**
 * A production kind with frequent snapshots and two reads more; rules, events, schemas and paging are its own.
 * The result is of the production kind's type, so that commands are typed.
 */
const watched = <K extends AnyKind>(
  kind: K,
  snapshotEvery: number,
  face: (state: unknown) => unknown = same,
  mark: (state: unknown) => unknown = face,
): K => {
  const options: unknown = kind.options;
  const reads: unknown = kind.options.reads;
  const made: AnyKind = defineEntity({
    ...(options as AnyKind['options']),
    reads: {
      ...(reads as Readonly<Record<string, (state: unknown, args: never) => unknown>>),
      simFace: (state: unknown) => face(state),
      simMark: (state: unknown) => mark(state),
    },
    snapshotEvery,
    idleMs: 15_000,
  });
  looks.set(kind.kind, { kind: made, face, mark });
  return made as K;
};

const faceOfLedger = (state: unknown): unknown => ledgerFace(state as LedgerState);
const receiptsOf = (state: unknown): unknown => (state as LedgerState).book.lastReceipt;

/** A battle is played in place: two are equal when the rest of their states is, and the hash of what was played. */
const faceOfBattle = (state: unknown): unknown => {
  const { live, ...rest } = state as BattleState;
  return { ...rest, live: live === null ? null : live.battle.hash };
};
const markOfBattle = (state: unknown): unknown => {
  const { live, status, tick, orders, pending, seeds, hold } = state as BattleState;
  return [status, tick, orders.length, pending, seeds, hold, live?.battle.hash ?? null];
};

const faceOfLadder = (state: unknown): unknown => {
  const { battles, places } = state as LadderState;
  return { battles, places: [...places].toSorted(([a], [b]) => (a < b ? -1 : 1)) };
};
const ratedIn = (state: unknown): unknown => (state as LadderState).battles;

export const simUser = watched(user, 9);
export const simPet = watched(pet, 5);
export const simIdentity = watched(identity, 3);
export const simTrainer = watched(trainer, 4);
export const simAdventurer = watched(adventurer, 4);
export const simLedger = watched(ledger, 8, faceOfLedger, receiptsOf);
export const simBattle = watched(battle, 4, faceOfBattle, markOfBattle);
watched(ladder, 3, faceOfLadder, ratedIn);
export const simLobby = watched(lobby, 4);
export const simMatch = watched(match, 4);
export const simGuild = watched(guild, 3);
export const simThread = watched(thread, 3);
export const simBroadcast = watched(broadcast, 3);

/** The kinds of the service as the simulator runs them. */
export const SIM_KINDS: readonly AnyKind[] = KINDS.map(
  (kind) => looks.get(kind.kind)?.kind ?? watched(kind, 4),
);

/** By name. */
export const LOOKS: ReadonlyMap<string, Looks> = looks;
