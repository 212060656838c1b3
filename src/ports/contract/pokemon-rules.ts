import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Mon } from '#game/pokemon/mon.ts';
import { STARTERS } from '#game/pokemon/starters.ts';
import { randomBelow, type Rng, sfc32 } from '#game/shared/rng.ts';
import {
  isOffered,
  type MatchInput,
  type MatchPosition,
  type PokemonSetup,
  type Ruling,
  type SideNo,
  type SideRequest,
} from '#game/battle/match/rules-words.ts';
import type { PokemonRules } from '../battle-rules.ts';

/** Rules under test and the way to take their engine away. */
interface RulesFixture {
  readonly rules: PokemonRules;
  readonly lose: () => Promise<void>;
}

type OpenRules = () => Promise<RulesFixture>;

const TIMEOUT_MS = 60_000;
/** Formats that deal their teams, and how many battles of each are played in a round. */
const DEALT = [
  ['gen9randombattle', 4],
  ['gen9randomdoublesbattle', 3],
  ['gen8randombattle', 1],
  ['gen7randombattle', 1],
  ['gen4randombattle', 1],
  ['gen1randombattle', 3],
] as const;

const SIDES: readonly SideNo[] = [0, 1];

const positionOf = (ruling: Ruling): MatchPosition => {
  if (ruling.position === undefined) throw new Error(JSON.stringify(ruling));
  return ruling.position;
};

const random = (request: SideRequest, rng: Rng): string => {
  const chosen: string[] = [];
  for (const { choices } of request.slots) {
    const open = choices.filter(
      ({ choice, kind }) =>
        !(kind === 'switch' && chosen.includes(choice)) &&
        !(kind === 'pass' && choices.length > 1 && !chosen.some((one) => one.startsWith('switch'))) &&
        !(choice.endsWith('terastallize') && chosen.some((one) => one.endsWith('terastallize'))),
    );
    // who switches all the time never ends
    const moves = open.filter(({ kind }) => kind === 'move');
    const taken = moves.length > 0 && randomBelow(rng, 5) > 0 ? moves : open;
    chosen.push(taken[randomBelow(rng, Math.max(1, taken.length))]?.choice ?? 'pass');
  }
  return chosen.join(', ');
};

/** Plays a battle by chance, to its end or for so many inputs. */
const playOut = async (
  rules: PokemonRules,
  setup: PokemonSetup,
  rng: Rng,
  most = 3_000,
): Promise<{ readonly inputs: readonly MatchInput[]; readonly last: MatchPosition }> => {
  let last = positionOf(await rules.open(setup));
  const inputs: MatchInput[] = [];
  while (!last.isEnded && inputs.length < most) {
    for (const side of SIDES) {
      const request = last.requests[side];
      if (request !== null) inputs.push({ side, choice: random(request, rng) });
    }
    last = positionOf(await rules.choose(setup.battleId, inputs));
  }
  return { inputs, last };
};

/** Lets the first side choose by itself and the second by chance; `doubts` are choices that were not offered or not stable. */
const playAgainstChance = async (rules: PokemonRules, setup: PokemonSetup, rng: Rng) => {
  const { battleId } = setup;
  const inputs: MatchInput[] = [];
  const doubts: string[] = [];
  let last = positionOf(await rules.open(setup));
  while (!last.isEnded && inputs.length < 1_000) {
    const [mine, theirs] = last.requests;
    const choice = (await rules.autoChoice(battleId, inputs, 0)) ?? '';
    if ((await rules.autoChoice(battleId, inputs, 0)) !== (mine === null ? undefined : choice))
      doubts.push(choice);
    if (mine !== null && !isOffered(mine, choice)) doubts.push(choice);
    if (mine !== null) inputs.push({ side: 0, choice });
    if (theirs !== null) inputs.push({ side: 1, choice: random(theirs, rng) });
    last = positionOf(await rules.choose(battleId, inputs));
  }
  return { inputs, last, doubts };
};

const dealt = (battleId: string, format: string, word: number): PokemonSetup => ({
  rules: 'pokemon',
  battleId,
  format,
  seed: [word, 7, 77, 777],
  teams: [null, null],
});

const starter = (id: string, change: Partial<Mon> = {}): Mon => {
  const found = STARTERS.find((one) => one.id === id);
  if (found === undefined) throw new Error(id);
  return { ...found.mon, ...change };
};

