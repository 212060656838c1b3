import { battle } from '#actors/battle/battle.ts';
import { nodeHash } from '#ports/hash.ts';
import { activate } from '#actors/kit/activation.ts';
import type { AnyKind } from '#actors/kit/define-entity.ts';
import { Sealer } from '#actors/kit/sealer.ts';
import { streamOf } from '#actors/kit/stream-id.ts';
import { ledger } from '#actors/ledger/ledger.ts';
import { RAKE_PERCENT } from '#game/battle/battle-protocol.ts';
import { battleReads } from '#game/battle/battle-reads.ts';
import type { BattleState } from '#game/battle/battle-state.ts';
import { whyImpossible } from '#game/battle/ordering.ts';
import { CROSS_V1, type PlayedBattle, RULE_BOOK } from '#game/battle/rules.ts';
import { verifyReplay } from '#game/battle/verify.ts';
import { accountOf } from '#game/economy/ledger-protocol.ts';
import { ledgerReads } from '#game/economy/ledger-reads.ts';
import type { LedgerState } from '#game/economy/ledger-state.ts';
import { unpackWords } from '#game/shared/bytes.ts';
import type { Store } from '#ports/store.ts';
import { type DataPlace, openPlace } from '../harness/data-place.ts';
import type { Stage } from '../harness/stage.ts';
import { battleIdOf, LANES, playersOf, REALM, STAKE, WINDOW_TICKS } from './kill-protocol.ts';
import { orderOf } from './teams.ts';

const WELCOME = 1_000;

/** An entity as its log says. */
const stateOf = async (store: Store, kind: AnyKind, id: string, stage: Stage): Promise<unknown> => {
  const self = { kind: kind.kind, realm: REALM, id };
  const ports = { journal: store.journal, snapshots: store.snapshots, sealer: new Sealer(store.keys) };
  const awake = await activate(kind, self, streamOf(self).stream, ports, (error) =>
    stage.expect('snapshots can be read', false, () => String(error)),
  );
  return awake.state;
};

/** The same battle as nobody ever killed it: the same seeds, the script's orders, one process. */
const unkilled = (state: BattleState, lane: number): { battle: PlayedBattle; orders: string } => {
  if (state.setup === null) throw new RangeError(`${state.id} never began`);
  const played = CROSS_V1.start(state.setup);
  const orders: (readonly [number, number, number])[] = [];
  for (let window = 0; played.result === 'running'; window += 1) {
    for (const side of [0, 1] as const) {
      const order = orderOf(lane, window, side);
      // what cannot be ordered now was refused
      if (order === undefined || whyImpossible(played.words, side, order, []) !== undefined) continue;
      played.order(side, order);
      orders.push([window * WINDOW_TICKS, side, order]);
    }
    played.run((window + 1) * WINDOW_TICKS);
  }
  return { battle: played, orders: JSON.stringify(orders) };
};

const reads = battleReads({ hash: nodeHash, book: RULE_BOOK });

/** Compares every battle with the one that nobody killed, and the ledger with their outcomes. */
export const auditBattles = async (
  place: DataPlace,
  overs: readonly number[],
  stage: Stage,
): Promise<{ readonly battles: number; readonly differing: number; readonly wrongPurses: number }> => {
  const store = await openPlace(place);
  const found = { battles: 0, differing: 0, wrongPurses: 0 };
  try {
    const book = (await stateOf(store, ledger, '0', stage)) as LedgerState;
    for (let lane = 0; lane < LANES; lane += 1) {
      const won = [0, 0];
      for (let n = 0; n <= (overs[lane] ?? -1); n += 1) {
        const state = (await stateOf(store, battle, battleIdOf(lane, n), stage)) as BattleState;
        found.battles += 1;
        const again = unkilled(state, lane);
        const lastHash = again.battle.hash;
        const replay = reads.replay(state, {});
        const verdict = verifyReplay(replay, nodeHash, { digest: state.outcome?.replayDigest });
        const isSame =
          state.outcome?.tick === again.battle.tick &&
          unpackWords(replay?.hashes ?? '')?.at(-1) === lastHash &&
          state.orders.map((one) => JSON.stringify(one)).join() ===
            (JSON.parse(again.orders) as unknown[]).map((one) => JSON.stringify(one)).join();
        if (!isSame || !verdict.ok) found.differing += 1;
        stage.expect(
          'a battle ends as the one that was never killed',
          isSame,
          () => `${state.id} ${lastHash}`,
        );
        stage.expect('its replay verifies', verdict.ok, () => `${state.id}: ${JSON.stringify(verdict)}`);
        stage.expect('its stakes are settled', state.hold === 'closed', () => `${state.id}: ${state.hold}`);
        const { winner = null } = state.outcome ?? {};
        if (winner === null) continue;
        won[winner] = (won[winner] ?? 0) + STAKE - Math.floor((2 * STAKE * RAKE_PERCENT) / 100);
        won[1 - winner] = (won[1 - winner] ?? 0) - STAKE;
      }
      for (const [side, id] of playersOf(lane).entries()) {
        const { coins, held } = ledgerReads.balance(book, accountOf(id));
        const isRight = coins === WELCOME + (won[side] ?? 0) && held === 0;
        if (!isRight) found.wrongPurses += 1;
        stage.expect(
          'every purse holds what its battles brought',
          isRight,
          () => `${id}: ${coins} and ${held} held`,
        );
      }
    }
    const { ok, problems } = ledgerReads.check(book, null);
    stage.expect('the ledger sums to zero', ok, () => problems.join('; '));
    stage.expect('no effect is stuck', (await store.outbox.count()) === 0);
    return found;
  } finally {
    await store.close();
  }
};
