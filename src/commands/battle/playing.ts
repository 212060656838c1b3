import { ANTIDOTE, FOOD, GUARD, SWITCH } from '#game/battle/cross/v1/orders.ts';
import { type CommandContext, defineCommand, type Input } from '../define-command.ts';
import { type Panel } from '../panel.ts';
import { refuse } from '../rejected.ts';
import { askBattle, battleOption, chooseBattle, ownSide, readBattle } from './arena.ts';
import { battleButton, battlePanel } from './battle-panel.ts';

const ORDERS: ReadonlyMap<string, number> = new Map([
  ...[0, 1, 2, 3].map((n) => [`move${n + 1}`, n] as const),
  ['guard', GUARD],
  ['food', FOOD],
  ['antidote', ANTIDOTE],
  ...[0, 1, 2].map((n) => [`switch${n + 1}`, SWITCH + n] as const),
]);

/** Gives an order and shows where the battle stands. @throws CommandRejection, Fault */
export const giveOrder = async (
  context: CommandContext,
  id: string,
  order: number,
  round: number | undefined,
): Promise<Panel> => {
  const reply = await askBattle(context, id, {
    type: 'Order',
    order,
    ...(round === undefined ? {} : { round }),
  });
  const isComplete = 'type' in reply && reply.type === 'Ordered' && reply.isComplete;
  const view = await readBattle(context, id);
  const note = isComplete && view.tempo === 'rounds' ? 'Both have chosen: the round plays.' : '';
  return battlePanel(context, view, note);
};

const wanted = (input: Input): number => {
  const choice = String(input['choice']).toLowerCase();
  return (
    ORDERS.get(choice) ??
    refuse({
      code: 'E_INPUT',
      field: 'choice',
      message: `\`choice\` takes one of: ${[...ORDERS.keys()].join(', ')}.`,
    })
  );
};

/** `/battle move`: what the buttons do, for those who type. */
export const battleMove = defineCommand({
  name: 'battle move',
  summary: 'Give your fighter an order; a later one replaces it until it is played',
  options: [
    {
      name: 'choice',
      type: 'choice',
      description: 'What to do next',
      required: true,
      choices: [...ORDERS.keys()].map((value) => ({ label: value, value })),
    },
    battleOption('battle'),
    { name: 'round', type: 'integer', description: 'Only for this round', min: 1, max: 300 },
  ],
  ephemeral: true,
  examples: ['/battle move choice:move1', '/battle move choice:guard'],
  run: async (input, context) => {
    const order = wanted(input);
    const { id } = await chooseBattle(input, context, 'battle');
    const { round } = input;
    return giveOrder(context, id, order, typeof round === 'number' ? round : undefined);
  },
});

/** `/battle status`: how a battle stands, with its controls. */
export const battleStatus = defineCommand({
  name: 'battle status',
  summary: 'How your battle stands, with its controls',
  options: [battleOption('battle')],
  ephemeral: true,
  examples: ['/battle status'],
  run: async (input, context) => battlePanel(context, await chooseBattle(input, context, 'battle')),
});

/** Asks before giving up. @throws CommandRejection E_PERM, E_GONE */
export const forfeitPanel = async (context: CommandContext, id: string): Promise<Panel> => {
  const view = await readBattle(context, id);
  if (ownSide(view, context) === undefined) {
    return refuse({ code: 'E_PERM', message: 'You are not in this battle.' });
  }
  if (view.status !== 'live') {
    return refuse({ code: 'E_GONE', message: 'This battle is not under way, so nobody can give up.' });
  }
  return {
    title: 'Give up?',
    text: 'The other side wins at once, stakes included.',
    tone: 'warn',
    controls: [
      [
        battleButton(context, 'give-up', id, { label: 'Give up', style: 'danger' }),
        battleButton(context, 'view', id, { label: 'Fight on', style: 'secondary' }),
      ],
    ],
    ephemeral: true,
  };
};

/** `/battle forfeit`: asks, then gives up. */
export const battleForfeit = defineCommand({
  name: 'battle forfeit',
  summary: 'Give up your battle, after a question',
  options: [battleOption('battle')],
  ephemeral: true,
  examples: ['/battle forfeit'],
  run: async (input, context) => forfeitPanel(context, (await chooseBattle(input, context, 'battle')).id),
});
