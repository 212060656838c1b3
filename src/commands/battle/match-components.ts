import type { MatchView } from '#game/battle/match/match-reads.ts';
import { type CommandContext, type ComponentDefinition, defineComponent } from '../define-command.ts';
import { defineForm } from '../define-form.ts';
import type { Panel } from '../panel.ts';
import { refuse } from '../rejected.ts';
import { seedForm } from './forms.ts';
import { askMatch, waitForTurn } from './match-arena.ts';
import { matchButton } from './fight-button.ts';
import {
  acceptMatch,
  beginMatch,
  pressChoice,
  readMatch,
  readyForMatch,
  showMatch,
} from './match-playing.ts';
import { askMatchAgain } from './rematch.ts';
import { matchReplayPanel, matchVerifyPanel } from './match-looking.ts';

const show = async (context: CommandContext, id: string, note?: string): Promise<Panel> =>
  showMatch(context, await readMatch(context, id), { note });

/** Asks before giving up. @throws CommandRejection E_PERM, E_GONE */
export const forfeitMatchPanel = async (context: CommandContext, view: MatchView): Promise<Panel> => {
  if (view.side === undefined) return refuse({ code: 'E_PERM', message: 'You are not in this battle.' });
  if (view.status !== 'live') {
    return refuse({ code: 'E_GONE', message: 'This battle is not under way, so nobody can give up.' });
  }
  return {
    title: 'Give up?',
    text: 'The other side wins at once.',
    tone: 'warn',
    controls: [
      [
        matchButton(context, 'give-up', view.id, { label: 'Give up', style: 'danger' }),
        matchButton(context, 'view', view.id, { label: 'Fight on', style: 'secondary' }),
      ],
    ],
    ephemeral: true,
  };
};

const giveUp = async (id: string, context: CommandContext): Promise<Panel> => {
  const reply = await askMatch(context, id, { type: 'Forfeit' });
  if (reply.type === 'Chosen') await waitForTurn(context, id, reply.inputs);
  return show(context, id);
};

const on = (
  verb: string,
  run: (id: string, context: CommandContext, nonce: string) => Promise<Panel>,
): ComponentDefinition =>
  defineComponent({
    feature: 'match',
    verb,
    run: ({ entity, nonce }, context) => run(entity, context, nonce),
  });

/** A submitted form: an empty seed is this very press. */
const submitted = (
  verb: string,
  run: (id: string, context: CommandContext, seed: string) => Promise<Panel>,
): ComponentDefinition =>
  defineForm({
    feature: 'match',
    verb,
    fields: ['seed'],
    run: ({ entity, nonce, fields }, context) => run(entity, context, fields['seed']?.trim() || nonce),
  });

/** Every control about matches; each acts under its own nonce and answers with a fresh panel. */
export const matchComponents: readonly ComponentDefinition[] = [
  on('view', (id, context) => show(context, id)),
  on('accept', acceptMatch),
  on('accept-form', (id, context) => seedForm(context, id, 'accept-with', 'Accept with my seed', 'match')),
  submitted('accept-with', acceptMatch),
  on('decline', async (id, context) => {
    await askMatch(context, id, { type: 'Decline' });
    return show(context, id, 'Declined.');
  }),
  on('withdraw', async (id, context) => {
    await askMatch(context, id, { type: 'Withdraw' });
    return show(context, id, 'Withdrawn.');
  }),
  on('begin', beginMatch),
  on('begin-form', (id, context) => seedForm(context, id, 'begin-with', 'Start with my seed', 'match')),
  submitted('begin-with', beginMatch),
  on('ready', readyForMatch),
  on('ready-form', (id, context) => seedForm(context, id, 'ready-with', 'Ready with my seed', 'match')),
  submitted('ready-with', readyForMatch),
  on('forfeit', async (id, context) => forfeitMatchPanel(context, await readMatch(context, id))),
  on('give-up', giveUp),
  on('replay', async (id, context) => matchReplayPanel(context, await readMatch(context, id))),
  on('log', async (id, context) =>
    matchReplayPanel(context, await readMatch(context, id), { isLog: true, isShared: false }),
  ),
  on('verify', async (id, context) => matchVerifyPanel(context, await readMatch(context, id))),
  on('rematch', askMatchAgain),
  defineComponent({
    feature: 'match',
    verb: 'step',
    run: async ({ entity, revision }, context) =>
      matchReplayPanel(context, await readMatch(context, entity), {
        turn: revision,
        isLog: false,
        isShared: false,
      }),
  }),
  defineComponent({
    feature: 'match',
    verb: 'choose',
    run: ({ entity, revision, values }, context) => pressChoice(context, entity, revision, values),
  }),
];
