import { user } from '#actors/user/user.ts';
import { type QuotePlan, type QuoteState } from '#game/profile/user-protocol.ts';
import { formatCoins } from '#game/shared/amount.ts';
import { DEPLOYMENT_REALM } from '#game/shared/ids.ts';
import { canonicalJson } from '#ports/canonical-json.ts';
import { callOf } from './call.ts';
import { type CommandContext } from './define-command.ts';
import { type Button, type Panel, type PanelField } from './panel.ts';
import { readBalance, readInventory } from './purse.ts';
import { type Change, changeOf, feeOf, given, got, pieces } from './quote-lines.ts';
import { refuse, unwrap } from './rejected.ts';

/** What an offer shows beside what follows from its plan. */
export interface Offer {
  readonly plan: QuotePlan;
  readonly title: string;
  readonly text?: string;
  /** Who gets it, by name. */
  readonly payee?: string;
  readonly fields?: readonly PanelField[];
}

/** Shorter than minted keys: a nonce that is no minted key must not look like one, because those carry their time. */
const FOREIGN_NONCE_MAX = 13;

/**
 * The nonce of the quote that a command opens: its own key in the form that fits a custom id, so that a repeat of the
 * command means the same quote.
 */
export const quoteNonceOf = (context: Pick<CommandContext, 'commandId'>): string => {
  const key = context.commandId.slice(context.commandId.indexOf('/') + 1);
  if (/^[a-z0-9]{1,14}$/.test(key)) return key;
  const text = /^\d{15,20}$/.test(key) ? BigInt(key).toString(36) : key.replaceAll(/[^a-z0-9]/g, '');
  return text.slice(0, FOREIGN_NONCE_MAX);
};

const place = (context: CommandContext) => ({ realm: DEPLOYMENT_REALM, id: context.userId });

/** A quote as it is now; `undefined`: never opened or long ended. @throws Fault */
export const readQuote = async (context: CommandContext, nonce: string): Promise<QuoteState | undefined> =>
  context.deps.engine.read(user, place(context), 'quote', { nonce }, context);

/** A quote once it has ended, or `undefined` when the deadline comes first. @throws Fault */
export const waitForQuote = async (context: CommandContext, nonce: string): Promise<QuoteState | undefined> =>
  context.deps.engine.waitFor(user, place(context), 'outcome', { nonce }, context);

/** Whether two plans move the same; what follows is no longer kept of an ended one. */
const isSame = (one: QuotePlan, other: QuotePlan): boolean =>
  one.kind === other.kind &&
  one.realm === other.realm &&
  canonicalJson(one.transfer) === canonicalJson(other.transfer);

/** Refuses what cannot be paid now; confirming checks again. @throws CommandRejection E_FUNDS */
const requireMeans = (
  change: Change,
  coins: number,
  items: readonly { readonly item: string; readonly quantity: number }[],
): void => {
  if (coins + change.coins < 0) {
    const need = -change.coins;
    refuse({
      code: 'E_FUNDS',
      need,
      have: coins,
      message: `This costs ${formatCoins(need)} and you have ${formatCoins(coins)}. \`/eco daily\` and \`/eco sell\` bring more.`,
    });
  }
  for (const [item, count] of change.items) {
    const have = items.find((row) => row.item === item)?.quantity ?? 0;
    if (have + count >= 0) continue;
    refuse({
      code: 'E_FUNDS',
      need: -count,
      have,
      message: `You have ${pieces(item, have)} and this takes ${(-count).toLocaleString('en-US')}. \`/eco inventory\` lists what is yours.`,
    });
  }
};

/**
 * Opens a quote for the caller and draws it with Confirm and Cancel. A repeat of the command draws the same quote, or how
 * it ended. Reserves nothing: confirming checks again.
 * @throws CommandRejection E_FUNDS when it cannot be paid now
 * @throws Fault
 */
export const offerQuote = async (context: CommandContext, offer: Offer): Promise<Panel> => {
  const nonce = quoteNonceOf(context);
  const { plan } = offer;
  const change = changeOf(plan.transfer.legs, context.userId);
  const [known, balance, items] = await Promise.all([
    readQuote(context, nonce),
    readBalance(context),
    change.items.size === 0 ? [] : readInventory(context),
  ]);
  const isRepeat = known !== undefined && known.status !== 'gone' && isSame(known.plan, plan);
  if (isRepeat && known.status !== 'open') return outcomePanel(context, nonce, known);
  if (!isRepeat) requireMeans(change, balance.coins, items);
  const answer = await context.deps.engine.ask(
    user,
    place(context),
    { type: 'OpenQuote', nonce, plan },
    callOf(context, 'open'),
  );
  const opened = unwrap(answer);
  const expiresAtMs = opened.type === 'QuoteOpened' ? opened.expiresAtMs : context.nowMs;
  return quotePanel(context, { ...offer, nonce, expiresAtMs, balance: balance.coins });
};

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
export const settledPanel = async (
  context: CommandContext,
  quote: Extract<QuoteState, { readonly status: 'settled' }>,
): Promise<Panel> => {
  const { plan, receiptId } = quote;
  const change = changeOf(plan.transfer.legs, context.userId);
  const { coins } = await readBalance(context);
  const gets = got(change);
  const { title, next } = DONE[plan.kind];
  return {
    title,
    tone: 'good',
    text: next,
    fields: [
      { name: 'You gave', value: given(change), inline: true },
      ...(gets === 'nothing' ? [] : [{ name: 'You got', value: gets, inline: true }]),
      { name: 'Balance now', value: formatCoins(coins), inline: true },
      { name: 'Receipt', value: `\`${receiptId}\``, inline: true },
    ],
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
