import { ledger } from '#actors/ledger/ledger.ts';
import type { BalanceView } from '#game/economy/ledger-reads.ts';
import { accountOf } from '#game/economy/ledger-protocol.ts';
import type { CommandContext } from './define-command.ts';

/** The ledger of the caller's realm. */
export const ledgerPlace = (
  context: Pick<CommandContext, 'realm'>,
): { readonly realm: string; readonly id: string } => ({
  realm: context.realm,
  id: '0',
});

/** Coins, escrow and counts of a person, by default the caller. @throws Fault */
export const readBalance = async (
  context: CommandContext,
  userId: string = context.userId,
): Promise<BalanceView> =>
  context.deps.engine.read(ledger, ledgerPlace(context), 'balance', accountOf(userId), context);

/** The caller's items: id and quantity. @throws Fault */
export const readInventory = async (
  context: CommandContext,
): Promise<readonly { readonly item: string; readonly quantity: number }[]> =>
  context.deps.engine.read(ledger, ledgerPlace(context), 'inventory', accountOf(context.userId), context);
