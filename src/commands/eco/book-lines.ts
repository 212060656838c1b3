import type { Memo } from '#game/economy/ledger-protocol.ts';
import type { CommandContext } from '../define-command.ts';
import { learnNames, nameOrNobody } from '../names.ts';

/** Sorts of movements in words. */
export const KIND_LABELS: Readonly<Record<Memo['kind'], string>> = {
  welcome: 'Welcome',
  pay: 'Payment',
  daily: 'Daily',
  buy: 'Purchase',
  sell: 'Sale',
  gift: 'Gift',
  adopt: 'Adoption',
  use: 'Use',
  expedition: 'Expedition',
  fee: 'Fee',
  hold: 'Escrow',
  reversal: 'Reversal',
  demo: 'Demo',
  rehome: 'Rehoming',
  stake: 'Battle stakes',
  npc: 'First win',
};

/** Learns the names behind accounts, for {@link accountName}. */
export const learnAccounts = (accounts: Iterable<string>, context: CommandContext): Promise<void> =>
  learnNames(
    Array.from(accounts).flatMap((account) => (account.startsWith('u:') ? [account.slice(2)] : [])),
    context,
  );

/** An account as people know it. */
export const accountName = (account: string, context: Pick<CommandContext, 'deps' | 'userId'>): string => {
  if (account.startsWith('u:')) {
    const userId = account.slice(2);
    return userId === context.userId ? 'you' : nameOrNobody(userId, context);
  }
  if (account.startsWith('hold:')) return 'escrow';
  switch (account) {
    case 'mint':
      return 'the mint';
    case 'sink':
      return 'the shop';
    default:
      return 'fees';
  }
};
