import { type CommandContext, type ComponentDefinition, defineComponent } from '../define-command.ts';
import { type Panel } from '../panel.ts';
import { askBattle, readBattle, waitForStart } from './arena.ts';
import { battlePanel } from './battle-panel.ts';
import { lineupOf } from './fighters.ts';
import { replayPanel, verifyPanel } from './looking.ts';
import { forfeitPanel, giveOrder } from './playing.ts';

const on = (
  verb: string,
  run: (id: string, context: CommandContext, nonce: string) => Promise<Panel>,
): ComponentDefinition =>
  defineComponent({
    feature: 'battle',
    verb,
    run: ({ entity, nonce }, context) => run(entity, context, nonce),
  });

const show = async (context: CommandContext, id: string, note?: string): Promise<Panel> =>
  battlePanel(context, await readBattle(context, id), note);

/** Takes a challenge with the caller's own fighters; the seed is this very press. */
const accept = async (id: string, context: CommandContext, nonce: string): Promise<Panel> => {
  const view = await readBattle(context, id);
  const size = view.sides[0]?.fighters.length ?? 1;
  const lineup = await lineupOf({}, context, { isEven: view.isEven, size });
  await askBattle(context, id, { type: 'Accept', lineup, seed: nonce });
  return show(context, id, 'Accepted. The battle begins when the challenger presses Start.');
};

const begin = async (id: string, context: CommandContext, nonce: string): Promise<Panel> => {
  const reply = await askBattle(context, id, { type: 'Begin', seed: nonce });
  if ('type' in reply && reply.type === 'Standing' && reply.status === 'staking') {
    // the ledger's answer is on its way; whoever cannot wait sees “being put up” and Refresh
    await waitForStart(context, id);
  }
  return show(context, id);
};

/** Every control about battles; each acts under its own nonce and answers with a fresh panel. */
export const battleComponents: readonly ComponentDefinition[] = [
  on('view', (id, context) => show(context, id)),
  on('accept', accept),
  on('decline', async (id, context) => {
    await askBattle(context, id, { type: 'Decline' });
    return show(context, id, 'Declined.');
  }),
  on('withdraw', async (id, context) => {
    await askBattle(context, id, { type: 'Withdraw' });
    return show(context, id, 'Withdrawn.');
  }),
  on('begin', begin),
  on('forfeit', (id, context) => forfeitPanel(context, id)),
  on('give-up', async (id, context) => {
    await askBattle(context, id, { type: 'Forfeit' });
    return show(context, id);
  }),
  on('replay', (id, context) => replayPanel(context, id)),
  on('verify', (id, context) => verifyPanel(context, id)),
  defineComponent({
    feature: 'battle',
    verb: 'order',
    run: ({ entity, revision }, context) => {
      const [id = '', order = ''] = entity.split('-');
      return giveOrder(context, id, Number(order), revision === 0 ? undefined : revision);
    },
  }),
];
