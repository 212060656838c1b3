import { EVENT } from './cross/v1/events.ts';
import { EFFECTS } from './cross/v1/sheet.ts';
import { pointsText } from './points.ts';
import type { SeenEvent } from './shown.ts';
import type { MoveView, SideView } from './view.ts';

/** One line of a battle's log. */
export interface LogLine {
  readonly key: string;
  readonly tick: number;
  /** Whose doing it is. */
  readonly side: number;
  readonly text: string;
  /** Falls, changes and the end: what nobody should miss. */
  readonly isBig: boolean;
}

const STRUCK: Readonly<Record<string, (who: string) => string>> = {
  poison: (who) => `${who} is poisoned.`,
  burn: (who) => `${who} is burned.`,
  paralysis: (who) => `${who} is paralysed.`,
  sleep: (who) => `${who} falls asleep.`,
};

const struckText = (who: string, effect: string): string =>
  STRUCK[effect]?.(who) ?? `${who} suffers ${effect}.`;

const BIG: ReadonlySet<number> = new Set([EVENT.fall, EVENT.enter, EVENT.end]);

type Sides = readonly SideView[];

interface Scene {
  /** Both sides as they stood when it happened. */
  readonly sides: Sides;
  /** The same at the end of its frame: who was seen since has a name there. */
  readonly after: Sides;
  readonly names: readonly string[];
}

const nameAt = ({ sides, after }: Scene, side: number, n: number): string | undefined =>
  sides[side]?.fighters[n]?.name ?? after[side]?.fighters[n]?.name;

/** What a fighter is called; with its owner's name when the same kind stands on the other side. */
const fighterName = (scene: Scene, side: number, n?: number): string => {
  const name = nameAt(scene, side, n ?? scene.sides[side]?.active ?? 0) ?? 'a fighter';
  const rival = nameAt(scene, 1 - side, scene.sides[1 - side]?.active ?? 0);
  return name === rival ? `${scene.names[side] ?? 'somebody'}’s ${name}` : name;
};

const moveOf = ({ sides, after }: Scene, side: number, move: number): MoveView | undefined => {
  const active = sides[side]?.active ?? 0;
  return (
    sides[side]?.fighters[active]?.moves?.[move] ?? after[side]?.fighters[active]?.moves?.[move] ?? undefined
  );
};

const attackText = (scene: Scene, [, side, kind, a, b]: SeenEvent): string => {
  const move = moveOf(scene, side, a);
  const who = `${fighterName(scene, side)} uses ${move?.name ?? `attack ${a + 1}`}`;
  if (b === 0) return move?.power === 0 ? `${who}.` : `${who} and misses.`;
  const foe = fighterName(scene, 1 - side);
  return kind === EVENT.critical
    ? `${who}: a critical hit, ${pointsText(b)} off ${foe}.`
    : `${who}: ${pointsText(b)} off ${foe}.`;
};

const endText = ({ names }: Scene, result: number): string =>
  result === 3 ? 'The battle ends in a draw.' : `${names[result - 1] ?? 'A side'} wins the battle.`;

const textOf = (scene: Scene, event: SeenEvent): string => {
  const [, side, kind, a, b] = event;
  const who = fighterName(scene, side);
  const effect = EFFECTS[a] ?? 'an effect';
  switch (kind) {
    case EVENT.hit:
    case EVENT.critical:
      return attackText(scene, event);
    case EVENT.effect:
      return struckText(fighterName(scene, 1 - side), effect);
    case EVENT.lost:
      return effect === 'sleep' ? `${who} is fast asleep.` : `${who} cannot move: ${effect}.`;
    case EVENT.guard:
      return `${who} raises its guard.`;
    case EVENT.food:
      return a === 0 ? `${who} eats and was full already.` : `${who} eats: ${pointsText(a)} back.`;
    case EVENT.antidote:
      return `${who} takes an antidote.`;
    case EVENT.upkeep:
      return `${who} loses ${pointsText(b)} to ${effect}.`;
    case EVENT.fall:
      return `${fighterName(scene, side, a)} falls.`;
    case EVENT.enter:
      return `${scene.names[side] ?? 'A side'} brings in ${nameAt(scene, side, a) ?? 'a fighter'} for ${nameAt(scene, side, b) ?? 'another'}.`;
    case EVENT.end:
      return endText(scene, a);
    default:
      return 'Something happens that there are no words for.';
  }
};

/** An event in plain words. `index`: its place among the events of its tick. */
export const lineOf = (event: SeenEvent, index: number, scene: Scene): LogLine => ({
  key: `${event[0]}-${index}`,
  tick: event[0],
  side: event[1],
  text: textOf(scene, event),
  isBig: BIG.has(event[2]),
});

/** Both sides with those on the field who stood there before some events. */
const sidesBefore = (after: Sides, events: readonly SeenEvent[]): Sides =>
  after.map((side, n) => {
    const first = events.find(([, of, kind]) => of === n && kind === EVENT.enter);
    return first === undefined ? side : { ...side, active: first[4] };
  });

/** Events that led to where both sides stand, in plain words and in their order. */
export const linesUpTo = (
  after: Sides,
  events: readonly SeenEvent[],
  names: readonly string[],
): readonly LogLine[] => {
  let sides = sidesBefore(after, events);
  return events.map((event, index) => {
    const line = lineOf(event, index, { sides, after, names });
    const [, of, kind, comes] = event;
    if (kind === EVENT.enter)
      sides = sides.map((side, n) => (n === of ? Object.assign({}, side, { active: comes }) : side));
    return line;
  });
};
