import { CLASSES, EFFECTS } from '#game/battle/cross/v1/sheet.ts';
import { TYPES } from '#game/battle/cross/v1/chart.ts';
import { GUARD } from '#game/battle/cross/v1/orders.ts';
import { uncountedText } from '#game/battle/counting.ts';
import { ROUND_MS, ROUND_TICKS } from '#game/battle/battle-protocol.ts';
import { orderWords } from '#game/battle/order-words.ts';
import { hpPoints } from '#game/battle/points.ts';
import { isDecided, prizeOf, scoreOf } from '#game/battle/ending.ts';
import type { BattleView, FighterView, SideView } from '#game/battle/view.ts';
import { formatCoins } from '#game/shared/amount.ts';
import type { CommandContext } from '../define-command.ts';
import type { Button, Control, Panel, PanelField, PanelMeter } from '../panel.ts';
import { ownSide, playerName } from './arena.ts';
import { ticksText } from '../counted.ts';
import { aftermathFields } from './aftermath-fields.ts';
import { battleButton, overButtons } from './fight-button.ts';
import { dueText, toldLately } from './lately.ts';
import { proofFields } from './proof.ts';
import { battleTerms } from './terms.ts';
import { unfoughtText } from './unfought.ts';

const typeText = (types: readonly [number, number] | undefined): string =>
  (types ?? []).flatMap((type) => (TYPES[type] === undefined ? [] : [TYPES[type]])).join('/') || 'no type';

const effectText = ({ status = 0, statusUntil = 0 }: FighterView, tick: number): string =>
  status === 0 || statusUntil <= tick ? '' : `, ${EFFECTS[status] ?? 'hurt'}`;

const fighterMeter = (fighter: FighterView, isActive: boolean, tick: number): PanelMeter | undefined => {
  if (fighter.name === undefined) return undefined;
  const full = fighter.hpFull ?? 1;
  const hp = Math.max(0, fighter.hp ?? 0);
  const parts = [
    `level ${fighter.level ?? 0}`,
    CLASSES[fighter.class ?? 0] ?? '',
    typeText(fighter.types),
    `every ${fighter.interval ?? 4} ticks`,
  ];
  return {
    label: `${isActive ? '▶ ' : ''}${fighter.name}`,
    value: hpPoints(Math.min(full, hp)),
    max: hpPoints(full),
    hint: hp === 0 ? 'fallen' : `${parts.join(', ')}${effectText(fighter, tick)}`,
  };
};

const sideMeters = (side: SideView, tick: number): readonly PanelMeter[] =>
  side.fighters.flatMap((fighter, n) => fighterMeter(fighter, n === side.active, tick) ?? []);

/** The fighters of both sides that the viewer sees. */
export const fighterMeters = ({ sides, tick }: BattleView): readonly PanelMeter[] =>
  sides.flatMap((side) => sideMeters(side, tick));

const hiddenOf = (side: SideView): number =>
  side.fighters.filter((fighter) => fighter.name === undefined).length;

/** How many of each side have not been seen yet, of sides that hide somebody while the battle runs. */
const hiddenTexts = ({ status, sides }: BattleView, context: CommandContext): readonly string[] =>
  (status === 'live' ? sides : []).flatMap((side) => {
    const hidden = hiddenOf(side);
    return hidden === 0 ? [] : [`${playerName(side.player, context)}: ${hidden} not seen yet`];
  });

/** An order in words. */
export const orderText = (order: number, { fighters, active }: SideView): string =>
  orderWords(order, fighters, active);

const STATUS_TITLES: Readonly<Record<BattleView['status'], string>> = {
  none: 'No battle',
  open: 'Challenge',
  accepted: 'Challenge accepted',
  staking: 'Stakes are being put up',
  live: 'Battle',
  ended: 'Battle over',
  void: 'Battle voided',
  closed: 'Challenge over',
};

