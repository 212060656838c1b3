import { uncountedText } from '#game/battle/counting.ts';
import type { MatchView } from '#game/battle/match/match-reads.ts';
import {
  type Chapter,
  type FieldSide,
  SIDE_NAMES,
  type SideRequest,
} from '#game/battle/match/rules-words.ts';
import type { CommandContext } from '../define-command.ts';
import type { nameOrNobody } from '../names.ts';
import type { Button, Control, Panel, PanelField, PanelMeter } from '../panel.ts';
import { aftermathFields } from './aftermath-fields.ts';
import { playerName } from './arena.ts';
import type { SeenPosition } from './match-arena.ts';
import { turnsText } from '../counted.ts';
import { matchButton, overButtons } from './fight-button.ts';
import { settled, slotControls } from './match-choices.ts';
import { proofFields } from './proof.ts';
import { matchTerms } from './terms.ts';
import { unfoughtText } from './unfought.ts';

/** Lines of the last turn that a panel holds. */
const LINES_MAX = 14;

type Press = (
  verb: string,
  label: string,
  style: Button['style'],
  entity?: string,
  revision?: number,
) => Button;

const pressFor =
  (context: CommandContext, { id }: MatchView): Press =>
  (verb, label, style, entity = id, revision = 0) =>
    matchButton(context, verb, entity, { label, style }, revision);

const TITLES: Readonly<Record<MatchView['status'], string>> = {
  none: 'No battle',
  open: 'Challenge',
  accepted: 'Challenge accepted',
  live: 'Pokémon battle',
  ended: 'Battle over',
  void: 'Battle voided',
  closed: 'Challenge over',
};

const titleOf = ({ status, rules, about }: MatchView): string =>
  rules === 'osrs' && (status === 'open' || status === 'live') ? `Hunt: ${about}` : TITLES[status];

/** What both sides are called in stories. */
export const storyNames = (
  { players }: Pick<MatchView, 'players'>,
  context: Parameters<typeof nameOrNobody>[1],
): readonly [string, string] => {
  const nameOf = (side: 0 | 1): string => playerName(players[side], { ...context, userId: '' });
  return [nameOf(0), nameOf(1)];
};

/** A story's sentence with the players' names in it. */
export const toldWith = (line: string, [first, second]: readonly [string, string]): string =>
  // in one go: a name may hold the other's placeholder
  line.replaceAll(/Side [12]/g, (side) => (side === SIDE_NAMES[0] ? first : second));

const lastTold = (story: readonly Chapter[]): readonly string[] =>
  (story.findLast(({ lines }) => lines.length > 0)?.lines ?? []).slice(-LINES_MAX);

/** Those on the field, as everybody sees them. */
export const fieldMeters = (sides: readonly FieldSide[]): readonly PanelMeter[] =>
  sides.flatMap(({ active }) =>
    active.map(({ name, note, healthPercent }) => ({
      label: name,
      value: healthPercent,
      max: 100,
      hint: healthPercent === 0 ? 'fallen' : note,
    })),
  );

const standingText = (position: SeenPosition | undefined): string =>
  position === undefined
    ? ''
    : position.field.map(({ standing, fighters }) => `${standing} of ${fighters}`).join(' against ');

const fields = (
  context: CommandContext,
  view: MatchView,
  names: readonly [string, string],
  position: SeenPosition | undefined,
): readonly PanelField[] => [
  { name: 'Sides', value: names.join(' against '), inline: true },
  ...(view.rules === 'pokemon' ? [{ name: 'Format', value: view.about, inline: true }] : []),
  ...(view.status === 'live' ? [{ name: 'Turn', value: String(view.turn), inline: true }] : []),
  ...(view.rules === 'pokemon' && position !== undefined
    ? [{ name: 'Standing', value: standingText(position), inline: true }]
    : []),
  ...(view.status === 'open' || view.status === 'accepted'
    ? [
        ...matchTerms(view),
        { name: 'Answer by', value: `<t:${Math.ceil(view.expiresAtMs / 1_000)}:R>`, inline: true },
      ]
    : []),
  ...aftermathFields(view.aftermath, view.players, context),
  ...proofFields(view),
];

const liveControls = (
  context: CommandContext,
  view: MatchView,
  request: SideRequest | null | undefined,
  before: readonly number[],
): readonly (readonly Control[])[] => {
  const press = pressFor(context, view);
  if (view.side === undefined) return [[press('view', 'Refresh', 'secondary')]];
  const choices =
    request === null || request === undefined
      ? []
      : slotControls(context, view, request, settled(request, before));
  return [
    ...choices,
    [
      press('view', before.length > 0 ? 'Choose anew' : 'Refresh', 'secondary'),
      press('forfeit', 'Give up', 'danger'),
    ],
  ];
};

