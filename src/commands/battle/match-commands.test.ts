import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { match } from '#actors/match/match.ts';
import { trainer } from '#actors/trainer/trainer.ts';
import { user } from '#actors/user/user.ts';
import { ladder } from '#actors/ladder/ladder.ts';
import { CHALLENGE_TTL_MS } from '#game/battle/battle-protocol.ts';
import { AWAY_MS, CHOICE_MS } from '#game/battle/match/match-protocol.ts';
import { verifyMatchReplay } from '#game/battle/match/match-verify.ts';
import { DEPLOYMENT_REALM } from '#game/shared/ids.ts';
import { playAgainBy } from '#ports/battle-rules.ts';
import { nodeHash } from '#ports/hash.ts';
import {
  controlOf,
  fieldOf,
  battleIdOf,
  endGame,
  play,
  type Playing,
} from '#test/support/commands/playing.ts';
import { loadSimulator } from '#test/support/in-process-rules.ts';
import { adminCommands } from '../admin/index.ts';
import { notifyCommands, notifyComponents } from '../notify/index.ts';
import type { Control, Panel } from '../panel.ts';
import { profileCommands, profileComponents } from '../profile/index.ts';
import { battleCommands, battleComponents } from './index.ts';

const TIMEOUT_MS = 30_000;

let game: Playing;

// virtual time does not wait for it
beforeAll(loadSimulator, TIMEOUT_MS);

beforeEach(async () => {
  game = await play(
    [...battleCommands, ...profileCommands, ...notifyCommands, ...adminCommands],
    [...battleComponents, ...profileComponents, ...notifyComponents],
  );
  for (const name of ['ash', 'misty']) await game.run(name, '/notify view');
});

afterEach(() => endGame(game));

const call = () => ({ scope: 'g1', deadlineMonoMs: game.rig.clock.monoMs() + 5_000 });
const placeOf = (panel: Panel) => ({ realm: 'home', id: battleIdOf(panel) });
const controls = (panel: Panel): readonly Control[] => (panel.controls ?? []).flat();
const labels = (panel: Panel): readonly string[] =>
  controls(panel).map((control) => (control.kind === 'button' ? control.label : 'select'));

const pressed = async (name: string, control: Control, values: readonly string[] = []): Promise<Panel> => {
  const { panel, error } = await game.press(name, control, values);
  if (error !== undefined) throw new Error(`${error.code} ${error.message}`);
  return panel;
};
const press = (name: string, panel: Panel, label: string): Promise<Panel> =>
  pressed(name, controlOf(panel, label));

/** Presses the first thing that is offered. */
const pressFirst = async (name: string, panel: Panel): Promise<Panel> => {
  const [first] = controls(panel);
  if (first === undefined) throw new Error(`nothing to press on ${panel.title}`);
  return pressed(name, first, first.kind === 'select' ? ['0'] : []);
};

const starter = async (name: string, which: string): Promise<void> => {
  const place = { realm: 'home', id: game.idOf(name) };
  const command = { type: 'ChooseStarter', starter: which } as const;
  const answer = await game.finish(
    game.rig.engine.ask(trainer, place, command, { ...game.rig.call(), by: place.id }),
  );
  expect(answer).toMatchObject({ ok: true });
};

const replayOf = (panel: Panel) =>
  game.finish(game.rig.engine.read(match, placeOf(panel), 'replay', {}, call()));

const xpOf = async (name: string): Promise<number> => {
  const place = { realm: DEPLOYMENT_REALM, id: game.idOf(name) };
  const view = await game.finish(game.rig.engine.read(user, place, 'view', {}, call()));
  return view?.xp ?? 0;
};

