import { battle } from '#actors/battle/battle.ts';
import {
  type EndRow,
  type OwnRow,
  type OwnStatus,
  readHistoryRows,
  readLiveRows,
  readOfferedRows,
  readOwnRows,
} from '#actors/followers/battles.ts';
import type { BattleCommand, BattleReply, Player } from '#game/battle/battle-protocol.ts';
import { peopleOf } from '#game/battle/parties.ts';
import { npcById } from '#game/battle/npcs.ts';
import type { BattleView } from '#game/battle/view.ts';
import { isId } from '#game/shared/ids.ts';
import { callOf } from '../call.ts';
import type { Choice, CommandContext, CommandOption, Input } from '../define-command.ts';
import { learnNames, nameOrNobody } from '../names.ts';
import { shown } from '../options.ts';
import { matching } from '../matching.ts';
import { refuse, unwrap } from '../rejected.ts';

export const battlePlace = (context: CommandContext, id: string) => ({ realm: context.realm, id });

/** Asks a battle for something under the command's own id. @throws CommandRejection, Fault */
export const askBattle = async (
  context: CommandContext,
  id: string,
  command: BattleCommand,
  step?: string,
): Promise<BattleReply> =>
  unwrap(await context.deps.engine.ask(battle, battlePlace(context, id), command, callOf(context, step)));

/** Says that there is none. @throws CommandRejection E_GONE */
export const noBattle = (id: string): never =>
  refuse({
    code: 'E_GONE',
    message: `There is no battle “${shown(id)}” that you may see. \`/battle history\` lists yours.`,
  });

/** An id as typed, in its own form; `undefined`: it is none. */
export const typedId = (id: string): string | undefined => {
  const wanted = id.trim().toLowerCase();
  return isId(wanted) ? wanted : undefined;
};

/** A `cross` battle as the caller sees it; `undefined`: there is none of that id. @throws Fault */
export const findBattle = async (context: CommandContext, id: string): Promise<BattleView | undefined> => {
  const wanted = typedId(id);
  if (wanted === undefined) return undefined;
  const args = { userId: context.userId };
  const view = await context.deps.engine.read(battle, battlePlace(context, wanted), 'view', args, context);
  if (view !== undefined) await learnNames(peopleOf(view.sides.map(({ player }) => player)), context);
  return view;
};

/** A `cross` battle as the caller sees it. @throws CommandRejection E_GONE; Fault */
export const readBattle = async (context: CommandContext, id: string): Promise<BattleView> =>
  (await findBattle(context, id)) ?? noBattle(id);

/** Waits until a battle whose stakes are being put up has begun, or has come to nothing. @throws Fault */
export const waitForStart = async (context: CommandContext, id: string): Promise<void> => {
  await context.deps.engine.waitFor(battle, battlePlace(context, id), 'begun', undefined, context);
};

/** Somebody's finished battles, newest first: what the caller may see, or with `isPublic` what everybody may. @throws Fault */
export const readHistory = (
  { deps, realm, userId: viewer }: CommandContext,
  {
    userId,
    isPublic,
    limit,
  }: { readonly userId: string; readonly isPublic: boolean; readonly limit: number },
): Promise<readonly EndRow[]> =>
  readHistoryRows(deps.views, { realm, userId, ...(isPublic ? {} : { viewer }) }, limit);

/** What a player is called. */
export const playerName = (
  player: Player,
  context: { readonly userId: string } & Parameters<typeof nameOrNobody>[1],
): string =>
  player.kind === 'person'
    ? player.userId === context.userId
      ? 'you'
      : nameOrNobody(player.userId, context)
    : (npcById(player.trainerId)?.name ?? 'a trainer');

/** The side that the caller plays. */
export const ownSide = (view: BattleView, context: CommandContext): 0 | 1 | undefined => {
  const side = view.sides.findIndex(
    ({ player }) => player.kind === 'person' && player.userId === context.userId,
  );
  return side === 0 || side === 1 ? side : undefined;
};

