import { battle } from '#actors/battle/battle.ts';
import { nodeHash } from '#ports/hash.ts';
import { ladder } from '#actors/ladder/ladder.ts';
import { replayDigestOf } from '#game/battle/fairness.ts';
import type { EndRow } from '#actors/followers/battles.ts';
import { npcById } from '#game/battle/npcs.ts';
import { peopleOf } from '#game/battle/parties.ts';
import type { Replay } from '#game/battle/replay.ts';
import { type Published, verifyReplay } from '#game/battle/verify.ts';
import { type CommandContext, defineCommand } from '../define-command.ts';
import { learnNames } from '../names.ts';
import type { Panel } from '../panel.ts';
import { refuse } from '../rejected.ts';
import { battleOption, battlePlace, chooseBattle, playerName, readBattle, readHistory } from './arena.ts';
import { battleButton, matchButton } from './fight-button.ts';
import { ordersText, ticksText } from '../counted.ts';
import { showEither, withEither } from './either.ts';
import { matchReplayPanel, matchVerifyPanel } from './match-looking.ts';
import { rulesOption } from './match-opening.ts';

const SHOWN = 10;

/** The exported replay of a battle that is over, and what was published of it meanwhile. @throws CommandRejection E_BUSY, E_GONE; Fault */
const readReplay = async (
  context: CommandContext,
  id: string,
): Promise<{ readonly replay: Replay; readonly published: Published }> => {
  const { status, outcome, commitment, openingDigest } = await readBattle(context, id);
  if (status !== 'ended' && status !== 'void') {
    return refuse({
      code: status === 'closed' ? 'E_GONE' : 'E_BUSY',
      message:
        status === 'closed'
          ? 'This battle never began, so there is nothing to replay.'
          : 'This battle is not over yet. Its replay comes with its end; until then orders and seeds stay hidden.',
    });
  }
  const place = battlePlace(context, id);
  const args = { userId: context.userId };
  const replay = await context.deps.engine.read(battle, place, 'replay', args, context);
  const published = {
    commitment,
    openingDigest,
    ...(outcome === null ? {} : { digest: outcome.replayDigest }),
  };
  if (replay !== undefined) return { replay, published };
  return refuse({ code: 'E_GONE', message: 'This battle ended before its first tick.' });
};

/** What a replay says, and where to see it. @throws CommandRejection, Fault */
export const replayPanel = async (context: CommandContext, id: string): Promise<Panel> => {
  const { replay } = await readReplay(context, id);
  const digest = replayDigestOf(replay, nodeHash);
  return {
    title: 'Replay',
    text: `${ticksText(replay.ticks)} by the rules \`${replay.rules}\`, ${ordersText(replay.orders.length)}. Step through it on the page under **Battles**, or save the file from \`/api/battles/${id}/replay\`.`,
    fields: [
      { name: 'Replay digest', value: `\`${digest}\`` },
      { name: 'Server seed', value: `\`${replay.serverSeed}\`` },
      { name: 'Players’ seeds', value: replay.playerSeeds.map((seed) => `\`${seed}\``).join(', ') },
    ],
    controls: [[battleButton(context, 'verify', id, { label: 'Verify', style: 'primary' })]],
    footer: `Battle ${id}`,
    ephemeral: true,
  };
};

const sameText = (ticks: number): string => {
  if (ticks === 0) return 'the result is the same';
  return ticks === 1
    ? 'the tick and the result are the same'
    : `all ${ticks} ticks and the result are the same`;
};

/** Plays a battle again and compares. @throws CommandRejection, Fault */
export const verifyPanel = async (context: CommandContext, id: string): Promise<Panel> => {
  const { replay, published } = await readReplay(context, id);
  const verdict = verifyReplay(replay, nodeHash, published);
  return {
    title: verdict.ok ? 'MATCH' : 'It does not match',
    tone: verdict.ok ? 'good' : 'bad',
    text: verdict.ok
      ? `Played again from the seeds and the orders alone: ${sameText(replay.ticks)}, and the seed is the one that was committed to.`
      : `The first difference: ${verdict.what}. Please tell an operator.`,
    fields: [
      { name: 'Rules', value: `\`${replay.rules}\``, inline: true },
      { name: 'Digest', value: `\`${replayDigestOf(replay, nodeHash)}\`` },
      { name: 'By yourself', value: `\`npm run -s verify -- FILE.json\`` },
    ],
    footer: `Battle ${id}`,
    ephemeral: true,
  };
};

