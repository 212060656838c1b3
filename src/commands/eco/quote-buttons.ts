import { user } from '#actors/user/user.ts';
import { DEPLOYMENT_REALM } from '#game/shared/ids.ts';
import { callOf } from '../call.ts';
import { type ComponentDefinition, defineComponent } from '../define-command.ts';
import { readQuote, waitForQuote } from '../quote.ts';
import { outcomePanel, pendingPanel } from '../quote-panels.ts';
import { unwrap } from '../rejected.ts';

/** Confirms a quote and waits for its end. The nonce is the quote's, so that twenty presses are one command. */
const confirmQuote = defineComponent({
  feature: 'quote',
  verb: 'confirm',
  run: async ({ entity: nonce }, context) => {
    const place = { realm: DEPLOYMENT_REALM, id: context.userId };
    unwrap(await context.deps.engine.ask(user, place, { type: 'ConfirmQuote', nonce }, callOf(context)));
    const quote = await waitForQuote(context, nonce);
    return quote === undefined ? pendingPanel(context, nonce) : outcomePanel(context, nonce, quote);
  },
});

/** Closes a quote; nothing has moved. */
const cancelQuote = defineComponent({
  feature: 'quote',
  verb: 'cancel',
  run: async ({ entity: nonce }, context) => {
    const place = { realm: DEPLOYMENT_REALM, id: context.userId };
    const command = { type: 'CancelQuote', nonce } as const;
    unwrap(await context.deps.engine.ask(user, place, command, callOf(context, 'cancel')));
    return {
      title: 'Cancelled',
      text: 'Nothing was moved. Run the command again whenever you like.',
      ephemeral: true,
    };
  },
});

/** Looks how a confirmed quote stands; runs nothing. */
const checkQuote = defineComponent({
  feature: 'quote',
  verb: 'check',
  run: async ({ entity: nonce }, context) => outcomePanel(context, nonce, await readQuote(context, nonce)),
});

/** Confirm, Cancel and Check of every quote. */
export const quoteButtons: readonly ComponentDefinition[] = [confirmQuote, cancelQuote, checkQuote];