/** Of a match that the lobby has made, for one of its sides. */
const matchedControls = (
  { ready }: MatchView,
  side: 0 | 1,
  press: Press,
): readonly (readonly Control[])[] => {
  const away = press(side === 0 ? 'withdraw' : 'decline', 'Not now', 'secondary');
  return ready[side]
    ? [[press('view', 'Refresh', 'secondary'), away]]
    : [[press('ready', 'Ready', 'success'), press('ready-form', 'Ready with my seed…', 'secondary'), away]];
};

const openControls = (view: MatchView, press: Press): readonly (readonly Control[])[] => {
  if (view.side === undefined) return [];
  if (view.isMatched) return matchedControls(view, view.side, press);
  if (view.side === 1) {
    return [
      [
        press('accept', 'Accept', 'success'),
        press('accept-form', 'Accept with my seed…', 'secondary'),
        press('decline', 'Decline', 'secondary'),
      ],
    ];
  }
  const isWaiting = view.status === 'open' && view.players[1].kind === 'person';
  return isWaiting
    ? [[press('withdraw', 'Withdraw', 'secondary'), press('view', 'Refresh', 'secondary')]]
    : [
        [
          press('begin', 'Start', 'success'),
          press('begin-form', 'Start with my seed…', 'secondary'),
          press('withdraw', 'Not now', 'secondary'),
        ],
      ];
};

const controls = (
  context: CommandContext,
  view: MatchView,
  position: SeenPosition | undefined,
  before: readonly number[],
): readonly (readonly Control[])[] => {
  const press = pressFor(context, view);
  switch (view.status) {
    case 'open':
      return openControls(view, press);
    case 'accepted':
      return view.side === 1 ? [[press('view', 'Refresh', 'secondary')]] : openControls(view, press);
    case 'live':
      return liveControls(context, view, position?.request, before);
    case 'ended':
    case 'void':
      return [overButtons(press, view.side !== undefined)];
    case 'none':
    case 'closed':
      return [[press('view', 'Refresh', 'secondary')]];
  }
};

/** How a match ended; empty while it has not. */
export const resultText = (view: MatchView, names: readonly [string, string]): string => {
  const { outcome, side, rules } = view;
  if (outcome === null) return unfoughtText(view);
  const turns = turnsText(outcome.turns);
  if (outcome.winner === null) return `**Nobody won** after ${turns}.`;
  const who = outcome.winner === side ? 'You' : names[outcome.winner];
  const why = outcome.counts === false ? ` ${uncountedText(rules)}` : '';
  return `**${who} won** after ${turns}${outcome.how === 'forfeit' ? ': the other side gave up' : ''}.${why}`;
};

/** When it is chosen for whoever has not, as everybody reads it in their own time. */
const dueText = ({ deps, realm }: CommandContext, { id }: MatchView): string => {
  const dueAtMs = deps.matches.dueAtMs({ realm, id });
  return dueAtMs === undefined ? '' : ` It is chosen for you <t:${Math.ceil(dueAtMs / 1_000)}:R>.`;
};

const askedText = (
  context: CommandContext,
  view: MatchView,
  request: SideRequest | null | undefined,
  before: readonly number[],
): string => {
  if (view.status !== 'live' || view.side === undefined) return '';
  if (request === null || request === undefined) return 'You have chosen. The other side is next.';
  const mon = request.slots[settled(request, before).length]?.mon ?? '';
  const due = dueText(context, view);
  if (request.kind === 'team') return `Who leads?${due}`;
  if (request.kind === 'switch')
    return mon === '' ? `Who comes in?${due}` : `Who comes in for **${mon}**?${due}`;
  return mon === '' ? `What next?${due}` : `What does **${mon}** do?${due}`;
};

/** What is drawn beside a match itself. */
export interface MatchLook {
  readonly position?: SeenPosition | undefined;
  readonly note?: string | undefined;
  /** Numbers of what was picked for the first slots of a doubles turn. */
  readonly before?: readonly number[];
}

/** A match as the caller sees it, with the controls that they have. */
export const matchPanel = (
  context: CommandContext,
  view: MatchView,
  { position, note = '', before = [] }: MatchLook,
): Panel => {
  const names = storyNames(view, context);
  const told = position === undefined ? [] : lastTold(position.story).map((line) => toldWith(line, names));
  const text = [
    note,
    resultText(view, names),
    told.join('\n'),
    askedText(context, view, position?.request, before),
  ].filter((part) => part !== '');
  const winner = view.outcome?.winner ?? null;
  return {
    title: titleOf(view),
    tone: winner === null || view.side === undefined ? 'neutral' : winner === view.side ? 'good' : 'warn',
    ...(text.length === 0 ? {} : { text: text.join('\n\n') }),
    ...(position === undefined ? {} : { meters: fieldMeters(position.field) }),
    fields: fields(context, view, names, position),
    controls: controls(context, view, position, before).filter((row) => row.length > 0),
    footer: `Battle ${view.id}`,
    ephemeral: true,
  };
};