const own = (battleId: string, bench: Partial<Mon> = {}): PokemonSetup => ({
  rules: 'pokemon',
  battleId,
  format: 'gen9anythinggoes',
  seed: [1, 2, 3, 4],
  teams: [
    [starter('eevee', { moves: ['Wish', 'Quick Attack'] }), starter('riolu')],
    [starter('fuecoco', { moves: ['Slack Off', 'Flamethrower'] }), starter('squirtle', bench)],
  ],
});

const both = (choice: string): readonly MatchInput[] => SIDES.map((side) => ({ side, choice }));

/** What the rules of Pokémon matches owe beside what all rules do. `rounds`: how often each format is gone through. */
export const pokemonRulesContract = (name: string, open: OpenRules, rounds = 1): void => {
  describe(`${name} pokemon rules`, { timeout: TIMEOUT_MS }, () => {
    let fixture: RulesFixture;
    let rules: PokemonRules;
    beforeAll(async () => {
      fixture = await open();
      ({ rules } = fixture);
    }, TIMEOUT_MS);
    afterAll(() => rules.shutdown());

    it.each(DEALT)('play %s battles again from their inputs to the same end', async (format, count) => {
      for (let n = 0; n < count * rounds; n += 1) {
        const setup = dealt(`${format}-${n}`, format, n);
        const { inputs, last } = await playOut(rules, setup, sfc32(n, 1, 2, 3));
        expect(last.isEnded).toBe(true);
        const again = positionOf(await rules.restore({ ...setup, battleId: `${format}-${n}-again` }, inputs));
        expect(again).toEqual(last);
      }
    });

    it('go on where they were when the engine is lost in mid-battle', async () => {
      const setup = dealt('lost-1', 'gen9randombattle', 42);
      const { inputs, last } = await playOut(rules, setup, sfc32(4, 2, 4, 2));
      const half = inputs.slice(0, Math.floor(inputs.length / 2));
      const before = positionOf(await rules.restore(setup, half));
      await fixture.lose();
      expect(positionOf(await rules.choose(setup.battleId, half))).toEqual(before);
      // and when it is lost while it is asked
      const [answer] = await Promise.all([rules.choose(setup.battleId, inputs), fixture.lose()]);
      expect(positionOf(answer)).toEqual(last);
    });

    it('give other battles for other seeds, and never one without', async () => {
      const [one, other] = await Promise.all([
        rules.open(dealt('seed-1', 'gen9randombattle', 1)),
        rules.open(dealt('seed-2', 'gen9randombattle', 2)),
      ]);
      expect(positionOf(one).hash).not.toBe(positionOf(other).hash);
      const [request] = positionOf(one).requests;
      const moves = (request?.slots ?? []).flatMap(({ choices }) =>
        choices.filter(({ kind }) => kind === 'move'),
      );
      expect(moves.length).toBeGreaterThan(0);
      for (const { type } of moves) expect(type).toMatch(/^[A-Z][a-z]+$/);
      for (const seed of [[], [1, 2, 3], [1, 2, 3, 65_536], [1, 2, 3, -1], [0.5, 2, 3, 4]]) {
        const setup = { ...dealt('seed-3', 'gen9randombattle', 1), seed: seed as never };
        expect(await rules.open(setup)).toMatchObject({
          ok: false,
          rejection: { code: 'E_INPUT', field: 'seed' },
        });
      }
    });

    it('refuse what was not offered, leave the battle as it was, and pass over it ever after', async () => {
      const setup = own('refuse-1');
      const start = positionOf(await rules.open(setup));
      expect(start.requests.map((request) => request?.kind)).toEqual(['team', 'team']);
      const led = [...both('team 1')];
      const before = positionOf(await rules.choose(setup.battleId, led));
      expect(before).toMatchObject({ turn: 1, isEnded: false, winner: null });
      const words = [
        'move 3',
        'move 0',
        'switch 1',
        'switch 9',
        'move',
        'pass',
        'sing',
        '',
        'team 2',
        'move 1\n>p2 move 1',
      ];
      for (const choice of [...words, 'x'.repeat(5_000), 'move 1, move 1', 'undo', '>forcewin p1']) {
        const request = before.requests[0];
        expect(request !== null && isOffered(request, choice), choice).toBe(false);
        const answer = await rules.choose(setup.battleId, [...led, { side: 0, choice }]);
        expect(answer, choice).toMatchObject({ ok: false, rejection: { code: 'E_INPUT', field: 'choice' } });
        expect(answer.position, choice).toEqual(before);
      }
      const played = positionOf(await rules.choose(setup.battleId, [...led, ...both('move 1')]));
      const tried = [...led, { side: 0, choice: 'move 9' } as const, ...both('move 1')];
      expect(positionOf(await rules.choose(setup.battleId, tried))).toEqual(played);
      expect(played.turn).toBe(2);
    });

    it.each([
      ['fuecoco', { Dig: 2, Bite: 1, 'Quick Attack': 1, Wish: undefined }],
      ['riolu', { Dig: 1, Bite: 0.5, 'Quick Attack': 1, Wish: undefined }],
    ])('say what the type chart makes of each move against %s', async (foe, matchups) => {
      const setup: PokemonSetup = {
        ...own(`chart-${foe}`),
        teams: [[starter('eevee', { moves: Object.keys(matchups) })], [starter(foe)]],
      };
      await rules.open(setup);
      const { requests } = positionOf(await rules.choose(setup.battleId, both('team 1')));
      const plain = requests[0]?.slots[0]?.choices.filter(({ choice }) => /^move \d$/.test(choice)) ?? [];
      expect(Object.fromEntries(plain.map(({ name: move, matchup }) => [move, matchup]))).toEqual(matchups);
    });

    it('take one choice a turn of each side', async () => {
      const setup = own('once-1');
      await rules.open(setup);
      const once = [...both('team 1'), { side: 0, choice: 'move 1' } as const];
      const waiting = positionOf(await rules.choose(setup.battleId, once));
      expect(waiting.requests[0]).toBeNull();
      expect(waiting.requests[1]?.slots[0]?.choices.map(({ name: move }) => move)).toContain('Slack Off');
      const twice = await rules.choose(setup.battleId, [...once, { side: 0, choice: 'move 2' }]);
      expect(twice).toMatchObject({ ok: false, rejection: { code: 'E_INPUT', field: 'choice' } });
      expect(twice.position).toEqual(waiting);
    });

    it('end by giving up, at any time, and take nothing after it', async () => {
      const setup = own('forfeit-1');
      await rules.open(setup);
      const left: readonly MatchInput[] = [...both('team 1'), { side: 1, choice: 'forfeit' }];
      const over = positionOf(await rules.choose(setup.battleId, left));
      expect(over).toMatchObject({ isEnded: true, winner: 0, requests: [null, null] });
      expect(await rules.choose(setup.battleId, [...left, { side: 0, choice: 'move 1' }])).toMatchObject({
        ok: false,
        rejection: { code: 'E_INPUT' },
      });
    });

    it('show spectators the same of two battles that differ in what was not shown', async () => {
      const hidden = own('hidden-1');
      const other = own('hidden-2', {
        item: 'Leftovers',
        ability: 'Rain Dish',
        nature: 'Modest',
        moves: ['Hydro Pump', 'Aura Sphere', 'Dragon Pulse'],
        evs: { hp: 252, atk: 0, def: 4, spa: 252, spd: 0, spe: 0 },
      });
      const inputs = [
        ...both('team 1'),
        ...Array.from({ length: 6 }, () => both('move 1')).flat(),
        ...both('move 2'),
      ];
      const positions = [];
      for (const setup of [hidden, other]) {
        await rules.open(setup);
        positions.push(positionOf(await rules.choose(setup.battleId, inputs)));
      }
      const [one, two] = positions;
      expect(two?.story).toEqual(one?.story);
      expect(two?.field).toEqual(one?.field);
      expect(two?.hash).not.toBe(one?.hash);
      const told = JSON.stringify(one?.story);
      expect(told).toContain('Side 1’s Eevee used **Quick Attack**!');
      expect(told).not.toMatch(/Surf|Water Pulse|Yawn|Torrent/);
      expect(JSON.stringify(one?.requests[0])).not.toMatch(/Surf|Water Pulse|Yawn|Torrent/);
    });

    it('tell health in percent to everybody, turn by turn, and no time of day', async () => {
      const { last } = await playOut(rules, own('health-1'), sfc32(9, 9, 9, 9), 40);
      const lines = last.story.flatMap((chapter) => chapter.lines);
      expect(last.story.map(({ turn }) => turn)).toEqual(last.story.map((_, n) => n));
      expect(lines.filter((line) => line.includes('of its health')).length).toBeGreaterThan(3);
      for (const line of lines) expect(line).not.toMatch(/[|]|undefined|\?\?\?|\[[A-Z]+\]/);
      for (const side of last.field) {
        for (const { healthPercent } of side.active) {
          expect(Number.isInteger(healthPercent) && healthPercent >= 0 && healthPercent <= 100).toBe(true);
        }
      }
    });

    it('name what a team may not hold, line by line', async () => {
      const team = [starter('eevee', { moves: ['Spore'] }), starter('riolu', { ability: 'Levitate' })];
      const check = await rules.problems('gen9anythinggoes', team);
      const problems = check.ok ? check.problems : [];
      expect(problems.map((line) => /Eevee|Riolu/.exec(line)?.[0])).toEqual(['Eevee', 'Riolu']);
      expect(await rules.problems('gen9anythinggoes', [starter('eevee')])).toEqual({
        ok: true,
        problems: [],
      });
      expect(await rules.problems('gen9randombattle', null)).toEqual({ ok: true, problems: [] });
      expect(await rules.problems('gen9randombattle', team)).toHaveProperty('problems.length', 1);
      expect(await rules.problems('gen9anythinggoes', null)).toHaveProperty('problems.length', 1);
      expect(await rules.problems('gen9nonsense', team)).toMatchObject({
        ok: false,
        rejection: { code: 'E_INPUT', field: 'format' },
      });
    });

    it.each<[string, Partial<PokemonSetup>, string]>([
      ['a format that is not there', { format: 'gen9nonsense' }, 'format'],
      ['a format in other words', { format: 'Gen 9 Anything Goes' }, 'format'],
      ['a format for four', { format: 'gen9freeforall' }, 'format'],
      ['a team that is missing', { teams: [[starter('eevee')], null] }, 'teams'],
      ['a team where teams are dealt', { format: 'gen9randombattle' }, 'teams'],
      ['an empty team', { teams: [[], [starter('eevee')]] }, 'teams'],
      [
        'a move that cannot be learnt',
        { teams: [[starter('eevee', { moves: ['Spore'] })], [starter('riolu')]] },
        'teams',
      ],
      [
        'a species that is not there',
        { teams: [[starter('eevee', { species: 'Agumon' })], [starter('riolu')]] },
        'teams',
      ],
      ['a level beyond', { teams: [[starter('eevee', { level: 101 })], [starter('riolu')]] }, 'teams'],
    ])('refuse to open %s', async (_what, change, field) => {
      const answer = await rules.open({ ...own('cannot-1'), ...change });
      expect(answer).toMatchObject({ ok: false, rejection: { code: 'E_INPUT', field } });
      expect(answer.position).toBeUndefined();
    });

    it('answer E_GONE for a battle that is not open here, and bring it back from its log', async () => {
      const setup = own('gone-1');
      expect(await rules.choose(setup.battleId, [])).toMatchObject({
        ok: false,
        rejection: { code: 'E_GONE' },
      });
      expect(await rules.autoChoice(setup.battleId, [], 0)).toBeUndefined();
      const back = positionOf(await rules.restore(setup, [...both('team 2')]));
      expect(back.turn).toBe(1);
      await rules.close(setup.battleId);
      expect(await rules.choose(setup.battleId, [])).toMatchObject({
        ok: false,
        rejection: { code: 'E_GONE' },
      });
    });

    it('choose for who has no player: legally, the same for the same log, and better than chance', async () => {
      let won = 0;
      for (let n = 0; n < 6; n += 1) {
        const setup = dealt(`auto-${n}`, n % 2 === 0 ? 'gen9randombattle' : 'gen9randomdoublesbattle', n);
        const { inputs, last, doubts } = await playAgainstChance(rules, setup, sfc32(n, 5, 5, 5));
        expect(doubts).toEqual([]);
        expect(await rules.autoChoice(setup.battleId, inputs, 0)).toBeUndefined();
        if (last.winner === 0) won += 1;
      }
      expect(won).toBeGreaterThanOrEqual(5);
    });
  });
};
