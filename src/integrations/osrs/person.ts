import { adventurer } from '#actors/adventurer/adventurer.ts';
import { callOf } from '#commands/call.ts';
import type { CommandContext } from '#commands/define-command.ts';
import { shown } from '#commands/options.ts';
import { refuse, unwrap } from '#commands/rejected.ts';
import type { AdventurerCommand, AdventurerReply } from '#game/osrs/adventurer-protocol.ts';
import type { CharacterView } from '#game/osrs/adventurer-reads.ts';
import { DEPLOYMENT_REALM } from '#game/shared/ids.ts';
import { type Board, MAIN_BOARD } from './boards.ts';
import type { Found } from './hiscores.ts';
import { levelsOf } from './hiscores-schema.ts';
import { type HiscoresClient, playerName } from './hiscores.ts';

/** Levels that changed nothing are told to the person's entity so often at most, ms. */
const RETELL_MS = 3_600_000;

/** Where a person's adventurer lives. */
export const adventurerPlace = (userId: string): { readonly realm: string; readonly id: string } => ({
  realm: DEPLOYMENT_REALM,
  id: userId,
});

/** The caller's linked account; `undefined`: none. @throws Fault */
export const findCharacter = async (context: CommandContext): Promise<CharacterView | undefined> =>
  context.deps.engine.read(adventurer, adventurerPlace(context.userId), 'character', {}, context);

/** The caller's linked account. @throws CommandRejection E_NOT_STARTED; Fault */
export const readCharacter = async (context: CommandContext): Promise<CharacterView> =>
  (await findCharacter(context)) ??
  refuse({
    code: 'E_NOT_STARTED',
    message: 'No OSRS account is linked. `/profile link service:osrs name:…` links yours.',
  });

/** Asks the caller's adventurer for something. @throws CommandRejection, Fault */
export const askAdventurer = async (
  context: CommandContext,
  command: AdventurerCommand,
  step?: string,
): Promise<AdventurerReply> =>
  unwrap(
    await context.deps.engine.ask(
      adventurer,
      adventurerPlace(context.userId),
      command,
      callOf(context, step),
    ),
  );

/** A name as typed, in the game's form. @throws CommandRejection E_INPUT */
export const typedPlayer = (text: string, field: string): string =>
  playerName(text) ??
  refuse({
    code: 'E_INPUT',
    field,
    message: `\`${field}\` cannot be “${shown(text)}”: an OSRS name has 1 to 12 letters, digits, spaces, \`_\` or \`-\`.`,
  });

const unknownText = (player: string, board: Board): string =>
  board === MAIN_BOARD
    ? `The hiscores know nobody called “${shown(player)}”. Check the spelling; who was never ranked in any skill is not there.`
    : `Nobody called “${shown(player)}” is on the board “${board.label}”: not ranked there in any skill, or its event is over. Without \`board\` the main game is looked at.`;

/** A player's hiscores. @throws CommandRejection E_TARGET for whom the board does not know; Fault E_UPSTREAM */
export const findPlayer = async (
  client: HiscoresClient,
  player: string,
  field: string,
  context: CommandContext,
  board: Board = MAIN_BOARD,
): Promise<Found> =>
  (await client.find(player, context.deadlineMonoMs, board)) ??
  refuse({ code: 'E_TARGET', field, message: unknownText(player, board) });

/**
 * Tells the caller's adventurer what was read, when that is news. A refusal (the claim has changed since) is nobody's
 * concern: the levels belong to an account that is not theirs any more. @throws Fault
 */
export const tellLevels = async (
  context: CommandContext,
  { hiscores }: Found,
  known: Pick<CharacterView, 'linkNo' | 'levels' | 'readAtMs'>,
): Promise<void> => {
  const { readAtMs, skills } = hiscores;
  const levels = levelsOf(skills);
  const isNews =
    readAtMs - known.readAtMs >= RETELL_MS ||
    Object.entries(levels).some(([skill, level]) => known.levels[skill] !== level);
  if (!isNews || readAtMs <= known.readAtMs) return;
  await context.deps.engine.ask(
    adventurer,
    adventurerPlace(context.userId),
    { type: 'Observe', linkNo: known.linkNo, levels, readAtMs },
    callOf(context, 'levels'),
  );
};

/** `<t:…:R>` of a moment. */
export const ago = (ms: number): string => `<t:${Math.floor(ms / 1_000)}:R>`;
