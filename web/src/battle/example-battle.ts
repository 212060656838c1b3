import { EVEN_FACTORS } from '../../../src/game/battle/factors.ts';
import { forge } from '../../../src/game/battle/forge.ts';
import { AUTOPILOT, SUPPLIES } from '../../../src/game/battle/cross/v1/sheet.ts';
import { type Brought, makeReplay, type Replay } from '../../../src/game/battle/replay.ts';
import { petShape } from '../../../src/game/pet/fighter.ts';
import { speciesById } from '../../../src/game/pet/species.ts';
import { browserHash } from './browser-hash.ts';
import { type Course, courseOf, viewAt } from './replay-course.ts';
import type { Frame } from './wire.ts';

const SKILLS = { agility: 0, strength: 0, wit: 0, charm: 0, courage: 0 };

const team = (...species: readonly string[]): Brought => ({
  fighters: species.map((name) => {
    const kind = speciesById(name);
    if (kind === undefined) throw new Error(`no species ${name}`);
    return forge(petShape(kind, { bond: 50_000, skills: SKILLS }), EVEN_FACTORS, { level: 50 });
  }),
  supplies: SUPPLIES,
  standing: { ...AUTOPILOT, switching: true },
});

/** A battle with changes of fighters, items and effects, for tests. */
export const exampleReplay = (seed = 'a'): Replay =>
  makeReplay(
    {
      battleId: 'example',
      rules: 'cross/v1',
      players: [{ id: 'u1', name: 'Ash' }, { id: 'rook' }],
      setup: [team('mossback', 'duskowl', 'rimebear'), team('lanternfox', 'voltbeetle', 'coralhorn')],
      serverSeed: '7'.repeat(64),
      playerSeeds: [seed, 'rook'],
      salt: '1'.repeat(64),
      orders: [
        [0, 0, 1],
        [8, 0, 4],
        [16, 0, 9],
        [30, 1, 4],
      ],
    },
    browserHash,
  );

export const exampleCourse = (seed = 'a'): Course => courseOf(exampleReplay(seed));

/** What a spectator would have been told of some ticks. */
export const exampleFrame = (course: Course, fromTick: number, toTick: number): Frame => {
  const view = viewAt(course, toTick);
  return {
    fromTick,
    toTick,
    events: course.events.filter(([tick]) => tick > fromTick && tick <= toTick),
    sides: view.sides,
    round: view.round,
  };
};
