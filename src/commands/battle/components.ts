import { type CommandContext, type ComponentDefinition, defineComponent } from '../define-command.ts';
import { defineForm } from '../define-form.ts';
import type { Panel } from '../panel.ts';
import { askBattle, readBattle, waitForStart } from './arena.ts';
import { battlePanel } from './battle-panel.ts';
import { lineupOf } from './fighters.ts';
import { acceptForm, type FormVerb, seedForm } from './forms.ts';
import { verifyPanel } from './looking.ts';
import { replayPanel } from './replay-panels.ts';
import { forfeitPanel, giveOrder } from './playing.ts';
import { matchComponents } from './match-components.ts';
import { leavePanel, queuePanel } from './queue.ts';
import { askBattleAgain } from './rematch.ts';
import { standingComponents } from './standing.ts';
import { refuseTooMany } from './under-way.ts';

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

/** Takes a challenge with the caller's own fighters. */
const accept = async (id: string, context: CommandContext, seed: string, team?: string): Promise<Panel> => {
  const view = await readBattle(context, id);
  await refuseTooMany(context, id);
  const size = view.sides[0]?.fighters.length ?? 1;
  const lineup = await lineupOf({ team }, context, { isEven: view.isEven, size });
  await askBattle(context, id, { type: 'Accept', lineup, seed });
  return show(context, id, 'Accepted. The battle begins when the challenger presses Start.');
};

const begin = async (id: string, context: CommandContext, seed: string): Promise<Panel> => {
  await refuseTooMany(context, id);
  const reply = await askBattle(context, id, { type: 'Begin', seed });
  if ('type' in reply && reply.type === 'Standing' && reply.status === 'staking') {
    // the ledger's answer is on its way; whoever cannot wait sees “being put up” and Refresh
    await waitForStart(context, id);
  }
  return show(context, id);
};

const ready = async (id: string, context: CommandContext, seed: string): Promise<Panel> => {
  await refuseTooMany(context, id);
  await askBattle(context, id, { type: 'Ready', seed });
  return show(context, id, 'You are ready.');
};

/** A submitted form: what was left empty is what the plain button does, with this very press for a seed. */
const submitted = (
  verb: FormVerb,
  run: (id: string, context: CommandContext, seed: string, team?: string) => Promise<Panel>,
): ComponentDefinition =>
  defineForm({
    feature: 'battle',
    verb,
    fields: verb === 'accept-with' ? ['team', 'seed'] : ['seed'],
    run: ({ entity, nonce, fields }, context) => {
      const [seed, team] = [fields['seed']?.trim() ?? '', fields['team']?.trim() ?? ''];
      return run(entity, context, seed === '' ? nonce : seed, team === '' ? undefined : team);
    },
  });

/** Every control about battles; each acts under its own nonce and answers with a fresh panel. */
export const battleComponents: readonly ComponentDefinition[] = [
  on('view', (id, context) => show(context, id)),
  on('accept', accept),
  on('accept-form', acceptForm),
  submitted('accept-with', accept),
  on('decline', async (id, context) => {
    await askBattle(context, id, { type: 'Decline' });
    return show(context, id, 'Declined.');
  }),
  on('withdraw', async (id, context) => {
    await askBattle(context, id, { type: 'Withdraw' });
    return show(context, id, 'Withdrawn.');
  }),
  on('begin', begin),
  on('begin-form', (id, context) => seedForm(context, id, 'begin-with', 'Start with my seed')),
  submitted('begin-with', begin),
  on('ready', ready),
  on('ready-form', (id, context) => seedForm(context, id, 'ready-with', 'Ready with my seed')),
  submitted('ready-with', ready),
  on('queue', (_id, context) => queuePanel(context)),
  on('leave', (_id, context) => leavePanel(context)),
  on('forfeit', (id, context) => forfeitPanel(context, id)),
  on('give-up', async (id, context) => {
    await askBattle(context, id, { type: 'Forfeit' });
    return show(context, id);
  }),
  on('replay', async (id, context) => replayPanel(context, await readBattle(context, id))),
  on('log', async (id, context) =>
    replayPanel(context, await readBattle(context, id), { isLog: true, isShared: false }),
  ),
  on('verify', async (id, context) => verifyPanel(context, await readBattle(context, id))),
  on('rematch', askBattleAgain),
  defineComponent({
    feature: 'battle',
    verb: 'order',
    run: ({ entity, revision }, context) => {
      const [id = '', order = ''] = entity.split('-');
      return giveOrder(context, id, Number(order), revision === 0 ? undefined : revision);
    },
  }),
  defineComponent({
    feature: 'battle',
    verb: 'step',
    run: async ({ entity, revision }, context) =>
      replayPanel(context, await readBattle(context, entity), {
        tick: revision,
        isLog: false,
        isShared: false,
      }),
  }),
  ...standingComponents,
  ...matchComponents,
];
