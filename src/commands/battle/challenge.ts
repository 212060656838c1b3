import {
  type BattleCommand,
  type Series,
  SERIES_LENGTHS,
  type Tempo,
  TEMPOS,
} from '#game/battle/battle-protocol.ts';
import { trainerLineup } from '#game/battle/trainer-lineup.ts';
import type { Trainer } from '#game/battle/trainers.ts';
import { parseAmount } from '#game/shared/amount.ts';
import { type CommandContext, type CommandOption, defineCommand, type Input } from '../define-command.ts';
import type { Panel } from '../panel.ts';
import { readWilling } from '../profile/person.ts';
import { readBalance } from '../purse.ts';
import { entityIdOf } from '../entity-id.ts';
import { refuse } from '../rejected.ts';
import { askBattle, readBattle } from './arena.ts';
import { battlePanel } from './battle-panel.ts';
import { lineupOf, teamOption } from './fighters.ts';
import {
  challengeToPokemon,
  fightLeader,
  formatOption,
  huntMonster,
  refuseFormat,
  rulesOption,
} from './match-opening.ts';
import { chooseNpc, difficultyOption, opponentOption } from './npc-choice.ts';
import { refuseTooMany } from './under-way.ts';

/** Part of the free coins that one battle may stake. */
const STAKE_SHARE_PERCENT = 25;

const tempoOption: CommandOption = {
  name: 'tempo',
  type: 'choice',
  description: 'rounds: 15 s to decide, then 8 ticks; live: a tick every 0.6 s',
  choices: TEMPOS.filter((tempo) => tempo !== 'sim').map((tempo) => ({ label: tempo, value: tempo })),
};

const levelsOption: CommandOption = {
  name: 'levels',
  type: 'choice',
  description: 'even: all at level 50, and the ladder counts it; own: as they are',
  choices: [
    { label: 'even', value: 'even' },
    { label: 'own', value: 'own' },
  ],
};

const seriesOption: CommandOption = {
  name: 'best_of',
  type: 'choice',
  description: 'A series: whoever has won more than half of so many battles has won',
  choices: SERIES_LENGTHS.map((of) => ({ label: String(of), value: String(of) })),
};

/** A series that begins; none without the option. */
const seriesOf = (input: Input): { readonly series?: Series } => {
  const of = SERIES_LENGTHS.find((length) => String(length) === input['best_of']);
  return of === undefined ? {} : { series: { of, wins: [0, 0], fought: 0 } };
};

const tempoOf = (input: Input): Tempo => TEMPOS.find((tempo) => tempo === input['tempo']) ?? 'rounds';

/** @throws CommandRejection E_TARGET, E_CONSENT */
const findOpponent = async (input: Input, context: CommandContext): Promise<string> => {
  const userId = String(input['user']);
  if (userId === context.userId) {
    return refuse({
      code: 'E_TARGET',
      field: 'user',
      message: 'You cannot fight yourself. `/battle npc` has trainers for every taste.',
    });
  }
  await readWilling(context, userId, {
    privacy: 'requests',
    absent: 'They have not started yet. Once they have given a first command, you can challenge them.',
    closed: 'They take no requests at the moment. Ask them to open `/profile privacy` requests.',
  });
  return userId;
};

/** Coins of each side. @throws CommandRejection E_INPUT, E_FUNDS, E_LIMIT */
const stakeOf = async (input: Input, context: CommandContext): Promise<number> => {
  const text = input['stake'];
  if (typeof text !== 'string') return 0;
  const { coins } = await readBalance(context);
  const parsed = parseAmount(text, coins, 'stake');
  if (!parsed.ok) return refuse(parsed.rejection);
  const { amount } = parsed;
  if (amount > coins) {
    return refuse({
      code: 'E_FUNDS',
      field: 'stake',
      need: amount,
      have: coins,
      message: `You have ${coins.toLocaleString('en-US')} coins. Stake less, or nothing.`,
    });
  }
  const most = Math.floor((coins * STAKE_SHARE_PERCENT) / 100);
  if (amount > most) {
    return refuse({
      code: 'E_LIMIT',
      field: 'stake',
      message: `One battle may stake a quarter of what you have, now ${most.toLocaleString('en-US')} coins.`,
    });
  }
  return amount;
};

