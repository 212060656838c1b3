import { WELCOME_COINS } from '#game/economy/shop.ts';
import type { Panel } from './panel.ts';

/** The first answer that somebody gets says what they have and where to go on. */
export const welcomed = (panel: Panel): Panel => ({
  ...panel,
  fields: [
    ...(panel.fields ?? []),
    {
      name: 'Welcome',
      value: `You are new here: your purse holds ${WELCOME_COINS.toLocaleString('en-GB')} coins and food for the first days. Go on with \`/pet adopt\`, \`/eco daily\` or \`/battle npc\`; \`/help\` has the rest.`,
    },
  ],
});
