import { user } from '#actors/user/user.ts';
import { coinsFor, DIFFICULTIES, difficultyOf, newcomersWin } from '#game/battle/npc-rewards.ts';
import { type Npc, npcById, NPCS } from '#game/battle/npcs.ts';
import type { Beaten } from '#game/profile/user-state.ts';
import { formatCoins } from '#game/shared/amount.ts';
import { DEPLOYMENT_REALM } from '#game/shared/ids.ts';
import type { CommandContext, CommandOption, Input } from '../define-command.ts';
import { matching } from '../matching.ts';
import { guessOf } from '../nearest.ts';
import { shown } from '../options.ts';
import { refuse } from '../rejected.ts';

const RULES_TEXT = { cross: 'trainer', pokemon: 'Pokémon leader', osrs: 'monster' } as const;

/** Whom of the hall the caller has beaten. @throws Fault */
const readBeaten = (context: CommandContext): Promise<readonly Beaten[]> =>
  context.deps.engine.read(
    user,
    { realm: DEPLOYMENT_REALM, id: context.userId },
    'beaten',
    undefined,
    context,
  );

const labelOf = (npc: Npc, isBeaten: boolean): string => {
  const wins = newcomersWin(npc);
  const level = npc.rules === 'osrs' ? `, level ${npc.monster.combatLevel}` : '';
  const share = wins === undefined ? '' : `, newcomers win ${wins} %`;
  return `${npc.name} (${RULES_TEXT[npc.rules]}${level}, ${difficultyOf(npc)}${share}${isBeaten ? ', beaten' : ''})`;
};

/** The option that says against whom of the hall. */
export const opponentOption: CommandOption = {
  name: 'trainer',
  type: 'text',
  description: 'Whom: a trainer, a Pokémon leader or a monster; of each the easiest first',
  takes: 'a trainer, leader or monster by name or id; the suggestions list them',
  maxLength: 40,
  autocomplete: async (partial, context) => {
    const beaten = new Set((await readBeaten(context)).map(({ npc }) => npc));
    return matching(
      NPCS.map((npc) => ({ label: labelOf(npc, beaten.has(npc.id)), value: npc.id })),
      partial,
    );
  },
};

/** The option that says how strong a trainer. */
export const difficultyOption: CommandOption = {
  name: 'difficulty',
  type: 'choice',
  description: 'Instead of a name: a trainer of this strength whom you have not beaten yet',
  choices: DIFFICULTIES.map((difficulty) => ({ label: difficulty, value: difficulty })),
};

const named = (wanted: string): Npc => {
  const text = wanted.trim().toLowerCase();
  const found = npcById(text) ?? NPCS.find(({ name }) => name.toLowerCase() === text);
  if (found !== undefined) return found;
  const hint = guessOf(
    text,
    NPCS.flatMap(({ id, name }) => [id, name]),
  );
  return refuse({
    code: 'E_INPUT',
    field: 'trainer',
    message: `Nobody here is called “${shown(wanted)}”.${hint} \`trainer\` takes names from the suggestions, for example \`wren\`, \`fern\` or \`osrs-goblin\`.`,
  });
};

const STRENGTHS = {
  easy: 'Strength: easy.',
  medium: 'Strength: medium.',
  hard: 'Strength: hard.',
  champion: 'Strength: champion.',
} as const satisfies Record<(typeof DIFFICULTIES)[number], string>;

/** What the card says of somebody's strength and of what a win pays. */
const wordOf = (npc: Npc, beaten: Beaten | undefined): string => {
  const wins = newcomersWin(npc);
  const strength = STRENGTHS[difficultyOf(npc)];
  const share = wins === undefined ? [] : [`Newcomers on autopilot win ${wins} of 100.`];
  const coins = formatCoins(coinsFor(npc));
  const reward =
    beaten === undefined
      ? `The first win pays ${coins}.`
      : beaten.reward === 'open'
        ? `You have won before; a win on another day still pays ${coins}.`
        : 'You have won before, so this one is for the fight.';
  return [strength, ...share, reward].join(' ');
};

/** Somebody of the hall, and a word about what they are for the caller. */
export interface Chosen {
  readonly npc: Npc;
  readonly word: string;
}

/**
 * Who is meant by id, name or strength; left out: the easiest trainer whom the caller has not beaten, and when all are
 * beaten the strongest. @throws CommandRejection E_INPUT; Fault
 */
export const chooseNpc = async (input: Input, context: CommandContext): Promise<Chosen> => {
  const { trainer, difficulty } = input;
  if (trainer !== undefined && difficulty !== undefined) {
    return refuse({
      code: 'E_INPUT',
      field: 'difficulty',
      message: 'Name a `trainer` or a `difficulty`, not both.',
    });
  }
  const beaten = await readBeaten(context);
  const hasBeaten = (id: string): boolean => beaten.some((one) => one.npc === id);
  const trainers = NPCS.filter(
    (npc) => npc.rules === 'cross' && (difficulty === undefined || difficultyOf(npc) === difficulty),
  );
  const npc =
    typeof trainer === 'string'
      ? named(trainer)
      : (trainers.find(({ id }) => !hasBeaten(id)) ?? trainers.at(-1));
  if (npc === undefined) return refuse({ code: 'E_GONE', message: 'The hall has nobody of that strength.' });
  return {
    npc,
    word: wordOf(
      npc,
      beaten.find((one) => one.npc === npc.id),
    ),
  };
};
