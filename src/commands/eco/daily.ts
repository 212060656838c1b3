import { user } from '#actors/user/user.ts';
import { formatCoins } from '#game/shared/amount.ts';
import { DEPLOYMENT_REALM } from '#game/shared/ids.ts';
import { callOf } from '../call.ts';
import { type CommandContext, defineCommand, defineComponent } from '../define-command.ts';
import { mintNonce } from '../nonce.ts';
import type { Panel } from '../panel.ts';
import { readBalance } from '../purse.ts';
import { refuse, unwrap } from '../rejected.ts';

interface Claim {
  readonly claimNo: number;
  readonly amount: number;
  readonly streak: number;
  readonly nextAtMs: number;
}

const seconds = (ms: number): number => Math.ceil(ms / 1_000);

const pendingPanel = (claimNo: number, context: CommandContext): Panel => ({
  title: 'On its way',
  tone: 'warn',
  text: 'Your daily is claimed and will be paid once. Press Check in a moment.',
  controls: [
    [
      {
        kind: 'button',
        customId: context.deps.customIds.encode({
          feature: 'eco',
          verb: 'daily',
          entity: '-',
          revision: claimNo,
          owner: context.userId,
          nonce: mintNonce(context),
        }),
        label: 'Check',
        style: 'primary',
        disabled: false,
      },
    ],
  ],
  ephemeral: true,
});

const paidPanel = async (claim: Claim, receiptId: string, context: CommandContext): Promise<Panel> => {
  const { coins } = await readBalance(context);
  const days = claim.streak === 1 ? 'first day' : `${claim.streak} days in a row`;
  return {
    title: 'Daily',
    tone: 'good',
    text: `**+${formatCoins(claim.amount)}**. Come back <t:${seconds(claim.nextAtMs)}:R> to keep your streak; each day of it adds 50, up to 500.`,
    fields: [
      { name: 'Streak', value: days, inline: true },
      { name: 'Next', value: `<t:${seconds(claim.nextAtMs)}:R>`, inline: true },
      { name: 'Balance now', value: formatCoins(coins), inline: true },
      { name: 'Receipt', value: `\`${receiptId}\``, inline: true },
    ],
    ephemeral: true,
  };
};

/** Shows how a daily ended, waiting for it until the deadline. @throws CommandRejection, Fault */
const endOf = async (claimNo: number, context: CommandContext): Promise<Panel> => {
  const place = { realm: DEPLOYMENT_REALM, id: context.userId };
  const ended = await context.deps.engine.waitFor(user, place, 'daily', { claimNo }, context);
  if (ended === undefined) return pendingPanel(claimNo, context);
  return ended.status === 'settled' ? paidPanel(ended, ended.receiptId, context) : refuse(ended.rejection);
};

export const daily = defineCommand({
  name: 'eco daily',
  summary: 'Coins for coming by, more with each day in a row.',
  options: [],
  ephemeral: true,
  examples: ['/eco daily'],
  run: async (_input, context) => {
    const place = { realm: DEPLOYMENT_REALM, id: context.userId };
    const command = { type: 'ClaimDaily', realm: context.realm } as const;
    const claim = unwrap(await context.deps.engine.ask(user, place, command, callOf(context)));
    if (claim.type !== 'DailyClaimed') {
      return refuse({ code: 'E_GONE', message: 'That daily is long past. Run `/eco daily` again.' });
    }
    return endOf(claim.claimNo, context);
  },
});

/** Looks how a claimed daily stands; runs nothing. */
export const dailyCheck = defineComponent({
  feature: 'eco',
  verb: 'daily',
  run: async ({ revision: claimNo }, context) => {
    const place = { realm: DEPLOYMENT_REALM, id: context.userId };
    const view = await context.deps.engine.read(user, place, 'daily', { claimNo }, context);
    if (view === undefined) return pendingPanel(claimNo, context);
    return view.status === 'settled' ? paidPanel(view, view.receiptId, context) : refuse(view.rejection);
  },
});
