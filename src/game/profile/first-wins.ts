import { coinsFor, nextOf, NPC_COINS_A_DAY } from '../battle/npc-rewards.ts';
import { type Npc, npcById } from '../battle/npcs.ts';
import { accountOf, type LedgerCommand } from '../economy/ledger-protocol.ts';
import { formatCoins } from '../shared/amount.ts';
import {
  accept,
  type Accepted,
  type Context,
  type Decision,
  type Effect,
  type EffectOutcome,
  reject,
} from '../shared/decider.ts';
import { sealed } from '../shared/sealed.ts';
import { viaOf } from './awards.ts';
import { utcDayOf } from './experience.ts';
import { receiptOf } from './quotes.ts';
import type { UserEvent } from './user-events.ts';
import type { UserCommand, UserReply } from './user-protocol.ts';
import type { UserState } from './user-state.ts';

const NOTHING: UserReply = { type: 'Done', revision: 0 };

/** Begins the tag of the transfer that pays for a first win; who was beaten follows. */
export const NPC_TAG = 'npc';

const leftToday = ({ npcCoins }: UserState, nowMs: number): number =>
  NPC_COINS_A_DAY - (npcCoins?.day === utcDayOf(nowMs) ? npcCoins.coins : 0);

const told = (state: UserState, { self }: Context, text: string, about: string): readonly UserEvent[] => {
  const via = viaOf(state, 'battle');
  if (via === 'off') return [];
  return [{ type: 'Notified', event: 'battle', via, text: sealed(self.id, text), about }];
};

const whoIsNext = (state: UserState, { rules }: Npc): string => {
  const next = nextOf(rules, (id) => state.beaten.some(({ npc }) => npc === id));
  return next === undefined
    ? 'You have beaten all of their kind.'
    : `Next comes ${next.name}: \`/battle npc trainer:${next.id}\``;
};

/**
 * A battle that counts was won against one of the hall's. The first win over each is paid from the mint of the battle's
 * realm, once for ever and over all realms; when the day has no room for it, the next win on another day is.
 */
export const beatNpc = (
  state: UserState,
  { npc: id, realm, battle }: Extract<UserCommand, { type: 'BeatNpc' }>,
  context: Context,
): Decision<UserEvent, UserReply> => {
  if (!/^(?:battle|match):/.test(context.by)) {
    return reject({ code: 'E_PERM', message: 'Only battles say who has beaten whom.' });
  }
  const npc = npcById(id);
  if (npc === undefined) {
    return reject({
      code: 'E_INPUT',
      field: 'npc',
      message: 'Nobody of the hall has this id: `/battle npc` lists who is there.',
    });
  }
  const before = state.beaten.find((one) => one.npc === id);
  if (before !== undefined && before.reward !== 'open') return accept([], NOTHING);
  const events: UserEvent[] = before === undefined ? [{ type: 'NpcBeaten', npc: id, battle }] : [];
  const coins = coinsFor(npc);
  if (coins > leftToday(state, context.nowMs)) {
    const text = `You beat ${npc.name}, and first wins have paid all that one day pays. Win again on another day for ${formatCoins(coins)}.`;
    return accept([...events, ...told(state, context, text, battle)], NOTHING);
  }
  const transfer: LedgerCommand = {
    type: 'Transfer',
    legs: [{ from: 'mint', to: accountOf(context.self.id), coins }],
    memo: { kind: 'npc', about: battle },
  };
  return accept<UserEvent, UserReply>(
    [...events, { type: 'NpcRewardOrdered', npc: id, battle, realm, coins }],
    NOTHING,
    {
      effects: [{ to: { kind: 'ledger', realm, id: '0' }, command: transfer, tag: `${NPC_TAG}:${id}` }],
    },
  );
};

/** The ledger's answer to a reward. Refused, a further win is paid; given up, an operator still pays this one. */
export const settleNpc = (
  state: UserState,
  effect: Effect,
  outcome: EffectOutcome,
  context: Context,
): Accepted<UserEvent, UserReply> => {
  const id = (effect.tag ?? '').slice(NPC_TAG.length + 1);
  const command = effect.command as Extract<LedgerCommand, { type: 'Transfer' }>;
  const [leg] = command.legs;
  const coins = leg !== undefined && 'coins' in leg ? leg.coins : 0;
  const battle = command.memo.about ?? '';
  if (state.beaten.find(({ npc }) => npc === id)?.reward !== 'pending') return accept([], NOTHING);
  if (!outcome.ok) {
    const retry = outcome.gaveUp !== true;
    return accept(
      [{ type: 'NpcRewardRefused', npc: id, coins, rejection: outcome.rejection, retry }],
      NOTHING,
    );
  }
  const npc = npcById(id);
  const text =
    npc === undefined
      ? `Your first win is paid: ${formatCoins(coins)}.`
      : `You beat ${npc.name} for the first time: ${formatCoins(coins)}. ${whoIsNext(state, npc)}`;
  const receiptId = receiptOf(outcome.reply);
  return accept<UserEvent, UserReply>(
    [{ type: 'NpcRewardPaid', npc: id, battle, coins, receiptId }, ...told(state, context, text, battle)],
    NOTHING,
  );
};