/** `/battle replay`: the file of a battle that is over. */
export const battleReplay = defineCommand({
  name: 'battle replay',
  summary: 'The replay of a battle that is over',
  options: [battleOption('id')],
  ephemeral: true,
  examples: ['/battle replay'],
  run: async (input, context) =>
    withEither(context, await chooseBattle(input, context, 'id'), {
      battle: ({ id }) => replayPanel(context, id),
      match: (view) => matchReplayPanel(context, view),
    }),
});

/** `/battle verify`: MATCH, or the first tick that differs. */
export const battleVerify = defineCommand({
  name: 'battle verify',
  summary: 'Play a battle again from its seeds and compare every tick',
  options: [battleOption('id')],
  ephemeral: true,
  examples: ['/battle verify'],
  run: async (input, context) =>
    withEither(context, await chooseBattle(input, context, 'id'), {
      battle: ({ id }) => verifyPanel(context, id),
      match: (view) => matchVerifyPanel(context, view),
    }),
});

/** Buttons in a row. */
const ROW = 5;

/** One button for each live battle, by its number in the table. */
const watchButtons = (
  context: CommandContext,
  live: ReturnType<typeof liveOf>,
): NonNullable<Panel['controls']> => {
  const buttons = live.map(({ id, isMatch }, index) => {
    const look = { label: `Watch ${index + 1}`, style: 'secondary' } as const;
    return isMatch ? matchButton(context, 'view', id, look) : battleButton(context, 'view', id, look);
  });
  return Array.from({ length: Math.ceil(buttons.length / ROW) }, (_, row) =>
    buttons.slice(row * ROW, (row + 1) * ROW),
  );
};

/** Battles and matches that run now, those that began last first. */
const liveOf = ({ deps, realm }: CommandContext) => {
  const battles = deps.battles.live(realm, SHOWN).map(({ id, players, startedAtMs, tempo, tick }) => ({
    id,
    players,
    startedAtMs,
    tempo,
    stands: `tick ${tick}`,
    isMatch: false,
  }));
  const matches = deps.matches.live(realm, SHOWN).map(({ id, players, startedAtMs, turn }) => ({
    id,
    players,
    startedAtMs,
    tempo: 'turns',
    stands: `turn ${turn}`,
    isMatch: true,
  }));
  return [...battles, ...matches]
    .toSorted((one, other) => other.startedAtMs - one.startedAtMs)
    .slice(0, SHOWN);
};

/** `/battle spectate`: what runs now, or one of them. */
export const battleSpectate = defineCommand({
  name: 'battle spectate',
  summary: 'Watch a battle; without one, what runs now',
  options: [battleOption('battle')],
  ephemeral: true,
  examples: ['/battle spectate'],
  run: async (input, context) => {
    const wanted = input['battle'];
    if (typeof wanted === 'string') return showEither(context, wanted);
    const live = liveOf(context);
    await learnNames(peopleOf(live.flatMap(({ players }) => players)), context);
    return {
      title: 'Battles under way',
      ...(live.length === 0
        ? { text: 'Nobody fights right now. `/battle npc` changes that.' }
        : {
            tables: [
              {
                columns: [
                  { label: '#', align: 'right' as const },
                  { label: 'Who' },
                  { label: 'Tempo' },
                  { label: 'Stands', align: 'right' as const },
                  { label: 'Battle' },
                ],
                rows: live.map(({ id, players, tempo, stands }, index) => [
                  String(index + 1),
                  players.map((player) => playerName(player, context)).join(' against '),
                  tempo,
                  stands,
                  id,
                ]),
              },
            ],
            controls: watchButtons(context, live),
          }),
      footer: 'The page shows them live under Battles.',
      ephemeral: true,
    };
  },
});

/** Rows that are looked through for those of one rule set. */
const SEARCHED = 200;

/** The rules by which a battle was played. */
const rulesOf = ({ players, isMatch }: EndRow): 'cross' | 'pokemon' | 'osrs' => {
  if (isMatch !== true) return 'cross';
  const isHunt = players.some((one) => one.kind === 'trainer' && npcById(one.trainerId)?.rules === 'osrs');
  return isHunt ? 'osrs' : 'pokemon';
};

