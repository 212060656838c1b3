import { afterEach, describe, expect, it } from 'vitest';
import { Bus } from '#events/bus.ts';
import { asapScheduler } from 'rxjs';
import type { MatchCommand } from '#game/battle/match/match-protocol.ts';
import { verifyMatchReplay } from '#game/battle/match/match-verify.ts';
import { sealed } from '#game/shared/sealed.ts';
import { playAgainBy } from '#ports/battle-rules.ts';
import { nodeHash } from '#ports/hash.ts';
import { ASH, MISTY, person } from '#test/support/battle-rig.ts';
import { inProcessRules } from '#test/support/in-process-rules.ts';
import { MortalHall } from '#test/support/mortal-hall.ts';
import { ladder } from '../ladder/ladder.ts';
import { user } from '../user/user.ts';
import { match } from './match.ts';
import { Referee } from './referee.ts';

const place = { realm: 'home', id: 'm1' };
const TIMEOUT_MS = 60_000;
/** Choices after which Misty has seen enough: every point of a short match is worth more than some of a long one. */
const FORFEIT_AT = 8;

const halls: MortalHall[] = [];
const keep = (hall: MortalHall): MortalHall => {
  halls.push(hall);
  return hall;
};

afterEach(() => {
  for (const hall of halls.splice(0)) hall.kill();
});

const rules = inProcessRules();
const say = (hall: MortalHall, by: string, command: MatchCommand, key: string) =>
  hall.give(match, place, command, by, key);
const call = (hall: MortalHall) => ({ scope: 'g', deadlineMonoMs: hall.rig.clock.monoMs() + 60_000 });

/** A hall in which Misty has taken up Ash's challenge to a battle with dealt teams of the first generation. */
const challenged = async (): Promise<MortalHall> => {
  const hall = keep(await MortalHall.open());
  for (const id of [ASH, MISTY]) {
    const enrol = { type: 'Enroll', name: sealed(id, id), realm: 'home' } as const;
    await hall.give(user, { realm: '0', id }, enrol, id, 'enrol');
  }
  const open: MatchCommand = {
    type: 'Open',
    players: [person(ASH), person(MISTY)],
    version: rules.pokemon.version,
    game: { rules: 'pokemon', format: 'gen1randombattle' },
    team: null,
    answer: null,
    isPrivate: false,
    isEven: true,
  };
  await say(hall, ASH, open, 'open');
  await say(hall, MISTY, { type: 'Accept', team: null, seed: 'mistys' }, 'accept');
  await hall.rest();
  return hall;
};

/** Plays to the end as the referee does, each word under an id that follows from where the match stands. */
const playOut = async (hall: MortalHall): Promise<void> => {
  await say(hall, ASH, { type: 'Begin', seed: 'ashs' }, 'begin');
  for (let turn = 0; turn < 600; turn += 1) {
    const course = await hall.read(({ engine }) =>
      engine.read(match, place, 'course', undefined, call(hall)),
    );
    if (course?.status !== 'live') break;
    const { setup, inputs } = course;
    if (setup.rules !== 'pokemon') throw new Error('a Pokémon battle');
    const { position } = await rules.pokemon.restore(setup, inputs);
    if (position === undefined) throw new Error('no position');
    if (course.isComplete) {
      const mark: MatchCommand = {
        type: 'Mark',
        inputs: inputs.length,
        turn: position.turn,
        hash: position.hash.slice(0, 16),
        waits: [position.requests[0] !== null, position.requests[1] !== null],
        isEnded: position.isEnded,
        winner: position.winner,
      };
      await say(hall, 'match:home:m1', mark, `m${inputs.length}`);
      continue;
    }
    if (inputs.length >= FORFEIT_AT) {
      await say(hall, MISTY, { type: 'Forfeit' }, 'forfeit');
      continue;
    }
    for (const { side } of course.waits) {
      const choice = (await rules.pokemon.autoChoice('m1', inputs, side)) ?? 'default';
      await say(hall, side === 0 ? ASH : MISTY, { type: 'Choose', choice }, `c${inputs.length}-${side}`);
    }
  }
  await hall.rest();
};