describe('hunts', () => {
  it(
    'go from the card to the kill, by buttons alone, and can be verified',
    { timeout: TIMEOUT_MS },
    async () => {
      const card = await game.run('ash', '/battle npc trainer:osrs-goblin');
      expect(card.title).toBe('Hunt: Goblin');
      expect(fieldOf(card, 'Seed commitment')).toMatch(/^`[0-9a-f]{64}`$/);
      expect(labels(card)).toEqual(['Start', 'Start with my seed…', 'Not now']);
      const before = await xpOf('ash');
      let panel = await press('ash', card, 'Start');
      expect(panel.meters).toHaveLength(2);
      expect(labels(panel)).toContain('Fight on');
      for (let n = 0; n < 40 && panel.title.startsWith('Hunt'); n += 1)
        panel = await press('ash', panel, 'Fight on');
      expect(panel).toMatchObject({ title: 'Battle over', tone: 'good' });
      expect(panel.text).toMatch(/\*\*You won\*\* after \d+ turns?/);
      expect(panel.text).toMatch(/ash hit for \d+|ash missed/);
      expect(await press('ash', panel, 'Verify')).toMatchObject({ title: 'MATCH', tone: 'good' });
      expect(fieldOf(await press('ash', panel, 'Replay'), 'Replay digest')).toMatch(/^`[0-9a-f]{64}`$/);
      await game.settle();
      expect((await xpOf('ash')) - before).toBe(10);
      const history = await game.run('ash', '/battle history');
      expect(history.tables?.[0]?.rows[0]?.[1]).toBe('you against Goblin');
      expect(history.tables?.[0]?.rows[0]?.[3]).toMatch(/turns$/);
    },
  );

  it('take choices as typed, and say which there are', { timeout: TIMEOUT_MS }, async () => {
    await press('ash', await game.run('ash', '/battle npc trainer:"Greater demon"'), 'Start');
    await game.settle();
    expect((await game.suggest('ash', 'battle move', 'choice')).map(({ value }) => value)).toContain('flee');
    const { error } = await game.outcome('ash', '/battle move choice:dance');
    expect(error).toMatchObject({ code: 'E_INPUT', field: 'choice' });
    expect(error?.message).toContain('`fight` (Fight on)');
    const early = await game.outcome('ash', '/battle move choice:fight round:2');
    expect(early.error).toMatchObject({ code: 'E_STALE' });
    expect(early.error?.message).toBe('Your choice 2 has not come yet; this is your choice 1.');
    expect((await game.run('ash', '/battle move choice:fight round:1')).title).toBe('Hunt: Greater demon');
    expect((await game.run('ash', '/battle move choice:flee')).text).toContain('Nobody won');
    expect(await game.codeOf('ash', '/battle move choice:fight')).toBe('E_GONE');
  });

  it('refuse what belongs to other battles, by name', async () => {
    for (const option of ['team:loan:mossback', 'tempo:live', 'format:gen9ou']) {
      const { error } = await game.outcome('ash', `/battle npc trainer:osrs-goblin ${option}`);
      expect(error).toMatchObject({ code: 'E_INPUT', field: option.split(':')[0] });
    }
    expect(await game.codeOf('ash', '/battle npc trainer:osrs-nobody')).toBe('E_INPUT');
    expect(await game.codeOf('ash', '/battle npc trainer:wren format:gen9ou')).toBe('E_INPUT');
  });
});