/** `/battle history`: how somebody's battles ended. */
export const battleHistory = defineCommand({
  name: 'battle history',
  summary: 'How your battles ended, or somebody else’s',
  options: [
    { name: 'user', type: 'user', description: 'Whose; yours if left out' },
    {
      name: 'rules',
      type: 'choice',
      description: 'Those by one set of rules; all if left out',
      choices: ['cross', 'pokemon', 'osrs'].map((name) => ({ label: name, value: name })),
    },
    { name: 'share', type: 'boolean', description: 'Show it to everybody' },
  ],
  ephemeral: true,
  examples: ['/battle history', '/battle history rules:pokemon'],
  run: async (input, context) => {
    const userId = typeof input['user'] === 'string' ? input['user'] : context.userId;
    const isPublic = input['share'] === true;
    const { rules } = input;
    const limit = rules === undefined ? SHOWN : SEARCHED;
    const rows = (await readHistory(context, { userId, isPublic, limit }))
      .filter((row) => rules === undefined || rulesOf(row) === rules)
      .slice(0, SHOWN);
    await learnNames(peopleOf(rows.flatMap(({ players }) => players)), context);
    const result = (winner: 0 | 1 | null, players: (typeof rows)[number]['players']): string => {
      if (winner === null) return 'draw';
      const player = players[winner];
      return player.kind === 'person' && player.userId === userId ? 'won' : 'lost';
    };
    return {
      title: 'Battles',
      ...(rows.length === 0
        ? { text: 'No battle has ended yet. `/battle npc` is a good place to begin.' }
        : {
            tables: [
              {
                columns: [
                  { label: 'When' },
                  { label: 'Sides' },
                  { label: 'Result' },
                  { label: 'Length', align: 'right' as const },
                  { label: 'Battle' },
                ],
                rows: rows.map(({ id, players, winner, ticks, atMs, how, isMatch }) => [
                  `<t:${Math.floor(atMs / 1_000)}:R>`,
                  players.map((player) => playerName(player, context)).join(' against '),
                  `${result(winner, players)}${how === 'knockout' ? '' : ` (${how})`}`,
                  `${ticks} ${isMatch === true ? 'turns' : 'ticks'}`,
                  id,
                ]),
              },
            ],
          }),
      ephemeral: true,
    };
  },
});

/** `/battle ladder`: ratings by Glicko-2. */
export const battleLadder = defineCommand({
  name: 'battle ladder',
  summary: 'Ratings of all who fought people at even levels',
  options: [
    rulesOption,
    { name: 'around_me', type: 'boolean', description: 'The places around yours' },
    { name: 'share', type: 'boolean', description: 'Show it to everybody' },
  ],
  ephemeral: true,
  examples: ['/battle ladder'],
  run: async (input, context) => {
    const place = { realm: context.realm, id: input['rules'] === 'pokemon' ? 'pokemon' : 'cross' };
    const around = input['around_me'] === true ? { around: context.userId } : {};
    const rows = await context.deps.engine.read(ladder, place, 'table', { limit: SHOWN, ...around }, context);
    await learnNames(
      rows.map(({ userId }) => userId),
      context,
    );
    return {
      title: 'Ladder',
      ...(rows.length === 0
        ? {
            text: 'Nobody has a rating yet. It takes a battle between two people at even levels: `/battle challenge` or `/battle queue`.',
          }
        : {
            tables: [
              {
                columns: [
                  { label: '#', align: 'right' as const },
                  { label: 'Who' },
                  { label: 'Rating', align: 'right' as const },
                  { label: 'Won', align: 'right' as const },
                  { label: 'Lost', align: 'right' as const },
                ],
                rows: rows.map(({ rank, userId, rating, deviation, wins, losses }) => [
                  String(rank),
                  playerName({ kind: 'person', userId }, context),
                  `${rating} ± ${deviation}`,
                  String(wins),
                  String(losses),
                ]),
              },
            ],
          }),
      footer: 'Glicko-2; sorted by what is sure: rating less twice its deviation.',
      ephemeral: true,
    };
  },
});
