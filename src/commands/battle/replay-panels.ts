import { ROUND_TICKS } from '#game/battle/battle-protocol.ts';
import { castOf, type Course, courseOf, viewAt } from '#game/battle/course.ts';
import { EVENT } from '#game/battle/cross/v1/events.ts';
import { replayDigestOf } from '#game/battle/fairness.ts';
import { type LogLine, linesUpTo } from '#game/battle/log-text.ts';
import { RULE_BOOK } from '#game/battle/rules.ts';
import type { BattleView } from '#game/battle/view.ts';
import { nodeHash } from '#ports/hash.ts';
import { ordersText, ticksText } from '../counted.ts';
import type { CommandContext } from '../define-command.ts';
import type { Panel } from '../panel.ts';
import { playerName } from './arena.ts';
import { fighterMeters, resultText } from './battle-panel.ts';
import { battleButton } from './fight-button.ts';
import { readReplay } from './replay-reading.ts';
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

const MEANS = { hash: nodeHash, book: RULE_BOOK };

const pressFor =
  (context: CommandContext, id: string): PressStep =>
  (verb, look, step = 0) =>
    battleButton(context, verb, id, { style: 'secondary', ...look }, step);

const namesOf = ({ sides }: BattleView, context: CommandContext): readonly string[] =>
  sides.map(({ player }) => playerName(player, { ...context, userId: '' }));

/** What a replay says, and where to go from there. */
const overviewPanel = async (context: CommandContext, view: BattleView, wanted: Wanted): Promise<Panel> => {
  const { replay } = await readReplay(context, view);
  const drawn = drawnFor(context, wanted);
  return {
    title: 'Replay',
    text: `${ticksText(replay.ticks)} by the rules \`${replay.rules}\`, ${ordersText(replay.orders.length)}. Go through it here or on the page under **Battles**, or save the file from \`/api/battles/${view.id}/replay\`.`,
    fields: [
      { name: 'Sides', value: namesOf(view, drawn).join(' against '), inline: true },
      ...linkFields(drawn, view, 0),
      { name: 'Replay digest', value: `\`${replayDigestOf(replay, nodeHash)}\`` },
      { name: 'Server seed', value: `\`${replay.serverSeed}\`` },
      { name: 'Players’ seeds', value: replay.playerSeeds.map((seed) => `\`${seed}\``).join(', ') },
    ],
    controls: entryControls(pressFor(drawn, view.id), replay.ticks),
    footer: `Battle ${view.id}`,
    ephemeral: !wanted.isShared,
  };
};

/** Lines of the log after one tick and up to another, the end left out: the result tells it. */
const linesBetween = (
  course: Course,
  [after, upTo]: readonly [number, number],
  names: readonly string[],
): readonly LogLine[] => {
  const events = course.events.filter(([tick, , kind]) => tick > after && tick <= upTo && kind !== EVENT.end);
  return linesUpTo(viewAt(course, upTo).sides, events, names);
};

/** How it stood after a tick, and what had happened in that round until then. */
const stepPanel = async (
  context: CommandContext,
  view: BattleView,
  wanted: Wanted & { readonly tick: number },
): Promise<Panel> => {
  const { replay } = await readReplay(context, view);
  const course = courseOf(replay, MEANS);
  const { ticks } = course;
  const tick = wanted.tick > ticks ? refuseBeyond('tick', ticks) : wanted.tick;
  const drawn = drawnFor(context, wanted);
  const round = Math.ceil(tick / ROUND_TICKS);
  const began = Math.max(0, round - 1) * ROUND_TICKS;
  const told = linesBetween(course, [began, tick], namesOf(view, drawn)).map(({ text }) => text);
  const quiet = tick === 0 ? 'Before the first tick.' : 'Nothing happened in these ticks.';
  const end = tick === ticks ? [resultText(view, drawn)] : [];
  return {
    title: 'Replay',
    text: [...(told.length === 0 && end.length === 0 ? [quiet] : told), ...end].join('\n'),
    meters: fighterMeters(viewAt(course, tick)),
    fields: [
      { name: 'Sides', value: namesOf(view, drawn).join(' against '), inline: true },
      { name: 'Round', value: `${round} of ${Math.ceil(ticks / ROUND_TICKS)}`, inline: true },
      { name: 'Tick', value: `${tick} of ${ticks}`, inline: true },
      ...linkFields(drawn, view, tick),
    ],
    controls: stepControls(pressFor(drawn, view.id), {
      at: tick,
      previous: began,
      next: Math.min(ticks, (Math.floor(tick / ROUND_TICKS) + 1) * ROUND_TICKS),
      last: ticks,
    }),
    footer: `Battle ${view.id}`,
    ephemeral: !wanted.isShared,
  };
};

/** All that happened, line by line. */
const logPanel = async (context: CommandContext, view: BattleView, wanted: Wanted): Promise<Panel> => {
  const { replay } = await readReplay(context, view);
  const course = courseOf(replay, MEANS);
  const drawn = drawnFor(context, wanted);
  const names = namesOf(view, drawn);
  const events = course.events.filter(([, , kind]) => kind !== EVENT.end);
  const lines = linesUpTo(castOf(course).sides, events, names);
  return logPanelOf(drawn, view, wanted, {
    text: resultText(view, drawn),
    sides: { name: 'Sides', value: names.join(' against '), inline: true },
    rules: replay.rules,
    unit: 'Tick',
    lines: lines.map(({ tick, text }) => [tick, text] as const),
    press: pressFor(drawn, view.id),
  });
};

/** What somebody wants to see of a finished battle's replay. @throws CommandRejection, Fault */
export const replayPanel = async (
  context: CommandContext,
  view: BattleView,
  wanted: Wanted = { isLog: false, isShared: false },
): Promise<Panel> => {
  refuseSharing(view, wanted);
  const { isLog, turn, tick } = wanted;
  if (isLog) return logPanel(context, view, wanted);
  if (tick !== undefined) return stepPanel(context, view, { ...wanted, tick });
  if (turn === undefined) return overviewPanel(context, view, wanted);
  const { replay } = await readReplay(context, view);
  const rounds = Math.ceil(replay.ticks / ROUND_TICKS);
  if (turn > rounds) return refuseBeyond('turn', rounds);
  return stepPanel(context, view, { ...wanted, tick: Math.min(replay.ticks, turn * ROUND_TICKS) });
};
