import type { OwnRow } from '#actors/followers/battles.ts';
import { type Choice, type CommandContext, defineCommand } from '../define-command.ts';
import type { Panel } from '../panel.ts';
import { refuse } from '../rejected.ts';
import { matching } from '../matching.ts';
import {
  askBattle,
  battleOption,
  chooseBattle,
  currentBattle,
  findBattle,
  ownSide,
  readBattle,
} from './arena.ts';
import { battlePanel } from './battle-panel.ts';
import { battleButton } from './fight-button.ts';
import { showEither, withEither } from './either.ts';
import { offeredTo, orderNote, ORDER_WORDS, orderOf, ownSideView } from './order-choice.ts';
import { matchChoices, typeChoice } from './match-playing.ts';
import { forfeitMatchPanel } from './match-components.ts';

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
  const view = await readBattle(context, id);
  const side = ownSide(view, context);
  return battlePanel(context, view, side === undefined ? '' : orderNote(order, reply, view, side));
};

/** What the caller's running battle takes now: words of a match's choices, or orders with what they do. */
const suggest = async (partial: string, context: CommandContext): Promise<readonly Choice[]> => {
  const running = await currentBattle(context);
  const offered = running === undefined ? [] : await choicesIn(context, running);
  const words = ORDER_WORDS.map((value) => ({ label: value, value }));
  return matching(offered.length === 0 && running?.isMatch !== true ? words : offered, partial);
};

const choicesIn = async (context: CommandContext, { id, isMatch }: OwnRow): Promise<readonly Choice[]> => {
  if (isMatch === true) return matchChoices(context, id);
  const view = await findBattle(context, id);
  const side = view === undefined ? undefined : ownSideView(view, context);
  return side === undefined
    ? []
    : offeredTo(side).map(({ word, name }) => ({ label: `${name} (${word})`, value: word }));
};

/** `/battle move`: what the buttons do, for those who type. */
export const battleMove = defineCommand({
  name: 'battle move',
  summary: 'Give your fighter an order; a later one replaces it until it is played',
  options: [
    {
      name: 'choice',
      type: 'text',
      description: 'What to do next',
      takes: 'an order such as `move1`, `guard` or `switch1`, of a match for example `move 2`',
      required: true,
      autocomplete: suggest,
    },
    battleOption('battle'),
    {
      name: 'round',
      type: 'integer',
      description: 'Only for this round, or of a match for your choice of this number',
      min: 1,
      max: 300,
    },
  ],
  ephemeral: true,
  examples: ['/battle move choice:move1', '/battle move choice:guard'],
  run: async (input, context) => {
    const choice = String(input['choice']);
    const only = typeof input['round'] === 'number' ? input['round'] : undefined;
    return withEither(context, await chooseBattle(input, context, 'battle'), {
      battle: (view) => giveOrder(context, view.id, orderOf(choice, ownSideView(view, context)), only),
      match: (view) => typeChoice(context, view, choice, only),
    });
  },
});

/** `/battle status`: how a battle stands, with its controls. */
export const battleStatus = defineCommand({
  name: 'battle status',
  summary: 'How your battle stands, with its controls',
  options: [battleOption('battle')],
  ephemeral: true,
  examples: ['/battle status'],
  run: async (input, context) => showEither(context, await chooseBattle(input, context, 'battle')),
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
  run: async (input, context) =>
    withEither(context, await chooseBattle(input, context, 'battle'), {
      battle: ({ id }) => forfeitPanel(context, id),
      match: (view) => forfeitMatchPanel(context, view),
    }),
});
