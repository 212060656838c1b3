import { type AnyKind, defineEntity } from '#actors/kit/define-entity.ts';
import { adventurer } from '#actors/adventurer/adventurer.ts';
import { identity } from '#actors/identity/identity.ts';
import { ledger } from '#actors/ledger/ledger.ts';
import { pet } from '#actors/pet/pet.ts';
import { trainer } from '#actors/trainer/trainer.ts';
import { user } from '#actors/user/user.ts';
import { ledgerReads } from '#game/economy/ledger-reads.ts';
import { type LedgerState } from '#game/economy/ledger-state.ts';

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

/** How the simulator looks at each kind: `face` is equal for equal states, `mark` is cheap and never goes back. */
export interface Looks {
  readonly kind: AnyKind;
  readonly face: (state: unknown) => unknown;
  readonly mark: (state: unknown) => unknown;
}

const same = (state: unknown): unknown => state;

/**
 * A production kind with frequent snapshots and two reads more; rules, events, schemas and paging are its own.
 * The result is of the production kind's type, so that commands are typed.
 */
const watched = <K extends AnyKind>(
  kind: K,
  snapshotEvery: number,
  face: (state: unknown) => unknown,
  mark: (state: unknown) => unknown,
): K => {
  const options: unknown = kind.options;
  return defineEntity({
    ...(options as AnyKind['options']),
    reads: {
      simFace: (state: unknown) => face(state),
      simMark: (state: unknown) => mark(state),
    },
    snapshotEvery,
    idleMs: 15_000,
  }) as AnyKind as K;
};

const faceOfLedger = (state: unknown): unknown => ledgerFace(state as LedgerState);
const receiptsOf = (state: unknown): unknown => (state as LedgerState).book.lastReceipt;

export const simUser = watched(user, 9, same, same);
export const simPet = watched(pet, 5, same, same);
export const simIdentity = watched(identity, 3, same, same);
export const simTrainer = watched(trainer, 4, same, same);
export const simAdventurer = watched(adventurer, 4, same, same);
export const simLedger = watched(ledger, 8, faceOfLedger, receiptsOf);

/** All kinds of the service, as the simulator runs them. */
export const SIM_KINDS: readonly AnyKind[] = [
  simUser,
  simPet,
  simIdentity,
  simLedger,
  simTrainer,
  simAdventurer,
];

/** By name. */
export const LOOKS: ReadonlyMap<string, Looks> = new Map(
  SIM_KINDS.map((kind) => [
    kind.kind,
    {
      kind,
      face: kind === simLedger ? faceOfLedger : same,
      mark: kind === simLedger ? receiptsOf : same,
    },
  ]),
);