/** How a battle ended; empty while it has not. */
export const resultText = (view: BattleView, context: CommandContext): string => {
  const { outcome } = view;
  if (outcome === null) return unfoughtText(view);
  const who = outcome.winner === null ? undefined : view.sides[outcome.winner]?.player;
  const how =
    outcome.how === 'forfeit'
      ? 'the other side gave up'
      : outcome.how === 'cap'
        ? 'time was up'
        : 'knock-out';
  const winner = who === undefined ? 'Nobody' : playerName(who, context);
  const next =
    view.series === null || isDecided(view.series)
      ? ''
      : ' The series goes on: `/battle status` shows its next battle, press Ready there.';
  const more = (outcome.counts === false ? ` ${uncountedText('cross')}` : '') + next;
  return `**${winner === 'you' ? 'You' : winner} won** after ${ticksText(outcome.tick)}: ${how}.${more}`;
};

/** Coins of each side, and what became of them. */
const stakeText = ({ stake, sides, status, outcome }: BattleView, context: CommandContext): string => {
  const each = `${formatCoins(stake)} each`;
  if (status === 'void') return `${each}, given back`;
  if (outcome === null) return each;
  const winner = outcome.winner === null ? undefined : sides[outcome.winner]?.player;
  if (winner === undefined) return `${each}, given back`;
  const { prize } = prizeOf(stake * sides.length);
  return `${each}; the pot, ${formatCoins(prize)}, goes to ${playerName(winner, context)}`;
};

/** What one's own side has left, and from when. */
const suppliesOf = ({ own }: SideView, tick: number): readonly PanelField[] => {
  if (own === undefined) return [];
  const { food, antidotes, itemReadyAt, guardReadyAt } = own;
  const parts = [
    `food ${food}`,
    `antidotes ${antidotes}`,
    ...(itemReadyAt > tick ? [`the next item from tick ${itemReadyAt}`] : []),
    ...(guardReadyAt > tick ? [`the next guard from tick ${guardReadyAt}`] : []),
  ];
  return [{ name: 'Supplies', value: parts.join(' · '), inline: true }];
};

const fields = (view: BattleView, context: CommandContext): readonly PanelField[] => {
  const [first, second] = view.sides;
  const name = (side: SideView | undefined): string =>
    side === undefined ? '' : playerName(side.player, context);
  return [
    { name: 'Sides', value: `${name(first)} against ${name(second)}`, inline: true },
    { name: 'Tempo', value: view.tempo, inline: true },
    ...(view.series === null ? [] : [{ name: 'Series', value: scoreOf(view.series), inline: true }]),
    ...(view.stake > 0 ? [{ name: 'Stake', value: stakeText(view, context), inline: true }] : []),
    ...(view.status === 'live'
      ? [
          {
            name: view.tempo === 'rounds' ? 'Round' : 'Tick',
            value: String(view.tempo === 'rounds' ? view.round : view.tick),
            inline: true,
          },
        ]
      : []),
    ...view.sides.flatMap((side) => suppliesOf(side, view.tick)),
    ...(view.status === 'open' || view.status === 'accepted'
      ? [
          ...battleTerms(view),
          { name: 'Answer by', value: `<t:${Math.ceil(view.expiresAtMs / 1_000)}:R>`, inline: true },
        ]
      : []),
    ...aftermathFields(
      view.aftermath,
      view.sides.map(({ player }) => player),
      context,
    ),
    ...proofFields(view),
  ];
};

const orderControls = (view: BattleView, side: SideView, context: CommandContext): readonly Control[][] => {
  const choices = side.own?.choices ?? [];
  const revision = view.tempo === 'rounds' ? view.round : 0;
  const button = (order: number, style: Button['style']): Button =>
    battleButton(context, 'order', `${view.id}-${order}`, { label: orderText(order, side), style }, revision);
  const moves = choices.filter((order) => order < GUARD).map((order) => button(order, 'primary'));
  const rest = choices
    .filter((order) => order >= GUARD)
    .slice(0, 5)
    .map((order) => button(order, 'secondary'));
  return [
    moves,
    ...(rest.length === 0 ? [] : [rest]),
    [
      battleButton(context, 'view', view.id, { label: 'Refresh', style: 'secondary' }),
      battleButton(context, 'standing-form', view.id, { label: 'Standing orders…', style: 'secondary' }),
      battleButton(context, 'forfeit', view.id, { label: 'Give up', style: 'danger' }),
    ],
  ];
};

type Press = (verb: string, label: string, style: Button['style']) => Button;
type Rows = readonly (readonly Control[])[];

