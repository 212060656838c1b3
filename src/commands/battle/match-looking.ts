import { match } from '#actors/match/match.ts';
import { replayDigestOf } from '#game/battle/fairness.ts';
import type { MatchView } from '#game/battle/match/match-reads.ts';
import type { MatchReplay } from '#game/battle/match/match-replay.ts';
import { verifyMatchReplay } from '#game/battle/match/match-verify.ts';
import { playAgainBy } from '#ports/battle-rules.ts';
import { nodeHash } from '#ports/hash.ts';
import type { CommandContext } from '../define-command.ts';
import type { Panel } from '../panel.ts';
import { refuse } from '../rejected.ts';
import { battlePlace } from './arena.ts';
import { choicesText, turnsText } from '../counted.ts';
import { matchButton } from './fight-button.ts';

const GONE = { code: 'E_GONE', message: 'This battle never began, so there is nothing to replay.' } as const;
const RUNNING = {
  code: 'E_BUSY',
  message:
    'This battle is not over yet. Its replay comes with its end; until then choices and seeds stay hidden.',
} as const;

/** The exported replay of a match that is over. @throws CommandRejection E_BUSY, E_GONE; Fault */
const readReplay = async (context: CommandContext, { id, status }: MatchView): Promise<MatchReplay> => {
  if (status !== 'ended' && status !== 'void') return refuse(status === 'closed' ? GONE : RUNNING);
  const args = { userId: context.userId };
  return (
    (await context.deps.engine.read(match, battlePlace(context, id), 'replay', args, context)) ?? refuse(GONE)
  );
};

/** What a replay says, and where to see it. @throws CommandRejection, Fault */
export const matchReplayPanel = async (context: CommandContext, view: MatchView): Promise<Panel> => {
  const replay = await readReplay(context, view);
  return {
    title: 'Replay',
    text: `${turnsText(replay.turns)} by the rules \`${replay.rules}\`, ${choicesText(replay.inputs.length)}. Read it on the page under **Battles**, or save the file from \`/api/matches/${view.id}/replay\`.`,
    fields: [
      { name: 'Replay digest', value: `\`${replayDigestOf(replay, nodeHash)}\`` },
      { name: 'Server seed', value: `\`${replay.serverSeed}\`` },
      { name: 'Players’ seeds', value: replay.playerSeeds.map((seed) => `\`${seed}\``).join(', ') },
    ],
    controls: [[matchButton(context, 'verify', view.id, { label: 'Verify', style: 'primary' })]],
    footer: `Battle ${view.id}`,
    ephemeral: true,
  };
};

const sameText = (turns: number): string => {
  if (turns === 0) return 'the result is the same';
  return turns === 1
    ? 'the turn and the result are the same'
    : `all ${turns} turns and the result are the same`;
};

/** Plays a match again and compares. @throws CommandRejection, Fault */
export const matchVerifyPanel = async (context: CommandContext, view: MatchView): Promise<Panel> => {
  const replay = await readReplay(context, view);
  const { commitment, openingDigest, outcome } = view;
  const published = {
    commitment,
    openingDigest,
    ...(outcome === null ? {} : { digest: outcome.replayDigest }),
  };
  const play = playAgainBy(context.deps.matchRules);
  const verdict = await verifyMatchReplay(replay, nodeHash, published, play);
  return {
    title: verdict.ok ? 'MATCH' : 'It does not match',
    tone: verdict.ok ? 'good' : 'bad',
    text: verdict.ok
      ? `Played again from the seeds and the choices alone: ${sameText(replay.turns)}, and the seed is the one that was committed to.`
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