/** Everything that a finished match has changed. */
const footprint = (hall: MortalHall) =>
  hall.read(async ({ engine }) => {
    const readPerson = async (id: string) => {
      const at = { realm: '0', id };
      const view = await engine.read(user, at, 'view', {}, call(hall));
      const inbox = await engine.read(user, at, 'inbox', { limit: 50 }, call(hall));
      return { xp: view?.xp, inbox: inbox.entries.map(({ text }) => text) };
    };
    const view = await engine.read(match, place, 'view', {}, call(hall));
    return {
      people: [await readPerson(ASH), await readPerson(MISTY)],
      outcome: view?.outcome,
      ladder: await engine.read(ladder, { realm: 'home', id: 'pokemon' }, 'table', { limit: 5 }, call(hall)),
      rated: hall.events('BattleRated'),
      ended: hall.events('MatchEnded'),
    };
  });

describe('a match in the hall', () => {
  it(
    'ends alike, with each effect once, wherever its process is killed',
    { timeout: TIMEOUT_MS },
    async () => {
      const start = await challenged();
      const whole = keep(await start.copy());
      await playOut(whole);
      const expected = await footprint(whole);
      expect(expected.ended).toEqual({ 'match:home:m1': 1 });
      expect(expected.rated).toEqual({ 'ladder:home:pokemon': 1 });
      const replay = await whole.read(({ engine }) => engine.read(match, place, 'replay', {}, call(whole)));
      expect(await verifyMatchReplay(replay, nodeHash, {}, playAgainBy(rules))).toMatchObject({ ok: true });
      const other = { ...replay, rules: '@pkmn/sim/0.9' };
      expect(await verifyMatchReplay(other, nodeHash, {}, playAgainBy(rules))).toEqual({
        ok: false,
        what: `unknown rules version "@pkmn/sim/0.9"; known: ${rules.pokemon.version}`,
      });
      const points = whole.calls;
      let deaths = 0;
      for (let point = 1; point <= points; point += 1) {
        const hall = await start.copy(point);
        await playOut(hall);
        expect(await footprint(hall), `killed at ${point} of ${points}`).toEqual(expected);
        deaths += hall.deaths;
        hall.kill();
      }
      expect(deaths).toBeGreaterThan(points / 2);
    },
  );

  it(
    'is taken up by the referee of the next process, which plays it on to the same end',
    { timeout: TIMEOUT_MS },
    async () => {
      const start = await challenged();
      await say(start, ASH, { type: 'Begin', seed: 'ashs' }, 'begin');
      const errors: unknown[] = [];
      const endOf = async (hall: MortalHall, restarts: number): Promise<unknown> => {
        for (let life = 0; ; life += 1) {
          const bus = new Bus((_name, error) => errors.push(error), asapScheduler);
          const { engine, clock } = hall.rig;
          const referee = new Referee({ engine, rules, clock, onError: (error) => errors.push(error) });
          referee.start(bus, () => Promise.resolve([place]));
          // nobody is there: the referee chooses for both
          for (let n = 0; n < (life < restarts ? 12 : 400); n += 1) {
            await hall.pass(8_000);
            referee.attend(place);
            const view = await hall.read((rig) => rig.engine.read(match, place, 'view', {}, call(hall)));
            if (view?.status === 'live') continue;
            referee.stop();
            return { outcome: view?.outcome, reason: view?.reason };
          }
          referee.stop();
          if (life >= restarts) throw new Error('it never ends');
        }
      };
      const whole = await endOf(keep(await start.copy()), 0);
      expect(whole).toMatchObject({ reason: null });
      expect(await endOf(keep(await start.copy()), 3)).toEqual(whole);
      expect(errors).toEqual([]);
    },
  );

  it('is void when the rules that it began with are gone', { timeout: TIMEOUT_MS }, async () => {
    const hall = await challenged();
    await say(hall, ASH, { type: 'Begin', seed: 'ashs' }, 'begin');
    const bus = new Bus(() => undefined, asapScheduler);
    const { engine, clock } = hall.rig;
    const newer = { ...rules, pokemon: { ...rules.pokemon, version: 'another' } };
    const referee = new Referee({ engine, rules: newer, clock, onError: () => undefined });
    referee.start(bus, () => Promise.resolve([place]));
    await hall.rest();
    const view = await hall.read((rig) => rig.engine.read(match, place, 'view', {}, call(hall)));
    expect(view).toMatchObject({ status: 'void' });
    expect(view?.reason).toContain('in-process');
    referee.stop();
  });
});
