import type { Player } from '#game/battle/battle-protocol.ts';
import type { MatchView } from '#game/battle/match/match-reads.ts';
import type { BattleView } from '#game/battle/view.ts';
import type { CommandContext } from '../define-command.ts';
import type { Panel } from '../panel.ts';
import { refuse } from '../rejected.ts';
import { readBattle } from './arena.ts';
import { battleChallenge, battleNpc } from './challenge.ts';
import { readMatch } from './match-playing.ts';

/** The command that asks for a battle once more, as the one who wants it would type it. */
export interface Rematch {
  readonly name: 'battle challenge' | 'battle npc';
  readonly options: ReadonlyMap<string, string>;
}

/** What is said to anybody who did not fight it. */
export const NOT_FOUGHT =
  'Only those who fought it ask for a rematch. `/battle npc` finds you one of your own.';

const against = (
  sides: readonly Player[],
  self: string,
  options: Readonly<Record<Player['kind'], readonly (readonly [string, string])[]>>,
): Rematch | undefined => {
  const side = sides.findIndex((player) => player.kind === 'person' && player.userId === self);
  const other = side < 0 ? undefined : sides[1 - side];
  if (other === undefined) return undefined;
  return other.kind === 'person'
    ? { name: 'battle challenge', options: new Map([['user', other.userId], ...options.person]) }
    : { name: 'battle npc', options: new Map([['trainer', other.trainerId], ...options.trainer]) };
};

/** The same battle for one of those who fought it; `undefined` for anybody else. */
export const battleAgain = (
  { sides, tempo, isEven }: Pick<BattleView, 'sides' | 'tempo' | 'isEven'>,
  self: string,
): Rematch | undefined => {
  const pace = tempo === 'sim' ? [] : [['tempo', tempo] as const];
  const players = sides.map(({ player }) => player);
  return against(players, self, { person: [...pace, ['levels', isEven ? 'even' : 'own']], trainer: pace });
};

/** The same match for one of those who fought it; `undefined` for anybody else. */
export const matchAgain = (
  { players, rules, about }: Pick<MatchView, 'players' | 'rules' | 'about'>,
  self: string,
): Rematch | undefined => {
  const format = rules === 'pokemon' ? [['format', about] as const] : [];
  return against(players, self, { person: [['rules', 'pokemon'], ...format], trainer: format });
};

/** @throws CommandRejection E_PERM and what the command refuses */
const ask = (context: CommandContext, rematch: Rematch | undefined): Promise<Panel> => {
  if (rematch === undefined) return refuse({ code: 'E_PERM', message: NOT_FOUGHT });
  const { name, options } = rematch;
  const command = name === 'battle npc' ? battleNpc : battleChallenge;
  return command.run(Object.fromEntries(options), context);
};

/** The Rematch button of a battle. @throws CommandRejection, Fault */
export const askBattleAgain = async (id: string, context: CommandContext): Promise<Panel> =>
  ask(context, battleAgain(await readBattle(context, id), context.userId));

/** The Rematch button of a match. @throws CommandRejection, Fault */
export const askMatchAgain = async (id: string, context: CommandContext): Promise<Panel> =>
  ask(context, matchAgain(await readMatch(context, id), context.userId));
