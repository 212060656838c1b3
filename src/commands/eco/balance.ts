import { AMOUNT_MAX } from '#game/economy/ledger-protocol.ts';
import { formatCoins } from '#game/shared/amount.ts';
import { type CommandContext, defineCommand } from '../define-command.ts';
import { readWilling } from '../profile/person.ts';
import { readBalance } from '../purse.ts';
import { shareOption } from './share-option.ts';

/** Whether the caller may see somebody else's purse. @throws CommandRejection E_TARGET, E_CONSENT */
const requireOpenPurse = async (userId: string, context: CommandContext): Promise<string> => {
  const view = await readWilling(context, userId, {
    privacy: 'balance',
    absent: 'They have not started yet, so there is no purse to look into.',
    closed: 'They keep their balance to themselves. Leave `user` out to see your own.',
  });
  return context.deps.directory.nameOf(userId) ?? view.name;
};

/** Whoever holds coins until it ends, from its entity (`battle:home:0mx…`); which battle is no concern of others. */
const holderText = (owner: string, isOwn: boolean): string => {
  const [kind, , id = ''] = owner.split(':');
  if (kind !== 'battle') return owner;
  return isOwn ? `battle ${id}: \`/battle status battle:${id}\`` : 'a battle';
};

export const balance = defineCommand({
  name: 'eco balance',
  summary: 'What you can spend, what is held and by what.',
  options: [{ name: 'user', type: 'user', description: 'Somebody else, when they allow it.' }, shareOption],
  ephemeral: true,
  examples: ['/eco balance', '/eco balance user:misty'],
  run: async (input, context) => {
    const userId = typeof input['user'] === 'string' ? input['user'] : context.userId;
    const isOwn = userId === context.userId;
    const name = isOwn ? context.displayName : await requireOpenPurse(userId, context);
    const { coins, held: heldCoins, holds, itemKinds, pieces, assets } = await readBalance(context, userId);
    const things =
      itemKinds === 0 ? 'no items' : `${pieces.toLocaleString('en-US')} items of ${itemKinds} kinds`;
    const next =
      coins > 0
        ? `\`/eco shop\` and \`/eco pay\` spend it. At most ${formatCoins(AMOUNT_MAX)} at once.`
        : 'Nothing to spend: `/eco daily` brings coins, and so does `/eco sell`.';
    return {
      title: isOwn ? 'Your purse' : `Purse of ${name}`,
      ...(isOwn ? { text: next } : {}),
      fields: [
        { name: 'Free', value: formatCoins(coins), inline: true },
        { name: 'Held', value: heldCoins === 0 ? 'nothing' : formatCoins(heldCoins), inline: true },
        { name: 'Belongings', value: `${things}, ${assets} ${assets === 1 ? 'pet' : 'pets'}`, inline: true },
      ],
      ...(holds.length === 0
        ? {}
        : {
            tables: [
              {
                caption: 'Held until it ends',
                columns: [{ label: 'By' }, { label: 'Coins', align: 'right' as const }],
                rows: holds.map(({ owner, coins: held }) => [
                  holderText(owner, isOwn),
                  held.toLocaleString('en-US'),
                ]),
              },
            ],
          }),
      ephemeral: true,
    };
  },
});
