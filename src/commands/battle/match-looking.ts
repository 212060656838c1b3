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
import { readPosition, type SeenPosition } from './match-arena.ts';
import { fieldMeters, resultText, storyNames, toldWith } from './match-panel.ts';
import {
  drawnFor,
  entryControls,
  linkFields,
  logPanelOf,
  type PressStep,
  refuseBeyond,
  refuseSharing,
  stepControls,
  type Wanted,
} from './replay-steps.ts';

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

const pressFor =
  (context: CommandContext, id: string): PressStep =>
  (verb, look, step = 0) =>
    matchButton(context, verb, id, { style: 'secondary', ...look }, step);

const sidesField = (view: MatchView, context: CommandContext) =>
  ({ name: 'Sides', value: storyNames(view, context).join(' against '), inline: true }) as const;

/** What a replay says, and where to go from there. */
const overviewPanel = async (context: CommandContext, view: MatchView, wanted: Wanted): Promise<Panel> => {
  const replay = await readReplay(context, view);
  const drawn = drawnFor(context, wanted);
  return {
    title: 'Replay',
    text: `${turnsText(replay.turns)} by the rules \`${replay.rules}\`, ${choicesText(replay.inputs.length)}. Go through it here or on the page under **Battles**, or save the file from \`/api/matches/${view.id}/replay\`.`,
    fields: [
      sidesField(view, drawn),
      ...linkFields(drawn, view, 0),
      { name: 'Replay digest', value: `\`${replayDigestOf(replay, nodeHash)}\`` },
      { name: 'Server seed', value: `\`${replay.serverSeed}\`` },
      { name: 'Players’ seeds', value: replay.playerSeeds.map((seed) => `\`${seed}\``).join(', ') },
    ],
    controls: entryControls(pressFor(drawn, view.id), replay.turns),
    footer: `Battle ${view.id}`,
    ephemeral: !wanted.isShared,
  };
};

/** How it ended: what all can see says “you” to nobody. */
const endText = (
  { side, ...view }: MatchView,
  names: readonly [string, string],
  { isShared }: Wanted,
): string => resultText(isShared || side === undefined ? view : { ...view, side }, names);

/** Where the rules say that a finished match went. @throws CommandRejection E_GONE when they are not here any more; Fault */
const readCourse = async (context: CommandContext, view: MatchView): Promise<SeenPosition> => {
  const { rules } = await readReplay(context, view);
  return (
    (await readPosition(context, view)) ??
    refuse({
      code: 'E_GONE',
      message: `The rules \`${rules}\`, by which this battle was played, are not here any more.`,
    })
  );
};

/** How it stood after a turn, and what had happened in it. */
const stepPanel = async (
  context: CommandContext,
  view: MatchView,
  wanted: Wanted & { readonly turn: number },
): Promise<Panel> => {
  const { story, turn: last } = await readCourse(context, view);
  const turn = wanted.turn > last ? refuseBeyond('turn', last) : wanted.turn;
  const drawn = drawnFor(context, wanted);
  const names = storyNames(view, drawn);
  const told = story
    .filter((chapter) => chapter.turn === turn)
    .flatMap(({ lines }) => lines)
    .map((line) => toldWith(line, names));
  const field = story.findLast((chapter) => chapter.turn <= turn && chapter.field !== undefined)?.field;
  const end = turn === last ? [endText(view, names, wanted)] : [];
  return {
    title: 'Replay',
    text: [...(told.length === 0 ? ['Nothing happened in this turn.'] : told), ...end].join('\n'),
    ...(field === undefined ? {} : { meters: fieldMeters(field) }),
    fields: [
      sidesField(view, drawn),
      { name: 'Turn', value: `${turn} of ${last}`, inline: true },
      ...linkFields(drawn, view, turn),
    ],
    controls: stepControls(pressFor(drawn, view.id), {
      at: turn,
      previous: Math.max(0, turn - 1),
      next: Math.min(last, turn + 1),
      last,
    }),
    footer: `Battle ${view.id}`,
    ephemeral: !wanted.isShared,
  };
};

/** All that happened, line by line. */
const logPanel = async (context: CommandContext, view: MatchView, wanted: Wanted): Promise<Panel> => {
  const { story } = await readCourse(context, view);
  const drawn = drawnFor(context, wanted);
  const names = storyNames(view, drawn);
  return logPanelOf(drawn, view, wanted, {
    text: endText(view, names, wanted),
    sides: sidesField(view, drawn),
    rules: view.version,
    unit: 'Turn',
    lines: story.flatMap(({ turn, lines }) => lines.map((line) => [turn, toldWith(line, names)] as const)),
    press: pressFor(drawn, view.id),
  });
};

/** What somebody wants to see of a finished match's replay. @throws CommandRejection, Fault */
export const matchReplayPanel = async (
  context: CommandContext,
  view: MatchView,
  wanted: Wanted = { isLog: false, isShared: false },
): Promise<Panel> => {
  refuseSharing(view, wanted);
  const { isLog, turn, tick } = wanted;
  if (tick !== undefined) {
    return refuse({
      code: 'E_INPUT',
      field: 'tick',
      message: 'This battle goes by turns: `turn` takes you to one.',
    });
  }
  if (isLog) return logPanel(context, view, wanted);
  return turn === undefined
    ? overviewPanel(context, view, wanted)
    : stepPanel(context, view, { ...wanted, turn });
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
