import type { QuotePlan, QuoteState } from '#game/profile/user-protocol.ts';
import { formatCoins } from '#game/shared/amount.ts';
import type { CommandContext } from './define-command.ts';
import type { Button, Panel, PanelField } from './panel.ts';
import { readBalance } from './purse.ts';
import { changeOf, feeOf, given, got } from './quote-lines.ts';
import { nextOf } from './quote-next.ts';
import { refuse } from './rejected.ts';

/** What an offer shows beside what follows from its plan. */
export interface Offer {
  readonly plan: QuotePlan;
  readonly title: string;
  readonly text?: string;
  /** Who gets it, by name. */
  readonly payee?: string;
  readonly fields?: readonly PanelField[];
}

const button = (
  context: CommandContext,
  nonce: string,
  verb: string,
  look: Pick<Button, 'label' | 'style'>,
): Button => ({
  kind: 'button',
  customId: context.deps.customIds.encode({
    feature: 'quote',
    verb,
    entity: nonce,
    revision: 0,
    owner: context.userId,
    nonce,
  }),
  disabled: false,
  ...look,
});

/** An open quote: what goes, what comes, fee, balance after it, until when. */
export const quotePanel = (
  context: CommandContext,
  quote: Offer & { readonly nonce: string; readonly expiresAtMs: number; readonly balance: number },
): Panel => {
  const { plan, nonce, expiresAtMs } = quote;
  const { legs } = plan.transfer;
  const change = changeOf(legs, context.userId);
  const fee = feeOf(legs);
  const gets = got(change);
  return {
    title: quote.title,
    ...(quote.text === undefined ? {} : { text: quote.text }),
    fields: [
      { name: 'You give', value: given(change), inline: true },
      ...(quote.payee === undefined ? [] : [{ name: 'To', value: quote.payee, inline: true }]),
      ...(gets === 'nothing' ? [] : [{ name: 'You get', value: gets, inline: true }]),
      { name: 'Fee', value: fee === 0 ? 'none' : formatCoins(fee), inline: true },
      { name: 'Balance after', value: formatCoins(quote.balance + change.coins), inline: true },
      { name: 'Valid until', value: `<t:${Math.floor(expiresAtMs / 1_000)}:R>`, inline: true },
      ...(quote.fields ?? []),
    ],
    controls: [
      [
        button(context, nonce, 'confirm', { label: 'Confirm', style: 'success' }),
        button(context, nonce, 'cancel', { label: 'Cancel', style: 'secondary' }),
      ],
    ],
    footer: 'Nothing has moved yet.',
    ephemeral: true,
  };
};

const DONE: Readonly<Record<QuotePlan['kind'], { readonly title: string; readonly next: string }>> = {
  pay: { title: 'Paid', next: '`/eco history` shows it to both of you.' },
  buy: {
    title: 'Bought',
    next: '`/eco inventory` shows it; pet things go to `/pet feed`, `/pet play` or `/pet heal`.',
  },
  sell: { title: 'Sold', next: '`/eco shop` has something to spend it on.' },
  gift: { title: 'Given', next: '`/eco history` shows it to both of you.' },
  adopt: { title: 'Adopted', next: '`/pet view` shows your new friend.' },
  rename: { title: 'Renamed', next: '`/pet view` shows the new name.' },
};

/** A quote that was carried out: what went, what came, the receipt and the balance now. @throws Fault */
const settledPanel = async (
  context: CommandContext,
  quote: Extract<QuoteState, { readonly status: 'settled' }>,
): Promise<Panel> => {
  const { plan, receiptId } = quote;
  const change = changeOf(plan.transfer.legs, context.userId);
  const { coins } = await readBalance(context);
  const gets = got(change);
  const { title, next } = DONE[plan.kind];
  const { got: named, ...more } = await nextOf(context, plan, receiptId);
  return {
    title,
    tone: 'good',
    text: next,
    fields: [
      { name: 'You gave', value: given(change), inline: true },
      ...(gets === 'nothing' ? [] : [{ name: 'You got', value: named ?? gets, inline: true }]),
      { name: 'Balance now', value: formatCoins(coins), inline: true },
      { name: 'Receipt', value: `\`${receiptId}\``, inline: true },
    ],
    ...more,
    ephemeral: true,
  };
};

/** A quote that is confirmed and not at its end yet, with a Check button that only looks. */
export const pendingPanel = (context: CommandContext, nonce: string): Panel => ({
  title: 'On its way',
  tone: 'warn',
  text: 'It is confirmed and will be carried out once. Press Check in a moment to see its end; do not run it again.',
  controls: [[button(context, nonce, 'check', { label: 'Check', style: 'primary' })]],
  ephemeral: true,
});

/**
 * How a quote stands: settled, on its way, or the reason of the refusal.
 * @throws CommandRejection the ledger's no, or E_GONE
 * @throws Fault
 */
export const outcomePanel = async (
  context: CommandContext,
  nonce: string,
  quote: QuoteState | undefined,
): Promise<Panel> => {
  switch (quote?.status) {
    case 'settled':
      return settledPanel(context, quote);
    case 'refused':
      return refuse(quote.rejection);
    case 'pending':
      return pendingPanel(context, nonce);
    case 'open':
      return {
        title: 'Not confirmed yet',
        tone: 'warn',
        text: 'Nothing has moved. Press Confirm on the offer while it is valid, or run the command again.',
        ephemeral: true,
      };
    case 'gone':
    case undefined:
      return refuse({
        code: 'E_GONE',
        message:
          'This offer has ended; what was carried out stands in `/eco history`. Run the command again for a fresh one.',
      });
  }
};