const openBattle = async (
  context: CommandContext,
  command: Extract<BattleCommand, { type: 'Open' }>,
  note: string,
): Promise<Panel> => {
  const id = entityIdOf(context);
  await askBattle(context, id, command);
  return battlePanel(context, await readBattle(context, id), note);
};

/** `/battle challenge`: a card with the seed's commitment; the other side accepts, then you start. */
export const battleChallenge = defineCommand({
  name: 'battle challenge',
  summary: 'Challenge somebody: pets, Pokémon and OSRS characters fight each other',
  options: [
    { name: 'user', type: 'user', description: 'Whom', required: true },
    teamOption,
    tempoOption,
    {
      name: 'stake',
      type: 'amount',
      description: 'Coins that each side puts up; at most a quarter of yours',
    },
    levelsOption,
    seriesOption,
    rulesOption,
    formatOption,
    { name: 'private', type: 'boolean', description: 'Nobody else may watch' },
  ],
  ephemeral: true,
  examples: [
    '/battle challenge user:misty',
    '/battle challenge user:misty team:loan:mossback stake:50',
    '/battle challenge user:misty rules:pokemon format:gen9randombattle',
  ],
  run: async (input, context) => {
    const opponent = await findOpponent(input, context);
    await refuseTooMany(context, entityIdOf(context));
    if (input['rules'] === 'pokemon') return challengeToPokemon(input, context, opponent);
    refuseFormat(input);
    const isEven = input['levels'] !== 'own';
    const [lineup, stake] = await Promise.all([
      lineupOf(input, context, { isEven }),
      stakeOf(input, context),
    ]);
    return openBattle(
      context,
      {
        type: 'Open',
        tempo: tempoOf(input),
        players: [
          { kind: 'person', userId: context.userId },
          { kind: 'person', userId: opponent },
        ],
        lineup,
        stake,
        isPrivate: input['private'] === true,
        isEven,
        ...seriesOf(input),
      },
      'They have ten minutes to accept; then press Start here.',
    );
  },
});

const fightTrainer = async (
  input: Input,
  context: CommandContext,
  trainer: Trainer,
  word: string,
): Promise<Panel> => {
  refuseFormat(input);
  const lineup = await lineupOf(input, context, { isEven: true });
  return openBattle(
    context,
    {
      type: 'Open',
      tempo: tempoOf(input),
      players: [
        { kind: 'person', userId: context.userId },
        { kind: 'trainer', trainerId: trainer.id },
      ],
      lineup,
      answer: await trainerLineup(trainer, lineup.fighters.length),
      stake: 0,
      isPrivate: false,
      isEven: true,
    },
    `**${trainer.name}**: ${trainer.text} ${word}`,
  );
};

/** `/battle npc`: a trainer, a Pokémon leader or a monster; by name, by strength, or the next one. */
export const battleNpc = defineCommand({
  name: 'battle npc',
  summary: 'Fight one of the hall’s trainers, a Pokémon leader or a monster',
  options: [opponentOption, difficultyOption, teamOption, tempoOption, formatOption],
  ephemeral: true,
  examples: [
    '/battle npc',
    '/battle npc difficulty:medium',
    '/battle npc trainer:ilse tempo:live',
    '/battle npc trainer:fern format:gen9randombattle',
    '/battle npc trainer:osrs-goblin',
  ],
  run: async (input, context) => {
    const { npc, word } = await chooseNpc(input, context);
    await refuseTooMany(context, entityIdOf(context));
    switch (npc.rules) {
      case 'cross':
        return fightTrainer(input, context, npc.trainer, word);
      case 'pokemon':
        return fightLeader(input, context, npc.leader, word);
      case 'osrs':
        return huntMonster(input, context, npc, word);
    }
  },
});
