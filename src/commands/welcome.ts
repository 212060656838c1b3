import { user } from '#actors/user/user.ts';
import { WELCOME_COINS } from '#game/economy/shop.ts';
import { DEPLOYMENT_REALM } from '#game/shared/ids.ts';
import { Fault } from '#ports/fault.ts';
import type { CommandContext } from './define-command.ts';
import type { Panel } from './panel.ts';

const COINS = WELCOME_COINS.toLocaleString('en-GB');

/** Whether the grant is in their purse by now; not known counts as no. */
const isGranted = async (context: CommandContext): Promise<boolean> => {
  try {
    const place = { realm: DEPLOYMENT_REALM, id: context.userId };
    return (await context.deps.engine.read(user, place, 'welcomed', undefined, context)) === 'granted';
  } catch (error) {
    // the answer is there already and must not be lost over its greeting
    if (error instanceof Fault) return false;
    throw error;
  }
};

/** The first answer that somebody gets says what they have, or that it is still on its way, and where to go on. */
export const welcomed = async (panel: Panel, context: CommandContext): Promise<Panel> => {
  const what = (await isGranted(context))
    ? `your purse holds ${COINS} coins and food for the first days.`
    : `your welcome gift, ${COINS} coins and food for the first days, is on its way. \`/eco balance\` shows when it is there.`;
  return {
    ...panel,
    fields: [
      ...(panel.fields ?? []),
      {
        name: 'Welcome',
        value: `You are new here: ${what} Go on with \`/pet adopt\`, \`/eco daily\` or \`/battle npc\`; \`/help\` has the rest.`,
      },
    ],
  };
};
