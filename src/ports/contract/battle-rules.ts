import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  isOffered,
  type MatchInput,
  type MatchPosition,
  type MatchSetup,
  type Ruling,
  type SideNo,
} from '#game/battle/match/rules-words.ts';
import type { BattleRules } from '../battle-rules.ts';

/** Rules under test and matches to play by them, another one for each number. */
interface RulesFixture<S extends MatchSetup> {
  readonly rules: BattleRules<S>;
  readonly setup: (n: number) => S;
}

const TIMEOUT_MS = 60_000;
const SIDES: readonly SideNo[] = [0, 1];

const positionOf = (ruling: Ruling): MatchPosition => {
  if (ruling.position === undefined) throw new Error(JSON.stringify(ruling));
  return ruling.position;
};

/** Lets both sides choose by themselves to the end; `doubts` are choices that were not offered or not stable. */
const playOut = async <S extends MatchSetup>(rules: BattleRules<S>, setup: S) => {
  const inputs: MatchInput[] = [];
  const doubts: string[] = [];
  let last = positionOf(await rules.open(setup));
  while (!last.isEnded && inputs.length < 2_000) {
    for (const side of SIDES) {
      const request = last.requests[side];
      const choice = await rules.autoChoice(setup.battleId, inputs, side);
      if (choice !== (await rules.autoChoice(setup.battleId, inputs, side))) doubts.push(String(choice));
      if (request === null || choice === undefined) {
        if ((request === null) !== (choice === undefined)) doubts.push(String(choice));
        continue;
      }
      if (!isOffered(request, choice)) doubts.push(choice);
      inputs.push({ side, choice });
      last = positionOf(await rules.choose(setup.battleId, inputs));
    }
  }
  return { inputs, last, doubts };
};

/** What every rules of matches owe to those who ask them. */
export const battleRulesContract = <S extends MatchSetup>(
  name: string,
  open: () => Promise<RulesFixture<S>>,
): void => {
  describe(`${name} battle rules`, { timeout: TIMEOUT_MS }, () => {
    let rules: BattleRules<S>;
    let setup: (n: number) => S;
    beforeAll(async () => {
      ({ rules, setup } = await open());
    }, TIMEOUT_MS);
    afterAll(() => rules.shutdown());

    it('play to an end by choices of their own, which are offered and stable, and again to the same', async () => {
      for (let n = 0; n < 4; n += 1) {
        const { inputs, last, doubts } = await playOut(rules, setup(n));
        expect(doubts).toEqual([]);
        expect(last).toMatchObject({ isEnded: true, requests: [null, null] });
        expect(positionOf(await rules.restore({ ...setup(n), battleId: `again-${n}` }, inputs))).toEqual(
          last,
        );
      }
    });

    it('stand at each input as they stood, wherever they are restored', async () => {
      const { inputs } = await playOut(rules, setup(5));
      for (let length = 0; length < inputs.length; length += 3) {
        const part = inputs.slice(0, length);
        const there = positionOf(await rules.restore(setup(5), part));
        expect(positionOf(await rules.restore({ ...setup(5), battleId: 'part' }, part))).toEqual(there);
      }
    });

    it('refuse what is not offered, stay where they are, and pass over it ever after', async () => {
      const { battleId } = setup(6);
      const before = positionOf(await rules.open(setup(6)));
      const side = before.requests[0] === null ? 1 : 0;
      for (const choice of ['', 'sing', 'move 0', 'team 99', 'x'.repeat(5_000), 'undo', '\n>forcewin p1']) {
        const answer = await rules.choose(battleId, [{ side, choice }]);
        expect(answer, choice).toMatchObject({ ok: false, rejection: { code: 'E_INPUT', field: 'choice' } });
        expect(answer.position, choice).toEqual(before);
      }
      const legal: MatchInput = { side, choice: (await rules.autoChoice(battleId, [], side)) ?? 'default' };
      const played = positionOf(await rules.choose(battleId, [legal]));
      expect(positionOf(await rules.choose(battleId, [{ side, choice: 'sing' }, legal]))).toEqual(played);
    });

    it('end by giving up, at any time, and take nothing after it', async () => {
      await rules.open(setup(7));
      const { battleId } = setup(7);
      const left: MatchInput = { side: 0, choice: 'forfeit' };
      const over = positionOf(await rules.choose(battleId, [left]));
      expect(over).toMatchObject({ isEnded: true, winner: 1, requests: [null, null] });
      expect(await rules.choose(battleId, [left, { side: 0, choice: 'default' }])).toMatchObject({
        ok: false,
        rejection: { code: 'E_INPUT' },
        position: over,
      });
    });

    it('answer E_GONE for a match that is not open here', async () => {
      const { battleId } = setup(8);
      expect(await rules.choose(battleId, [])).toMatchObject({ ok: false, rejection: { code: 'E_GONE' } });
      expect(await rules.autoChoice(battleId, [], 0)).toBeUndefined();
      await rules.open(setup(8));
      await rules.close(battleId);
      expect(await rules.choose(battleId, [])).toMatchObject({ ok: false, rejection: { code: 'E_GONE' } });
    });

    it('tell a story that goes on, and never takes back what it has told', async () => {
      const { inputs } = await playOut(rules, setup(9));
      let told: readonly string[] = [];
      for (let length = 0; length <= inputs.length; length += 1) {
        const { story } = positionOf(await rules.restore(setup(9), inputs.slice(0, length)));
        const lines = story.flatMap((chapter) => chapter.lines);
        expect(lines.slice(0, told.length)).toEqual(told);
        told = lines;
      }
      expect(told.length).toBeGreaterThan(4);
    });

    it('tell how both sides stood at the end of each turn, once it is over', async () => {
      const { inputs } = await playOut(rules, setup(10));
      const under = positionOf(await rules.restore(setup(10), inputs.slice(0, -1)));
      expect(under.isEnded).toBe(false);
      expect(under.story.filter(({ field }) => field !== undefined)).toEqual([]);
      const { isEnded, story, field: last } = positionOf(await rules.restore(setup(10), inputs));
      expect(isEnded).toBe(true);
      const fields = story.map(({ field }) => field);
      expect(fields).not.toContain(undefined);
      expect(fields.at(-1)).toEqual(last);
      // both begin whole, and somebody is hurt on the way
      const healths = fields.map((field) =>
        field?.flatMap(({ active }) => active.map(({ healthPercent }) => healthPercent)),
      );
      expect(healths[0]?.every((percent) => percent === 100)).toBe(true);
      expect(new Set(healths.map(String)).size).toBeGreaterThan(2);
    });
  });
};
