import { battle } from '#actors/battle/battle.ts';
import { nodeHash } from '#ports/hash.ts';
import { replayDigestOf } from '#game/battle/fairness.ts';
import type { Replay } from '#game/battle/replay.ts';
import { type Published, verifyReplay } from '#game/battle/verify.ts';
import { type CommandContext, defineCommand } from '../define-command.ts';
import type { Panel } from '../panel.ts';
import { refuse } from '../rejected.ts';
import { battleOption, battlePlace, chooseBattle, readBattle } from './arena.ts';
import { battleButton } from './fight-button.ts';
import { ordersText, ticksText } from '../counted.ts';
import { withEither } from './either.ts';
import { matchReplayPanel, matchVerifyPanel } from './match-looking.ts';

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