const challengeControls = (view: BattleView, side: 0 | 1 | undefined, press: Press): Rows => {
  if (side === undefined) return [];
  if (side === 1) {
    return [
      [
        press('accept', 'Accept', 'success'),
        press('accept-form', 'Accept with…', 'secondary'),
        press('decline', 'Decline', 'secondary'),
      ],
    ];
  }
  return view.sides[1]?.player.kind === 'trainer'
    ? [
        [
          press('begin', 'Start', 'success'),
          press('begin-form', 'Start with my seed…', 'secondary'),
          press('withdraw', 'Not now', 'secondary'),
        ],
      ]
    : [[press('withdraw', 'Withdraw', 'secondary'), press('view', 'Refresh', 'secondary')]];
};

const matchControls = (view: BattleView, side: 0 | 1 | undefined, press: Press): Rows => {
  if (side === undefined) return [];
  const away = press(side === 0 ? 'withdraw' : 'decline', 'Not now', 'secondary');
  return view.ready[side]
    ? [[press('view', 'Refresh', 'secondary'), away]]
    : [[press('ready', 'Ready', 'success'), press('ready-form', 'Ready with my seed…', 'secondary'), away]];
};

const controls = (view: BattleView, context: CommandContext): Rows => {
  const side = ownSide(view, context);
  const own = side === undefined ? undefined : view.sides[side];
  const press = (verb: string, label: string, style: Button['style']): Button =>
    battleButton(context, verb, view.id, { label, style });
  switch (view.status) {
    case 'open':
      return view.isMatched ? matchControls(view, side, press) : challengeControls(view, side, press);
    case 'accepted':
      return side === 0
        ? [
            [
              press('begin', 'Start', 'success'),
              press('begin-form', 'Start with my seed…', 'secondary'),
              press('withdraw', 'Withdraw', 'secondary'),
            ],
          ]
        : [[press('view', 'Refresh', 'secondary')]];
    case 'live':
      return own === undefined
        ? [[press('view', 'Refresh', 'secondary')]]
        : orderControls(view, own, context);
    case 'ended':
    case 'void':
      return [overButtons(press, side !== undefined)];
    case 'none':
    case 'staking':
    case 'closed':
      return [[press('view', 'Refresh', 'secondary')]];
  }
};

const pendingText = (view: BattleView, own: SideView | undefined, context: CommandContext): string => {
  const pending = own?.own?.pending ?? [];
  if (own === undefined || view.status !== 'live') return '';
  const due = view.tempo === 'rounds' ? dueText(context, view) : undefined;
  if (pending.length > 0) {
    const ordered = `Ordered: **${pending.map((order) => orderText(order, own)).join(', ')}**.`;
    return due === undefined ? ordered : `${ordered} The round plays ${due} at the latest.`;
  }
  if (view.tempo !== 'rounds')
    return 'Choose whenever you like; without a choice your fighter does what is best by itself.';
  return due === undefined
    ? `Choose within ${ROUND_MS / 1_000} s; then ${ROUND_TICKS} ticks play. Without a choice your fighter does what is best by itself.`
    : `Choose: ${ROUND_TICKS} ticks play ${due}. Without a choice your fighter does what is best by itself.`;
};

/** A battle as the caller sees it, with the controls that they have. */
export const battlePanel = (context: CommandContext, view: BattleView, note = ''): Panel => {
  const side = ownSide(view, context);
  const own = side === undefined ? undefined : view.sides[side];
  const hidden = hiddenTexts(view, context);
  const text = [
    note,
    resultText(view, context),
    ...toldLately(view, context),
    pendingText(view, own, context),
  ].filter((line) => line !== '');
  const won =
    view.outcome !== null && side !== undefined && view.outcome.winner !== null
      ? view.outcome.winner === side
        ? ('good' as const)
        : ('warn' as const)
      : ('neutral' as const);
  return {
    title: STATUS_TITLES[view.status],
    tone: won,
    ...(text.length === 0 ? {} : { text: text.join('\n') }),
    meters: fighterMeters(view),
    fields: fields(view, context),
    controls: controls(view, context).filter((row) => row.length > 0),
    footer: `Battle ${view.id}${hidden.map((one) => ` · ${one}`).join('')}`,
    ephemeral: true,
  };
};
