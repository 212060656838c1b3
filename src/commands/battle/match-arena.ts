import { match } from '#actors/match/match.ts';
import { trainer } from '#actors/trainer/trainer.ts';
import { adventurer } from '#actors/adventurer/adventurer.ts';
import { EVEN_LEVEL } from '#game/battle/battle-protocol.ts';
import type { MatchCommand, MatchReply, MatchTeam } from '#game/battle/match/match-protocol.ts';
import type { MatchView } from '#game/battle/match/match-reads.ts';
import type { MatchPosition, SideRequest } from '#game/battle/match/rules-words.ts';
import type { Setup as HuntSetup } from '#game/battle/osrs/v1/setup.ts';
import { HALL_ACCOUNT } from '#game/battle/trainer-lineup.ts';
import { osrsSetup } from '#game/osrs/battle-setup.ts';
import { kitOf, type Loadout } from '#game/osrs/loadout.ts';
import type { Monster } from '#game/osrs/monsters.ts';
import type { Levels } from '#game/osrs/skills.ts';
import { starterLoadout } from '#game/osrs/starters.ts';
import { DEPLOYMENT_REALM } from '#game/shared/ids.ts';
import { callOf } from '../call.ts';
import type { CommandContext } from '../define-command.ts';
import type { Deps } from '../deps.ts';
import { refuse, unwrap } from '../rejected.ts';
import { battlePlace, typedId } from './arena.ts';

/** Ways of fighting that a hunter takes along. */
const FORMS_MAX = 4;
/** A hunt's chance is drawn when it starts. */
const NO_SEEDS: HuntSetup['seeds'] = [
  [0, 0, 0, 0],
  [0, 0, 0, 0],
];

/** Asks a match for something under the command's own id. @throws CommandRejection, Fault */
export const askMatch = async (
  context: CommandContext,
  id: string,
  command: MatchCommand,
  step?: string,
): Promise<MatchReply> =>
  unwrap(await context.deps.engine.ask(match, battlePlace(context, id), command, callOf(context, step)));

/** A match as the caller may see it; `undefined`: there is none. @throws Fault */
export const findMatch = async (context: CommandContext, id: string): Promise<MatchView | undefined> => {
  const wanted = typedId(id);
  if (wanted === undefined) return undefined;
  const args = { userId: context.userId };
  return context.deps.engine.read(match, battlePlace(context, wanted), 'view', args, context);
};

/** Waits until the rules have played these inputs, or the caller's time is up. @throws Fault */
export const waitForTurn = async (context: CommandContext, id: string, inputs: number): Promise<void> => {
  await context.deps.engine.waitFor(match, battlePlace(context, id), 'played', { inputs }, context);
};

/** Where a match stands and what the caller's own side is asked for; nothing of the other side's. */
export interface SeenPosition extends Omit<MatchPosition, 'requests' | 'hash'> {
  readonly request: SideRequest | null;
}

/** Where the match of a view stands for its viewer; `undefined`: it has not begun, or its rules are gone. @throws Fault */
export const readPosition = async (
  { deps, realm }: { readonly deps: Pick<Deps, 'matches'>; readonly realm: string },
  { id, side, waits, status }: MatchView,
): Promise<SeenPosition | undefined> => {
  const position = await deps.matches.position({ realm, id });
  if (position === undefined) return undefined;
  const { requests, hash: _, ...seen } = position;
  const isAsked = side !== undefined && status === 'live' && waits[side];
  return { ...seen, request: isAsked ? requests[side] : null };
};

/** The caller's Pokémon team for a match, nicknames left out. @throws CommandRejection E_NOT_STARTED; Fault */
export const ownTeam = async (
  context: CommandContext,
  { isEven, most }: { readonly isEven: boolean; readonly most: number },
): Promise<NonNullable<MatchTeam>> => {
  const place = { realm: context.realm, id: context.userId };
  const team = await context.deps.engine.read(trainer, place, 'team', {}, context);
  if (team.length === 0) {
    return refuse({
      code: 'E_NOT_STARTED',
      message:
        'You have no Pokémon team yet. `/pokemon start` gives you a first one, `/pokemon team import` brings your own; `format:gen9randombattle` needs none.',
    });
  }
  return team
    .slice(0, most)
    .map(({ mon }) => Object.assign({}, mon, { nickname: null, level: isEven ? EVEN_LEVEL : mon.level }));
};

/** Left of a caller's time for the match itself, ms. */
const SPARE_MS = 700;

