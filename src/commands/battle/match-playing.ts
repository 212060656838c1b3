import { CHOICE_MS, type MatchGame, type MatchTeam } from '#game/battle/match/match-protocol.ts';
import type { MatchView } from '#game/battle/match/match-reads.ts';
import { withTypedPasses } from '#game/battle/match/open-choices.ts';
import { isOffered, type SideRequest } from '#game/battle/match/rules-words.ts';
import type { Player } from '#game/battle/battle-protocol.ts';
import { peopleOf } from '#game/battle/parties.ts';
import type { Choice, CommandContext } from '../define-command.ts';
import { entityIdOf } from '../entity-id.ts';
import { learnNames } from '../names.ts';
import { shown } from '../options.ts';
import type { Panel } from '../panel.ts';
import { refuse } from '../rejected.ts';
import {
  askMatch,
  checkTeam,
  findMatch,
  isDealt,
  ownTeam,
  readPosition,
  waitForTurn,
} from './match-arena.ts';
import { refuseTooMany } from './under-way.ts';
import { settled } from './match-choices.ts';
import { matchPanel, type MatchLook } from './match-panel.ts';

/** A match that is there for the caller. @throws CommandRejection E_GONE; Fault */
export const readMatch = async (context: CommandContext, id: string): Promise<MatchView> => {
  const view =
    (await findMatch(context, id)) ??
    refuse({ code: 'E_GONE', message: 'There is no such battle. `/battle history` lists yours.' });
  await learnNames(peopleOf(view.players), context);
  return view;
};

/** A match as the caller sees it. @throws CommandRejection, Fault */
export const showMatch = async (
  context: CommandContext,
  view: MatchView,
  look: Omit<MatchLook, 'position'> = {},
): Promise<Panel> => matchPanel(context, view, { ...look, position: await readPosition(context, view) });

/** Opens a match under the command's own id. @throws CommandRejection, Fault */
export const openMatch = async (
  context: CommandContext,
  opponent: Player,
  {
    game,
    team,
    answer,
    isPrivate,
    isEven,
  }: {
    readonly game: MatchGame;
    readonly team: MatchTeam;
    readonly answer: MatchTeam;
    readonly isPrivate: boolean;
    readonly isEven: boolean;
  },
  note: string,
): Promise<Panel> => {
  const id = entityIdOf(context);
  const { version } = context.deps.matchRules[game.rules];
  const me: Player = { kind: 'person', userId: context.userId };
  await askMatch(context, id, {
    type: 'Open',
    players: [me, opponent],
    version,
    game,
    team,
    answer,
    isPrivate,
    isEven,
  });
  return showMatch(context, await readMatch(context, id), { note });
};

/** Takes a challenge with the caller's own team. @throws CommandRejection, Fault */
export const acceptMatch = async (id: string, context: CommandContext, seed: string): Promise<Panel> => {
  const { about, isEven } = await readMatch(context, id);
  await refuseTooMany(context, id);
  const team = (await isDealt(context, about)) ? null : await ownTeam(context, { isEven, most: 6 });
  await checkTeam(context, about, team);
  await askMatch(context, id, { type: 'Accept', team, seed });
  const note = 'Accepted. The battle begins when the challenger presses Start.';
  return showMatch(context, await readMatch(context, id), { note });
};

const thinkText = `You have ${CHOICE_MS / 1_000} s for each choice; then it is made for you.`;

/** One side of a match of the lobby is ready; the second one starts it. @throws CommandRejection, Fault */
export const readyForMatch = async (id: string, context: CommandContext, seed: string): Promise<Panel> => {
  await refuseTooMany(context, id);
  const reply = await askMatch(context, id, { type: 'Ready', seed });
  const hasBegun = reply.type === 'Standing' && reply.status === 'live';
  if (hasBegun) await waitForTurn(context, id, 0);
  const note = hasBegun ? thinkText : 'You are ready.';
  return showMatch(context, await readMatch(context, id), { note });
};

/** The challenger starts; answers when the rules have opened it. @throws CommandRejection, Fault */
export const beginMatch = async (id: string, context: CommandContext, seed: string): Promise<Panel> => {
  await refuseTooMany(context, id);
  await askMatch(context, id, { type: 'Begin', seed });
  await waitForTurn(context, id, 0);
  return showMatch(context, await readMatch(context, id), { note: thinkText });
};

