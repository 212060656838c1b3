import { replayDigestOf } from '#game/battle/fairness.ts';
import { verifyReplay } from '#game/battle/verify.ts';
import type { BattleView } from '#game/battle/view.ts';
import { nodeHash } from '#ports/hash.ts';
import { type CommandContext, defineCommand } from '../define-command.ts';
import type { Panel } from '../panel.ts';
import { battleOption, choosePlayed } from './arena.ts';
import { withEither } from './either.ts';
import { matchReplayPanel, matchVerifyPanel } from './match-looking.ts';
import { replayPanel } from './replay-panels.ts';
import { readReplay } from './replay-reading.ts';
import { stepOptions, wantedBy } from './replay-steps.ts';

const sameText = (ticks: number): string => {
  if (ticks === 0) return 'the result is the same';
  return ticks === 1
    ? 'the tick and the result are the same'
    : `all ${ticks} ticks and the result are the same`;
};

/** Plays a battle again and compares. @throws CommandRejection, Fault */
export const verifyPanel = async (context: CommandContext, view: BattleView): Promise<Panel> => {
  const { replay, published } = await readReplay(context, view);
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
    footer: `Battle ${view.id}`,
    ephemeral: true,
  };
};

/** `/battle replay`: a battle that is over, step by step, as a text, or as a file. */
export const battleReplay = defineCommand({
  name: 'battle replay',
  summary: 'Go through a battle that is over, turn by turn',
  options: [battleOption('id'), ...stepOptions],
  ephemeral: true,
  examples: ['/battle replay', '/battle replay turn:3', '/battle replay log:true share:true'],
  run: async (input, context) => {
    const wanted = wantedBy(input);
    return withEither(context, await choosePlayed(input, context, 'id'), {
      battle: (view) => replayPanel(context, view, wanted),
      match: (view) => matchReplayPanel(context, view, wanted),
    });
  },
});

/** `/battle verify`: MATCH, or the first tick that differs. */
export const battleVerify = defineCommand({
  name: 'battle verify',
  summary: 'Play a battle again from its seeds and compare every tick',
  options: [battleOption('id')],
  ephemeral: true,
  examples: ['/battle verify'],
  run: async (input, context) =>
    withEither(context, await choosePlayed(input, context, 'id'), {
      battle: (view) => verifyPanel(context, view),
      match: (view) => matchVerifyPanel(context, view),
    }),
});