describe('Pokémon battles', () => {
  it(
    'run against a leader with dealt teams, to the end and back from the log',
    { timeout: TIMEOUT_MS },
    async () => {
      const card = await game.run('ash', '/battle npc trainer:fern format:gen9randombattle');
      let panel = await press('ash', card, 'Start');
      expect(panel.title).toBe('Pokémon battle');
      expect(panel.meters).toHaveLength(2);
      expect(fieldOf(panel, 'Standing')).toBe('6 of 6 against 6 of 6');
      const offered: string[] = [];
      for (let n = 0; n < 200 && panel.title === 'Pokémon battle'; n += 1) {
        offered.push(...labels(panel));
        panel = await pressFirst('ash', panel);
      }
      expect(panel.title).toBe('Battle over');
      // what the type chart makes of a move stands on its button
      expect(offered).toContainEqual(expect.stringMatching(/^[A-Z].+ · [A-Z][a-z]+ ×(?:[24]|½|¼)$/));
      const replay = await replayOf(panel);
      const playAgain = playAgainBy(game.desk.deps.matchRules);
      expect(await verifyMatchReplay(replay, nodeHash, {}, playAgain)).toMatchObject({ ok: true });
      expect(JSON.stringify(replay).length).toBeLessThan(10 * 1_024);
      expect(await press('ash', panel, 'Verify')).toMatchObject({ title: 'MATCH' });
    },
  );

  it('bring two people’s own teams together, each choosing in secret', { timeout: TIMEOUT_MS }, async () => {
    await starter('ash', 'eevee');
    const text = '/battle challenge user:misty rules:pokemon';
    const card = await game.run('ash', text);
    await game.settle();
    const { error } = await game.press(
      'misty',
      controlOf(await game.run('misty', `/battle status battle:${battleIdOf(card)}`), 'Accept'),
    );
    expect(error).toMatchObject({ code: 'E_NOT_STARTED' });
    await starter('misty', 'squirtle');
    await press('misty', await game.run('misty', `/battle status battle:${battleIdOf(card)}`), 'Accept');
    let mine = await press(
      'ash',
      await game.run('ash', `/battle status battle:${battleIdOf(card)}`),
      'Start',
    );
    const status = (name: string) => game.run(name, `/battle status battle:${battleIdOf(card)}`);
    let theirs = await status('misty');
    const told: unknown[] = [];
    expect(labels(theirs)).not.toEqual(labels(mine));
    for (let n = 0; n < 120 && mine.title !== 'Battle over'; n += 1) {
      mine = await pressFirst('ash', mine);
      if (mine.title === 'Pokémon battle') {
        if (mine.text?.includes('You have chosen.') !== true) told.push(mine.text);
        // what she has to choose from says nothing of what he chose
        if (labels(await status('misty')).join() !== labels(theirs).join()) told.push(labels(theirs).join());
        await pressFirst('misty', theirs);
      }
      await game.settle();
      [mine, theirs] = [await status('ash'), await status('misty')];
    }
    expect(mine.title).toBe('Battle over');
    expect(told).toEqual([]);
    await game.settle();
    const again = await press('ash', mine, 'Rematch');
    expect(again.title).toBe('Challenge');
    expect(fieldOf(again, 'Sides')).toContain('misty');
    const place = { realm: 'home', id: 'pokemon' };
    const rows = await game.finish(game.rig.engine.read(ladder, place, 'table', { limit: 5 }, call()));
    expect(rows.map(({ wins, losses, draws }) => wins + losses + draws)).toEqual([1, 1]);
    expect((await game.run('ash', '/battle ladder rules:pokemon')).tables?.[0]?.rows).toHaveLength(2);
    expect((await game.run('ash', '/battle ladder')).text).toContain('Nobody has a rating yet');
  });

  it('choose slot by slot in doubles', { timeout: TIMEOUT_MS }, async () => {
    const card = await game.run('ash', '/battle npc trainer:fern format:gen9randomdoublesbattle');
    const first = await press('ash', card, 'Start');
    const half = await pressFirst('ash', first);
    expect(labels(half)).toContain('Choose anew');
    const second = await pressFirst('ash', half);
    expect(Number(fieldOf(second, 'Turn'))).toBeGreaterThan(0);
    const { error } = await game.press('ash', controls(half)[0]!, ['0']);
    expect(error?.code).toBe('E_STALE');
  });

  it('say what a team may not hold, and what is no format', { timeout: TIMEOUT_MS }, async () => {
    await starter('ash', 'eevee');
    const wrong = await game.outcome('ash', '/battle npc trainer:fern format:gen9lc');
    expect(wrong.error).toMatchObject({ code: 'E_INPUT', field: 'team' });
    expect(wrong.error?.message).toMatch(/- .*(Eevee|level)/i);
    for (const format of ['gen9nonsense', 'gen9freeforall', '!!']) {
      expect((await game.outcome('ash', `/battle npc trainer:fern format:${format}`)).error).toMatchObject({
        code: 'E_INPUT',
        field: 'format',
      });
    }
    expect(await game.codeOf('misty', '/battle npc trainer:fern')).toBe('E_NOT_STARTED');
    expect(await game.codeOf('ash', '/battle challenge user:misty rules:pokemon stake:5')).toBe('E_INPUT');
    expect(await game.codeOf('ash', '/battle challenge user:ash rules:pokemon')).toBe('E_TARGET');
    const few = await game.run('ash', '/battle npc trainer:fern');
    expect(few.text).toContain('level 50');
  });

  it(
    'go on without whoever does not choose, sooner when nobody is there',
    { timeout: TIMEOUT_MS },
    async () => {
      const card = await game.run('ash', '/battle npc trainer:fern format:gen9randombattle');
      await press('ash', card, 'Start');
      const turn = async () =>
        (await game.finish(game.rig.engine.read(match, placeOf(card), 'view', {}, call())))?.chosen ?? 0;
      const chosen = async () =>
        (
          await game.finish(game.rig.engine.read(match, placeOf(card), 'course', undefined, call()))
        )?.inputs.filter(({ side }) => side === 0).length ?? 0;
      expect(await turn()).toBe(0);
      await game.rig.pass(CHOICE_MS - 2_000);
      expect(await chosen()).toBe(0);
      await game.rig.pass(4_000);
      await game.settle();
      expect(await chosen()).toBe(1);
      await game.rig.pass(CHOICE_MS + 1_000);
      await game.settle();
      expect(await chosen()).toBe(2);
      await game.rig.pass(AWAY_MS + 1_000);
      await game.settle();
      expect(await chosen()).toBe(3);
    },
  );

  it('end by giving up, and are voided by an operator', { timeout: TIMEOUT_MS }, async () => {
    const card = await game.run('ash', '/battle npc trainer:fern format:gen1randombattle');
    await press('ash', card, 'Start');
    const standing = await game.outcome('ash', '/battle standing cure:true');
    expect(standing.error).toMatchObject({ code: 'E_GONE' });
    expect(standing.error?.message).toContain('A Pokémon battle has no standing orders');
    const sure = await game.run('ash', `/battle forfeit battle:${battleIdOf(card)}`);
    expect(sure.title).toBe('Give up?');
    expect((await press('ash', sure, 'Give up')).text).toMatch(/\*\*Fern won\*\*.*does not count/);
    const next = await game.run('ash', '/battle npc trainer:osrs-cow');
    await press('ash', next, 'Start');
    const place = placeOf(next);
    await game.finish(
      game.rig.engine.ask(match, place, { type: 'Void', reason: 'Played by a script' }, game.rig.call()),
    );
    const gone = await game.run('ash', `/battle status battle:${battleIdOf(next)}`);
    expect(gone).toMatchObject({ title: 'Battle voided' });
    expect(gone.text).toContain('Played by a script');
    expect(await press('ash', gone, 'Verify')).toMatchObject({ title: 'MATCH' });
  });
});