/**
 * Asks the simulator while there is time for it. The first question after a quiet time waits until it is loaded.
 * @throws CommandRejection E_BUSY; Fault
 */
const asked = async <T>({ deps, deadlineMonoMs }: CommandContext, work: Promise<T>): Promise<T> => {
  const leftMs = Math.max(0, deadlineMonoMs - SPARE_MS - deps.clock.monoMs());
  let cancel = (): void => undefined;
  const late = new Promise<'late'>((resolve) => {
    cancel = deps.clock.after(leftMs, () => resolve('late'));
  });
  const answer = await Promise.race([work, late]).finally(() => cancel());
  if (answer !== 'late') return answer;
  // what it says later is nobody's any more
  work.catch(() => undefined);
  return refuse({
    code: 'E_BUSY',
    message: 'The rules of Pokémon battles are being loaded. Repeat the command in a few seconds.',
  });
};

/**
 * Why a team (or none) cannot play in a format, line by line; none: it can.
 * @throws CommandRejection E_INPUT for a format that is not there, E_BUSY; Fault
 */
export const teamProblems = async (
  context: CommandContext,
  format: string,
  team: MatchTeam,
): Promise<readonly string[]> => {
  const check = await asked(context, context.deps.matchRules.pokemon.problems(format, team));
  return check.ok ? check.problems : refuse(check.rejection);
};

/**
 * Whether a team (or none) may play in a format.
 * @throws CommandRejection E_INPUT with what is wrong, line by line; Fault
 */
export const checkTeam = async (context: CommandContext, format: string, team: MatchTeam): Promise<void> => {
  const problems = await teamProblems(context, format, team);
  if (problems.length === 0) return undefined;
  const lines = problems.slice(0, 6).map((line) => `- ${line}`);
  return refuse({
    code: 'E_INPUT',
    field: team === null ? 'format' : 'team',
    message: `Your team cannot play in \`${format}\`:\n${lines.join('\n')}\n\`/pokemon team import\` changes it.`,
  });
};

/** Whether a format deals its teams. @throws CommandRejection E_INPUT for a format that is not there; Fault */
export const isDealt = async (context: CommandContext, format: string): Promise<boolean> =>
  (await teamProblems(context, format, null)).length === 0;

const differing = (loadouts: readonly Loadout[]): readonly Loadout[] => {
  const byWeapon = new Map<string, Loadout>();
  for (const loadout of loadouts) {
    const { weaponName } = kitOf(loadout);
    if (!byWeapon.has(weaponName)) byWeapon.set(weaponName, loadout);
  }
  return [...byWeapon.values()].slice(0, FORMS_MAX);
};

const hallHunter = (): { readonly levels: Levels; readonly loadouts: readonly Loadout[] } => ({
  levels: HALL_ACCOUNT,
  loadouts: (['melee', 'ranged', 'magic'] as const).map((style) => starterLoadout(style, HALL_ACCOUNT)),
});

/** The caller's account and loadouts; without a linked one the hall lends an adventurer. */
const hunterOf = async (context: CommandContext) => {
  const place = { realm: DEPLOYMENT_REALM, id: context.userId };
  const { engine } = context.deps;
  const character = await engine.read(adventurer, place, 'character', {}, context);
  if (character === undefined) return { ...hallHunter(), isBorrowed: true };
  const names = (await engine.read(adventurer, place, 'fighters', {}, context)).map(({ name }) => name);
  const loadouts = await Promise.all(
    names.map((name) => engine.read(adventurer, place, 'loadout', { name }, context)),
  );
  return {
    levels: character.levels,
    loadouts: loadouts.filter((loadout) => loadout !== undefined),
    isBorrowed: false,
  };
};

/** A hunt of the caller with its figures worked out, and whether the hall lends the hunter. @throws Fault */
export const huntFor = async (
  context: CommandContext,
  monster: Monster,
): Promise<{ readonly hunt: Omit<HuntSetup, 'seeds'>; readonly isBorrowed: boolean }> => {
  const { levels, loadouts, isBorrowed } = await hunterOf(context);
  const [first, ...others] = differing(loadouts);
  const [lent] = hallHunter().loadouts;
  const all = [first ?? lent ?? starterLoadout('melee', levels), ...others] as const;
  const { seeds: _, ...hunt } = osrsSetup(levels, all, monster, NO_SEEDS);
  return { hunt, isBorrowed };
};
