import { packStanding, STANDING } from '#game/battle/cross/v1/orders.ts';
import type { Standing } from '#game/battle/cross/v1/sheet.ts';
import { standingOf, standingText } from '#game/battle/standing.ts';
import type { MatchView } from '#game/battle/match/match-reads.ts';
import type { BattleView } from '#game/battle/view.ts';
import {
  type CommandContext,
  type ComponentDefinition,
  defineCommand,
  defineComponent,
  type Input,
} from '../define-command.ts';
import { defineForm } from '../define-form.ts';
import { mintNonce } from '../nonce.ts';
import { shown } from '../options.ts';
import type { Panel } from '../panel.ts';
import { refuse } from '../rejected.ts';
import { askBattle, battleOption, chooseBattle, ownSide, readBattle } from './arena.ts';
import { battlePanel } from './battle-panel.ts';
import { withEither } from './either.ts';

const HEAL_MAX = 100;
const FOCUS_MAX = 4;

/** The caller's standing orders as they will be when the next window plays. @throws CommandRejection E_PERM, E_GONE */
const currentOf = (view: BattleView, context: CommandContext): Standing => {
  const side = ownSide(view, context);
  if (side === undefined) {
    return refuse({
      code: 'E_PERM',
      message: 'You are not in this battle. `/battle spectate` lets you watch.',
    });
  }
  const own = view.sides[side]?.own;
  if (own === undefined) {
    return refuse({
      code: 'E_GONE',
      message: 'This battle is not under way. `/battle status` shows how it stands.',
    });
  }
  const changed = own.pending.findLast((order) => order >= STANDING);
  return standingOf(changed === undefined ? own.standing : changed - STANDING);
};

/** @throws CommandRejection, Fault */
const change = async (context: CommandContext, id: string, changes: Partial<Standing>): Promise<Panel> => {
  const standing = { ...currentOf(await readBattle(context, id), context), ...changes };
  await askBattle(context, id, { type: 'Order', order: STANDING + packStanding(standing) });
  return battlePanel(
    context,
    await readBattle(context, id),
    `Without an order your side ${standingText(standing)}.`,
  );
};

/** @throws CommandRejection E_GONE */
const refuseMatch = ({ id, rules }: MatchView): never =>
  refuse({
    code: 'E_GONE',
    message: `${rules === 'osrs' ? 'A hunt has' : 'A Pokémon battle has'} no standing orders: whoever does not choose in time has it chosen for them. \`/battle status battle:${id}\` shows what there is to choose.`,
  });

const numberIn = (input: Input, name: string): number | undefined =>
  typeof input[name] === 'number' ? input[name] : undefined;
const flagIn = (input: Input, name: string): boolean | undefined =>
  typeof input[name] === 'boolean' ? input[name] : undefined;

const given = (changes: { readonly [K in keyof Standing]: Standing[K] | undefined }): Partial<Standing> =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));

/** `/battle standing`: what a side does whose player gives no order. */
export const battleStanding = defineCommand({
  name: 'battle standing',
  summary: 'What your fighters do when you give no order',
  options: [
    {
      name: 'heal_below',
      type: 'integer',
      description: 'Eat below so many percent of HP; 0: never by itself',
      min: 0,
      max: HEAL_MAX,
    },
    { name: 'cure', type: 'boolean', description: 'Take an antidote against an effect' },
    { name: 'switching', type: 'boolean', description: 'Bring in who stands better' },
    {
      name: 'focus',
      type: 'integer',
      description: '1 to 4: always that attack; 0: what does most',
      min: 0,
      max: FOCUS_MAX,
    },
    battleOption('battle'),
  ],
  ephemeral: true,
  examples: ['/battle standing heal_below:40 switching:true'],
  run: async (input, context) => {
    const changes = given({
      healBelow: numberIn(input, 'heal_below'),
      focus: numberIn(input, 'focus'),
      cure: flagIn(input, 'cure'),
      switching: flagIn(input, 'switching'),
    });
    return withEither(context, await chooseBattle(input, context, 'battle'), {
      battle: ({ id }) => change(context, id, changes),
      match: refuseMatch,
    });
  },
});

/** The same as a form, filled in as things stand. @throws CommandRejection, Fault */
const standingForm = async (id: string, context: CommandContext): Promise<Panel> => {
  const { healBelow, cure, switching, focus } = currentOf(await readBattle(context, id), context);
  const field = (fieldId: string, label: string, value: string) => ({
    id: fieldId,
    label,
    value,
    multiline: false,
    required: true,
    maxLength: 5,
  });
  const title = 'Standing orders';
  return {
    title,
    text: 'What your fighters do when you give no order.',
    modal: {
      customId: context.deps.customIds.encode({
        feature: 'battle',
        verb: 'standing-with',
        entity: id,
        revision: 0,
        owner: context.userId,
        nonce: mintNonce(context),
      }),
      title,
      fields: [
        field('heal_below', 'Eat below so many percent of HP (0: never)', String(healBelow)),
        field('cure', 'Take an antidote against an effect (yes or no)', cure ? 'yes' : 'no'),
        field('switching', 'Bring in who stands better (yes or no)', switching ? 'yes' : 'no'),
        field('focus', 'Always attack 1 to 4 (0: what does most)', String(focus)),
      ],
    },
    ephemeral: true,
  };
};

const wholeNumber = (fields: Readonly<Record<string, string>>, field: string, max: number): number => {
  const text = (fields[field] ?? '').trim().replace(/\s*%$/, '');
  const value = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  return value <= max
    ? value
    : refuse({
        code: 'E_INPUT',
        field,
        message: `\`${field}\` cannot be “${shown(text)}”: it takes a whole number from 0 to ${max}.`,
      });
};

const yesOrNo = (fields: Readonly<Record<string, string>>, field: string): boolean => {
  const text = (fields[field] ?? '').trim().toLowerCase();
  if (text === 'yes' || text === 'no') return text === 'yes';
  return refuse({
    code: 'E_INPUT',
    field,
    message: `\`${field}\` cannot be “${shown(text)}”: it takes \`yes\` or \`no\`.`,
  });
};

/** The button that opens the form, and the form itself. */
export const standingComponents: readonly ComponentDefinition[] = [
  defineComponent({
    feature: 'battle',
    verb: 'standing-form',
    run: ({ entity }, context) => standingForm(entity, context),
  }),
  defineForm({
    feature: 'battle',
    verb: 'standing-with',
    fields: ['heal_below', 'cure', 'switching', 'focus'],
    run: ({ entity, fields }, context) =>
      change(context, entity, {
        healBelow: wholeNumber(fields, 'heal_below', HEAL_MAX),
        cure: yesOrNo(fields, 'cure'),
        switching: yesOrNo(fields, 'switching'),
        focus: wholeNumber(fields, 'focus', FOCUS_MAX),
      }),
  }),
];
