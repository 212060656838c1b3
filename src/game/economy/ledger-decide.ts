import { accept, type Context, reject } from '../shared/decider.ts';
import { decodeShortId, encodeShortId } from '../shared/short-id.ts';
import { placeHold, reviewHold, settleHold, voidHold } from './ledger-holds.ts';
import { inputError, readLegs, readMemo } from './ledger-legs.ts';
import { type LedgerDecision, opposite, post } from './ledger-posting.ts';
import type { LedgerCommand } from './ledger-protocol.ts';
import type { LedgerState } from './ledger-state.ts';
import { Trial } from './ledger-trial.ts';

const transfer = (
  state: LedgerState,
  command: { legs: unknown; memo: unknown },
  context: Context,
): LedgerDecision => {
  const read = readLegs(command.legs);
  if (!read.ok) return reject(read.rejection);
  const memo = readMemo(command.memo);
  if ('code' in memo) return reject(memo);
  return post(state, { legs: read.legs, memo }, context);
};

/** The same check as of a transfer, with nothing posted. */
const requireItem = (
  state: LedgerState,
  command: Extract<LedgerCommand, { type: 'Require' }>,
  context: Context,
): LedgerDecision => {
  const { account, item, quantity } = command;
  const read = readLegs([{ from: account, to: 'sink', item, quantity }]);
  if (!read.ok) return reject(read.rejection);
  const refused = new Trial(state, context.self.realm).run(read.legs, 'use');
  return refused === undefined ? accept([], null) : reject(refused);
};

const reverse = (state: LedgerState, receiptId: unknown, context: Context): LedgerDecision => {
  const receiptNo = typeof receiptId === 'string' ? decodeShortId(receiptId) : undefined;
  if (receiptNo === undefined) {
    return reject(
      inputError('receipt', 'That is no receipt id: a letter is wrong. Copy it from `/eco history`.'),
    );
  }
  const receipt = state.receipts.get(String(receiptNo));
  if (receipt === undefined) {
    return reject({
      code: 'E_GONE',
      message: 'That receipt is too old to be reversed, or was never written. Pay it back with `/eco pay`.',
    });
  }
  switch (receipt.status) {
    case 'reversed':
      return reject({ code: 'E_STALE', message: 'That receipt was reversed already.' });
    case 'reversal':
      return reject(inputError('receipt', 'A reversal cannot be reversed. Make a new transfer instead.'));
    case 'hold':
      return reject(inputError('receipt', 'What went through a hold is settled or given back by its owner.'));
    case 'open':
      return post(
        state,
        {
          legs: opposite(receipt.legs),
          memo: { kind: 'reversal', about: encodeShortId(receiptNo) },
          reverses: receiptNo,
        },
        context,
      );
  }
};

/**
 * The ledger's rules; changes nothing. Refusals: `E_INPUT`, `E_FUNDS`, `E_LIMIT`, `E_NOT_OWNER`, `E_LEASED`, `E_STALE`,
 * `E_GONE`. Whatever comes in as a command, it never throws.
 */
export const decideLedger = (
  state: LedgerState,
  command: LedgerCommand,
  context: Context,
): LedgerDecision => {
  switch (command.type) {
    case 'Transfer':
      return transfer(state, command, context);
    case 'Require':
      return requireItem(state, command, context);
    case 'PlaceHold':
      return placeHold(state, command, context);
    case 'SettleHold':
      return settleHold(state, command, context);
    case 'VoidHold':
      return voidHold(state, command.holdId, context);
    case 'ReviewHold':
      return reviewHold(state, command.holdId);
    case 'Reverse':
      return reverse(state, command.receiptId, context);
    default:
      return reject(inputError('type', 'The ledger knows no such command.'));
  }
};
