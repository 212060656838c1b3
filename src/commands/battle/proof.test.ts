import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { battle } from '#actors/battle/battle.ts';
import { match } from '#actors/match/match.ts';
import { verifyMatchReplay } from '#game/battle/match/match-verify.ts';
import { type Published, type Verdict, verifyReplay } from '#game/battle/verify.ts';
import { playAgainBy } from '#ports/battle-rules.ts';
import { nodeHash } from '#ports/hash.ts';
import { controlOf, fieldOf, endGame, play, type Playing } from '#test/support/commands/playing.ts';
import type { Panel } from '../panel.ts';
import { profileCommands, profileComponents } from '../profile/index.ts';
import { battleCommands, battleComponents } from './index.ts';

let game: Playing;

beforeEach(async () => {
  game = await play([...battleCommands, ...profileCommands], [...battleComponents, ...profileComponents]);
  for (const name of ['ash', 'misty']) await game.run(name, '/profile view');
});

afterEach(() => endGame(game));

const call = () => ({ scope: 'g1', deadlineMonoMs: game.rig.clock.monoMs() + 5_000 });
const placeOf = ({ footer }: Panel) => ({
  realm: 'home',
  id: /Battle ([a-z0-9]+)/.exec(footer ?? '')?.[1] ?? '',
});

const press = async (name: string, panel: Panel, label: string): Promise<Panel> => {
  const { panel: answer, error } = await game.press(name, controlOf(panel, label));
  if (error !== undefined) throw new Error(`${label}: ${error.code} ${error.message}`);
  return answer;
};

/** The digits of a field as somebody copies them; `none` where the panel does not show it. */
const copied = (panel: Panel, name: string): string =>
  /^`([0-9a-f]{64})`$/.exec(fieldOf(panel, name) ?? '')?.[1] ?? 'none';

const changed = (digits: string): string => `${digits.slice(0, -1)}${digits.endsWith('0') ? '1' : '0'}`;

/** What somebody has copied from the card, the opening message and the result message. */
const publishedOn = (card: Panel, live: Panel, over: Panel): Required<Published> => ({
  commitment: copied(card, 'Seed commitment'),
  openingDigest: copied(live, 'Opening digest'),
  digest: copied(over, 'Replay digest'),
});

type Verify = (published: Published) => Verdict | Promise<Verdict>;

/** Whether it matches by what was copied, and by the same with one digit changed, one after the other. */
const verdictsOf = async (published: Required<Published>, verify: Verify) => {
  const named = Object.entries(published);
  const wrong = await Promise.all(
    named.map(async ([name, digits]) => {
      const verdict = await verify({ ...published, [name]: changed(digits ?? '') });
      return verdict.ok ? 'MATCH' : verdict.what.split(':')[0];
    }),
  );
  return { right: (await verify(published)).ok, wrong };
};

const JUST = { right: true, wrong: ['commitment', 'openingDigest', 'digest'] };

describe('what panels publish of a battle', () => {
  it('feeds the verifier, of a battle by ticks, and nothing of it comes before its time', async () => {
    const card = await game.run('ash', '/battle npc trainer:wren team:loan:mossback');
    expect([copied(card, 'Opening digest'), copied(card, 'Replay digest')]).toEqual(['none', 'none']);
    const live = await press('ash', card, 'Start');
    expect([copied(live, 'Replay digest'), copied(live, 'Server seed')]).toEqual(['none', 'none']);
    await press('ash', await game.run('ash', '/battle forfeit'), 'Give up');
    const over = await game.run('ash', '/battle status');
    const replay = await game.finish(game.rig.engine.read(battle, placeOf(card), 'replay', {}, call()));
    expect(copied(over, 'Server seed')).toBe(replay?.serverSeed);
    const published = publishedOn(card, live, over);
    expect(await verdictsOf(published, (one) => verifyReplay(replay, nodeHash, one))).toEqual(JUST);
  });

  it('feeds the verifier, of a battle by choices', async () => {
    const card = await game.run('ash', '/battle npc trainer:osrs-goblin');
    expect([copied(card, 'Opening digest'), copied(card, 'Replay digest')]).toEqual(['none', 'none']);
    const live = await press('ash', card, 'Start');
    expect([copied(live, 'Replay digest'), copied(live, 'Server seed')]).toEqual(['none', 'none']);
    await press('ash', await game.run('ash', '/battle forfeit'), 'Give up');
    const over = await game.run('ash', '/battle status');
    const replay = await game.finish(game.rig.engine.read(match, placeOf(card), 'replay', {}, call()));
    expect(copied(over, 'Server seed')).toBe(replay?.serverSeed);
    const published = publishedOn(card, live, over);
    const again = playAgainBy(game.desk.deps.matchRules);
    expect(await verdictsOf(published, (one) => verifyMatchReplay(replay, nodeHash, one, again))).toEqual(
      JUST,
    );
  });
});