/** Gives a choice and shows what came of it, or that the other side is next. @throws CommandRejection, Fault */
const give = async (context: CommandContext, view: MatchView, choice: string): Promise<Panel> => {
  const reply = await askMatch(context, view.id, { type: 'Choose', choice, after: view.chosen });
  const isAlone = view.waits.every((waits, side) => !waits || side === view.side);
  const isNpc = view.players.some(({ kind }) => kind !== 'person');
  // two people answer each in their own time; whoever plays against one of ours sees the turn at once
  if (reply.type === 'Chosen' && (isAlone || isNpc)) await waitForTurn(context, view.id, reply.inputs);
  return showMatch(context, await readMatch(context, view.id));
};

const asked = async (context: CommandContext, view: MatchView): Promise<SideRequest> => {
  if (view.side === undefined) {
    return refuse({
      code: 'E_PERM',
      message: 'You are not in this battle. `/battle spectate` lets you watch.',
    });
  }
  if (view.status !== 'live') {
    return refuse({
      code: 'E_GONE',
      message: 'This battle is not under way. `/battle status` shows how it stands.',
    });
  }
  return (
    (await readPosition(context, view))?.request ??
    refuse({ code: 'E_STALE', message: 'You have chosen already. The other side is next.' })
  );
};

const TURN_OVER = {
  code: 'E_STALE',
  message: 'That turn is over. `/battle status` shows the one that runs.',
} as const;

/** A choice as typed: `move1` is `move 1`. */
const typed = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replaceAll(/\b(move|switch|team|gear)(\d)/g, '$1 $2');

const offeredText = ({ slots }: SideRequest): string =>
  slots
    .map(({ choices }) => choices.map(({ choice, name }) => `\`${choice}\` (${name})`).join(', '))
    .join('; then for the second: ');

/** What `/battle move` does in a match; `round`: only for this choice of the caller's, counted from 1. @throws CommandRejection, Fault */
export const typeChoice = async (
  context: CommandContext,
  view: MatchView,
  text: string,
  round?: number,
): Promise<Panel> => {
  const request = await asked(context, view);
  const turn = view.chosen + 1;
  if (round !== undefined && round > turn) {
    return refuse({
      code: 'E_STALE',
      message: `Your choice ${round} has not come yet; this is your choice ${turn}.`,
    });
  }
  if (round !== undefined && round < turn) return refuse(TURN_OVER);
  const wanted = typed(text);
  const byName =
    request.slots.length === 1
      ? request.slots[0]?.choices.find(({ name }) => name.toLowerCase() === wanted)
      : undefined;
  const choice = byName?.choice ?? withTypedPasses(request, wanted);
  if (isOffered(request, choice)) return give(context, view, choice);
  return refuse({
    code: 'E_INPUT',
    field: 'choice',
    message: `\`choice\` cannot be “${shown(text)}” now. It takes ${offeredText(request).slice(0, 900)}.`,
  });
};

/**
 * A pressed choice: numbers of what was picked, slot by slot. Of a doubles turn the first press asks for the second slot.
 * @throws CommandRejection E_STALE for a button of an older turn, E_PERM, E_GONE; Fault
 */
export const pressChoice = async (
  context: CommandContext,
  entity: string,
  revision: number,
  values: readonly string[],
): Promise<Panel> => {
  const [id = '', ...picked] = entity.split('-');
  const view = await readMatch(context, id);
  const request = await asked(context, view);
  if (revision !== view.chosen) return refuse(TURN_OVER);
  const numbers = settled(request, [...picked, ...values].map(Number));
  const choices = numbers.map((number, slot) => request.slots[slot]?.choices[number]?.choice ?? '');
  if (choices.length < request.slots.length) return showMatch(context, view, { before: numbers });
  return give(context, view, choices.join(', '));
};

/** Choices of the caller's match as suggestions; none while it asks them for none. @throws Fault */
export const matchChoices = async (context: CommandContext, id: string): Promise<readonly Choice[]> => {
  const view = await findMatch(context, id);
  const request = view === undefined ? undefined : (await readPosition(context, view))?.request;
  const [slot, ...others] = request?.slots ?? [];
  if (slot === undefined) return [];
  const word = ({ choice, name }: (typeof slot.choices)[number]): Choice => ({
    label: `${name} (${choice})`,
    value: choice,
  });
  // of doubles the second word is typed behind the first
  return others.length === 0 ? slot.choices.map(word) : [];
};
