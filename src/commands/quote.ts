import { user } from '#actors/user/user.ts';
import type { QuoteState } from '#game/profile/user-protocol.ts';
import { formatCoins } from '#game/shared/amount.ts';
import { DEPLOYMENT_REALM } from '#game/shared/ids.ts';
import { callOf } from './call.ts';
import type { CommandContext } from './define-command.ts';
import type { Panel } from './panel.ts';
import { readBalance, readInventory } from './purse.ts';
import { type Change, changeOf, pieces } from './quote-lines.ts';
import { type Offer, outcomePanel, quotePanel } from './quote-panels.ts';
import { refuse, unwrap } from './rejected.ts';

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
  const before = known === undefined || known.status === 'gone' ? undefined : known;
  if (before === undefined) requireMeans(change, balance.coins, items);
  const answer = await context.deps.engine.ask(
    user,
    place(context),
    { type: 'OpenQuote', nonce, plan, have: balance.coins },
    callOf(context, 'open'),
  );
  const opened = unwrap(answer);
  if (before !== undefined && before.status !== 'open') return outcomePanel(context, nonce, before);
  const { expiresAtMs, have = balance.coins } =
    opened.type === 'QuoteOpened' ? opened : { expiresAtMs: context.nowMs };
  // a share of the balance comes to something else by now: what was offered first stands
  return quotePanel(context, { ...offer, plan: before?.plan ?? plan, nonce, expiresAtMs, balance: have });
};