/** Ids of keys that a caller chose are in no order of time. */
const newestFirst = <Row extends { readonly atMs: number }>(rows: readonly Row[]): readonly Row[] =>
  rows.toSorted((a, b) => b.atMs - a.atMs);

/** What the caller was challenged to, plays or has played, the last that changed first. @throws Fault */
export const ownBattles = async (context: CommandContext, limit: number): Promise<readonly OwnRow[]> =>
  newestFirst(await readOwnRows(context.deps.views, context.realm, context.userId, limit));

/** Battles that are looked through for the one that counts: challenges go after ten minutes. */
const LOOKED_AT = 100;

/** What the caller fights, and behind it what has not begun yet, each the last that changed first. @throws Fault */
export const openBattles = async (context: CommandContext): Promise<readonly OwnRow[]> => {
  const { deps, realm, userId } = context;
  const [live, offered] = await Promise.all([
    readLiveRows(deps.views, realm, userId, LOOKED_AT),
    readOfferedRows(deps.views, realm, userId, LOOKED_AT),
  ]);
  return [...newestFirst(live), ...newestFirst(offered)];
};

/**
 * The caller's battle that counts: one that is fought goes before one that both have agreed to, that before one that was
 * only offered, so that nobody's challenge comes between; `undefined`: they have none that is not over. @throws Fault
 */
export const currentBattle = async (context: CommandContext): Promise<OwnRow | undefined> => {
  const open = await openBattles(context);
  return (
    open.find(({ status }) => status === 'live') ??
    open.find(({ status }) => status === 'accepted') ??
    open.at(0)
  );
};

/** The caller's last battle, over or not; `undefined`: they have had none. @throws Fault */
const latestBattle = async (
  context: CommandContext,
): Promise<{ readonly id: string; readonly atMs: number } | undefined> => {
  const ended = await readHistory(context, { userId: context.userId, isPublic: false, limit: 1 });
  return newestFirst([...(await ownBattles(context, LOOKED_AT)), ...ended])[0];
};

const STATUS_TEXTS: Readonly<Record<OwnStatus, string>> = {
  open: ', not begun',
  accepted: ', not begun',
  live: ', under way',
  over: '',
};

const suggestBattles = async (partial: string, context: CommandContext): Promise<readonly Choice[]> =>
  matching(
    (await ownBattles(context, LOOKED_AT)).map(({ id, players, status }) => ({
      label: `${players.map((player) => playerName(player, context)).join(' against ')}${STATUS_TEXTS[status]} (${id})`,
      value: id,
    })),
    partial,
  );

/** The option that says which battle. */
export const battleOption = (name: string, isRequired = false): CommandOption => ({
  name,
  type: 'text',
  description: isRequired ? 'Which battle' : 'Which battle; your latest one if left out',
  takes: 'the id of a battle, as `/battle history` shows it',
  required: isRequired,
  maxLength: 20,
  autocomplete: suggestBattles,
});

/** Id of the battle of an option; left out: the caller's own that counts, else their last one. @throws CommandRejection E_GONE; Fault */
export const chooseBattle = async (
  input: Input,
  context: CommandContext,
  option: string,
): Promise<string> => {
  const wanted = input[option];
  if (typeof wanted === 'string') return typedId(wanted) ?? noBattle(wanted);
  const chosen = (await currentBattle(context)) ?? (await latestBattle(context));
  if (chosen !== undefined) return chosen.id;
  return refuse({
    code: 'E_GONE',
    message: 'You have not fought yet. `/battle npc` finds you a trainer, `/battle challenge` a friend.',
  });
};

/** The same of what can be played again; left out: the caller's last battle that came to an end. @throws CommandRejection E_GONE; Fault */
export const choosePlayed = async (
  input: Input,
  context: CommandContext,
  option: string,
): Promise<string> => {
  const isNamed = typeof input[option] === 'string';
  const [ended] = isNamed
    ? []
    : await readHistory(context, { userId: context.userId, isPublic: false, limit: 1 });
  return ended === undefined ? chooseBattle(input, context, option) : ended.id;
};