it('say that the rules are being loaded when that takes longer than there is time', async () => {
  const { pokemon, ...others } = game.desk.deps.matchRules;
  const slow = { ...pokemon, problems: () => new Promise<never>(() => undefined) };
  Object.assign(game.desk.deps, { matchRules: { ...others, pokemon: slow } });
  const { error } = await game.outcome('ash', '/battle npc trainer:fern format:gen9randombattle');
  expect(error).toMatchObject({ code: 'E_BUSY' });
  expect(error?.message).toContain('being loaded');
});

describe('challenges to a match', () => {
  it('are declined, withdrawn and forgotten, and are nobody else’s', { timeout: TIMEOUT_MS }, async () => {
    const challenge = () =>
      game.run('ash', '/battle challenge user:misty rules:pokemon format:gen1randombattle');
    const status = (name: string, card: Panel) => game.run(name, `/battle status battle:${battleIdOf(card)}`);
    const declined = await challenge();
    const seen = await status('misty', declined);
    expect(['Levels', 'Ladder', 'Shown'].map((name) => fieldOf(seen, name))).toEqual([
      'own teams: all at 50',
      'counts',
      'to everybody',
    ]);
    expect(await press('misty', await status('misty', declined), 'Decline')).toMatchObject({
      title: 'Challenge over',
      text: expect.stringContaining('Declined: nobody fought.') as string,
    });
    const withdrawn = await challenge();
    await press('ash', withdrawn, 'Withdraw');
    expect(await status('misty', withdrawn)).toMatchObject({
      title: 'Challenge over',
      text: expect.stringContaining('Withdrawn: nobody fought.') as string,
    });
    const late = await challenge();
    const accept = controlOf(await status('misty', late), 'Accept');
    await game.rig.pass(CHALLENGE_TTL_MS + 1_000);
    expect((await game.press('misty', accept)).error?.code).toBe('E_GONE');
    await game.run('brock', '/notify view');
    const other = await challenge();
    expect(labels(await status('brock', other))).toEqual([]);
    const secret = await game.run(
      'ash',
      '/battle challenge user:misty rules:pokemon format:gen1randombattle private:true',
    );
    expect(await game.codeOf('brock', `/battle status battle:${battleIdOf(secret)}`)).toBe('E_GONE');
  });
});
