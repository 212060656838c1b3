import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ledger } from '#actors/ledger/ledger.ts';
import { user } from '#actors/user/user.ts';
import { lobby } from '#actors/lobby/lobby.ts';
import { CHALLENGE_TTL_MS } from '#game/battle/battle-protocol.ts';
import { verifyReplay } from '#game/battle/verify.ts';
import { battle } from '#actors/battle/battle.ts';
import { nodeHash } from '#ports/hash.ts';
import {
  controlOf,
  fieldOf,
  battleIdOf,
  endGame,
  play,
  type Playing,
} from '#test/support/commands/playing.ts';
import { adminCommands } from '../admin/index.ts';
import { ecoCommands, ecoComponents } from '../eco/index.ts';
import { notifyCommands, notifyComponents } from '../notify/index.ts';
import type { Panel } from '../panel.ts';
import { petCommands, petComponents } from '../pet/index.ts';
import { profileCommands, profileComponents } from '../profile/index.ts';
import { battleCommands, battleComponents } from './index.ts';

let game: Playing;

beforeEach(async () => {
  game = await play(
    [
      ...battleCommands,
      ...petCommands,
      ...ecoCommands,
      ...profileCommands,
      ...notifyCommands,
      ...adminCommands,
    ],
    [...battleComponents, ...petComponents, ...profileComponents, ...notifyComponents, ...ecoComponents],
  );
  for (const name of ['ash', 'misty']) await game.run(name, '/notify view');
});

afterEach(() => endGame(game));

const call = () => ({ scope: 'g1', deadlineMonoMs: game.rig.clock.monoMs() + 5_000 });
const coinsOf = async (name: string) =>
  (
    await game.finish(
      game.rig.engine.read(ledger, { realm: 'home', id: '0' }, 'balance', `u:${game.idOf(name)}`, call()),
    )
  ).coins;
const press = async (name: string, panel: Panel, label: string): Promise<Panel> => {
  const { panel: answer, error } = await game.press(name, controlOf(panel, label));
  if (error !== undefined) throw new Error(`${label}: ${error.code} ${error.message}`);
  return answer;
};
const labels = (panel: Panel): readonly string[] =>
  (panel.controls ?? []).flat().map((control) => (control.kind === 'button' ? control.label : 'select'));
const status = (name: string, id: string) => game.run(name, `/battle status battle:${id}`);

/** A challenge of Ash to Misty that she has accepted. */
const accepted = async (more = ''): Promise<string> => {
  const card = await game.run('ash', `/battle challenge user:misty team:loan:mossback${more}`);
  await press('misty', await status('misty', battleIdOf(card)), 'Accept');
  return battleIdOf(card);
};

const begun = async (more = ''): Promise<string> => {
  const id = await accepted(more);
  await press('ash', await status('ash', id), 'Start');
  await game.settle();
  return id;
};

const passRounds = async (rounds: number): Promise<void> => {
  for (let round = 0; round < rounds; round += 1) {
    game.rig.clock.advance(15_000);
    await game.rig.pass(100);
  }
};

/** One that Misty has given up after two rounds, so that it counts. */
const over = async (): Promise<string> => {
  const id = await begun(',loan:duskowl,loan:rimebear');
  await passRounds(2);
  await press('misty', await game.run('misty', `/battle forfeit battle:${id}`), 'Give up');
  await game.settle();
  return id;
};

describe('/battle challenge', () => {
  it('goes from the card with its commitment to a battle under way', async () => {
    const card = await game.run('ash', '/battle challenge user:misty team:loan:mossback');
    expect(card.title).toBe('Challenge');
    expect(fieldOf(card, 'Seed commitment')).toMatch(/^`[0-9a-f]{64}`$/);
    expect(labels(card)).toEqual(['Withdraw', 'Refresh']);
    const invited = await status('misty', battleIdOf(card));
    expect(labels(invited)).toEqual(['Accept', 'Accept with…', 'Decline']);
    await press('misty', invited, 'Accept');
    const ready = await status('ash', battleIdOf(card));
    expect(labels(ready)).toEqual(['Start', 'Start with my seed…', 'Withdraw']);
    const live = await press('ash', ready, 'Start');
    expect(live.title).toBe('Battle');
    expect(fieldOf(live, 'Round')).toBe('1');
    expect((await game.run('misty', '/notify view')).tables?.[0]?.rows.join()).toContain('challenged');
  });

  it('tells the one who is challenged what they agree to', async () => {
    const terms = async (text: string) => {
      const card = await game.run('ash', `/battle challenge user:misty ${text}`);
      const seen = await status('misty', battleIdOf(card));
      const of = ['Each side brings', 'Levels', 'Ladder', 'Shown'].map((name) => fieldOf(seen, name));
      await press('ash', card, 'Withdraw');
      return of;
    };
    expect(await terms('team:loan:mossback')).toEqual([
      'one fighter',
      'even: all at 50',
      'counts',
      'to everybody',
    ]);
    expect(await terms('team:loan:mossback,loan:duskowl levels:own private:true')).toEqual([
      '2 fighters',
      'as they are',
      'does not count',
      'only to its players',
    ]);
    const npc = await game.run('ash', '/battle npc trainer:wren team:loan:mossback');
    expect(fieldOf(npc, 'Ladder')).toBe('does not count');
    const live = await press('ash', npc, 'Start');
    expect(fieldOf(live, 'Each side brings')).toBeUndefined();
  });

  it.each([
    ['oneself', 'user:ash', 'E_TARGET'],
    ['somebody who never came', 'user:nobody', 'E_TARGET'],
    ['with a fighter that one does not have', 'user:misty team:dragon', 'E_INPUT'],
    ['with the same fighter twice', 'user:misty team:loan:mossback,loan:mossback', 'E_INPUT'],
    ['with four fighters', 'user:misty team:a,b,c,d', 'E_INPUT'],
    ['for more than a quarter', 'user:misty stake:251', 'E_LIMIT'],
    ['for more than the purse holds', 'user:misty stake:1001', 'E_FUNDS'],
    ['for something that is no amount', 'user:misty stake:lots', 'E_INPUT'],
    ['at a tempo of one’s own', 'user:misty tempo:sim', 'E_INPUT'],
  ])('refuses %s', async (_what, text, code) => {
    expect(await game.codeOf('ash', `/battle challenge ${text}`)).toBe(code);
  });

  it('asks nobody who takes no requests', async () => {
    await game.run('misty', '/profile privacy area:requests level:nobody');
    expect((await game.outcome('ash', '/battle challenge user:misty')).error).toMatchObject({
      code: 'E_CONSENT',
      field: 'user',
    });
  });

  it('is accepted with a team and a seed of one’s own, and started with another', async () => {
    const card = await game.run('ash', '/battle challenge user:misty team:loan:mossback');
    const id = battleIdOf(card);
    const form = await press('misty', await status('misty', id), 'Accept with…');
    expect(form.modal?.fields.map((field) => field.id)).toEqual(['team', 'seed']);
    const bad = await game.submit('misty', form, { team: 'loan:duskowl', seed: 'my seed' });
    expect(bad.error).toMatchObject({ code: 'E_INPUT', field: 'seed' });
    const two = await press('misty', await status('misty', id), 'Accept with…');
    expect(
      (await game.submit('misty', two, { team: 'loan:duskowl,loan:mossback', seed: 'x' })).error,
    ).toMatchObject({ code: 'E_INPUT', field: 'team' });
    const again = await press('misty', await status('misty', id), 'Accept with…');
    expect(
      (await game.submit('misty', again, { team: 'loan:duskowl', seed: ' Staryu_7 ' })).error,
    ).toBeUndefined();
    const start = await press('ash', await status('ash', id), 'Start with my seed…');
    const { panel } = await game.submit('ash', start, { seed: 'Pika-1' });
    expect(panel.meters?.map(({ label }) => label)).toEqual(['▶ Mossback', '▶ Duskowl']);
    // points, as everything that tells of blows counts them
    for (const { value, max } of panel.meters ?? []) expect([value, max < 100]).toEqual([max, true]);
    expect(panel.footer).toBe(`Battle ${id}`);
    await press('ash', await game.run('ash', '/battle forfeit'), 'Give up');
    const replay = await game.run('ash', `/battle replay id:${id}`);
    expect(fieldOf(replay, 'Players’ seeds')).toBe('`Pika-1`, `Staryu_7`');
  });

  it('takes the press itself for a seed when the form is left empty', async () => {
    const id = await accepted();
    const start = await press('ash', await status('ash', id), 'Start with my seed…');
    expect((await game.submit('ash', start, { seed: '' })).panel.title).toBe('Battle');
  });

  it('is one challenge however often the same key comes, and one battle however often Start is pressed', async () => {
    const one = await game.run('ash', '/battle challenge user:misty team:loan:mossback', 'k1');
    const other = await game.run('ash', '/battle challenge user:misty team:loan:mossback', 'k1');
    expect(battleIdOf(other)).toBe(battleIdOf(one));
    await press('misty', await status('misty', battleIdOf(one)), 'Accept');
    const start = controlOf(await status('ash', battleIdOf(one)), 'Start');
    for (let time = 0; time < 3; time += 1)
      expect((await game.press('ash', start)).error?.code).toBeUndefined();
  });

  it('says what is over', async () => {
    const card = await game.run('ash', '/battle challenge user:misty team:loan:mossback');
    const accept = controlOf(await status('misty', battleIdOf(card)), 'Accept');
    game.rig.clock.advance(CHALLENGE_TTL_MS);
    await game.rig.pass(100);
    expect((await game.press('misty', accept)).error).toMatchObject({ code: 'E_GONE' });
    const seen = await status('ash', battleIdOf(card));
    expect([seen.title, seen.text]).toEqual([
      'Challenge over',
      expect.stringContaining('Nobody took it up in time.'),
    ]);
  });

  it('can be declined and withdrawn', async () => {
    const one = await game.run('ash', '/battle challenge user:misty');
    const declined = await press('misty', await status('misty', battleIdOf(one)), 'Decline');
    expect(declined.title).toBe('Challenge over');
    expect(declined.text).toContain('Declined: nobody fought.');
    const two = await game.run('ash', '/battle challenge user:misty');
    const withdrawn = await press('ash', two, 'Withdraw');
    expect(withdrawn.title).toBe('Challenge over');
    expect(withdrawn.text).toContain('Withdrawn: nobody fought.');
    expect(await game.codeOf('ash', `/battle replay id:${battleIdOf(two)}`)).toBe('E_GONE');
  });

  it('puts stakes up when it starts, and pays them once', async () => {
    const id = await begun(' stake:100');
    expect([await coinsOf('ash'), await coinsOf('misty')]).toEqual([900, 900]);
    const held = await game.run('ash', '/eco balance');
    expect(held.tables?.[0]?.rows).toEqual([[`battle ${id}: \`/battle status battle:${id}\``, '100']]);
    await game.run('misty', '/profile privacy area:balance level:everyone');
    const theirs = await game.run('ash', '/eco balance user:misty');
    expect(theirs.tables?.[0]?.rows).toEqual([['a battle', '100']]);
    expect(fieldOf(await status('misty', id), 'Stake')).toContain('100');
    await press('misty', await game.run('misty', '/battle forfeit'), 'Give up');
    await game.settle();
    expect([await coinsOf('ash'), await coinsOf('misty')]).toEqual([1_096, 900]);
    expect(fieldOf(await status('misty', id), 'Stake')).toBe(
      '100 coins each; the pot, 196 coins, goes to ash',
    );
    const receipt = fieldOf(await status('misty', id), 'Receipt') ?? '';
    const paid = await game.run('ash', `/eco receipt id:${receipt.replaceAll('`', '')}`);
    expect(JSON.stringify(paid)).toContain('196');
  });

  it('is void when both have become poor before it starts', async () => {
    const id = await accepted(' stake:100');
    for (const name of ['ash', 'misty']) {
      const legs = [{ from: `u:${game.idOf(name)}`, to: 'sink', coins: 950 }];
      const command = { type: 'Transfer', legs, memo: { kind: 'demo' } } as const;
      await game.finish(game.rig.engine.ask(ledger, { realm: 'home', id: '0' }, command, game.rig.call()));
    }
    const end = await press('ash', await status('ash', id), 'Start');
    expect(end.title).toBe('Battle voided');
    expect(end.text).toContain('could not pay');
    await game.settle();
    expect([await coinsOf('ash'), await coinsOf('misty')]).toEqual([50, 50]);
    expect(await game.codeOf('ash', '/battle challenge user:misty stake:100')).toBe('E_FUNDS');
  });

  it('refuses a pet that is away, by its name, and takes others instead', async () => {
    await game.confirm('ash', '/pet adopt species:mossback name:Biscuit');
    await game.settle();
    await press('ash', await game.run('ash', '/pet expedition start route:meadow hours:1'), 'Send for 1 h');
    await game.settle();
    expect((await game.outcome('ash', '/battle challenge user:misty team:Biscuit')).error).toMatchObject({
      code: 'E_BUSY',
    });
    const card = await game.run('ash', '/battle challenge user:misty');
    expect(card.title).toBe('Challenge');
  });

  it('of a private battle shows nothing to others', async () => {
    const id = await begun(' private:true');
    expect(await game.codeOf('gary', `/battle status battle:${id}`)).toBe('E_GONE');
    expect(await game.codeOf('gary', `/battle spectate battle:${id}`)).toBe('E_GONE');
    expect((await game.run('gary', '/battle spectate')).text).toContain('Nobody fights');
  });
});

describe('/battle npc', () => {
  it('finds a trainer, starts at a press and plays rounds by the clock to an end', async () => {
    const card = await game.run('ash', '/battle npc trainer:wren team:loan:mossback');
    expect(card.text).toContain('Wren');
    const live = await press('ash', card, 'Start');
    expect(labels(live)).toContain('Guard');
    const ordered = await press('ash', live, 'Guard');
    expect(ordered.text).toContain('Ordered: **Guard**');
    await game.rig.pass(200);
    expect(fieldOf(await game.run('ash', '/battle status'), 'Round')).toBe('2');
    await passRounds(60);
    await game.settle();
    const end = await game.run('ash', '/battle status');
    expect(end.title).toBe('Battle over');
    expect((await game.run('ash', '/battle history')).tables?.[0]?.rows).toHaveLength(1);
    expect((await game.run('ash', '/battle verify')).title).toBe('MATCH');
    expect((await game.run('ash', '/battle ladder')).text).toContain('Nobody has a rating');
  });

  it('knows its trainers, and guesses who was meant', async () => {
    expect(await game.codeOf('ash', '/battle npc trainer:nobody')).toBe('E_INPUT');
    expect((await game.outcome('ash', '/battle npc trainer:osrs-gobiln')).error?.message).toContain(
      'Nobody here is called “osrs-gobiln”. Did you mean `osrs-goblin`? `trainer` takes',
    );
    expect(await game.codeOf('ash', '/battle npc difficulty:impossible')).toBe('E_INPUT');
    expect((await game.outcome('ash', '/battle npc trainer:wren difficulty:easy')).error).toMatchObject({
      code: 'E_INPUT',
      field: 'difficulty',
    });
  });

  it('pays the first win over each once, says what it paid and who is next, and goes on with that one', async () => {
    const first = await game.run('ash', '/battle npc');
    expect(first.text).toContain('**Wren**');
    expect(first.text).toContain(
      'Strength: easy. Newcomers on autopilot win 92 of 100. The first win pays 20',
    );
    await game.settle();
    const before = await coinsOf('ash');
    const beatNpc = async (npc: string, id: string): Promise<void> => {
      const command = { type: 'BeatNpc', npc, realm: 'home', battle: `battle:${id}` } as const;
      const at = { realm: '0', id: game.idOf('ash') };
      const told = game.rig.call(undefined, { commandId: `battle:home:${id}/1`, by: `battle:home:${id}` });
      await game.finish(game.rig.engine.ask(user, at, command, told));
      await game.settle();
    };
    await beatNpc('wren', 'b1');
    await beatNpc('wren', 'b2');
    expect((await coinsOf('ash')) - before).toBe(20);
    const [told] = (await game.run('ash', '/notify view')).tables?.[0]?.rows ?? [];
    expect(told?.join()).toContain('Next comes Tobi');
    expect((await game.run('ash', '/battle npc')).text).toContain('**Tobi**');
    expect((await game.run('ash', '/battle npc difficulty:easy')).text).toContain('**Tobi**');
    expect((await game.run('ash', '/battle npc difficulty:champion')).text).toContain('**Captain Bram**');
    expect((await game.run('ash', '/battle npc trainer:wren')).text).toContain('You have won before');
    await beatNpc('tobi', 'b3');
    // all easy ones are beaten: the stronger of them
    expect((await game.run('ash', '/battle npc difficulty:easy')).text).toContain('**Tobi**');
    const choices = await game.suggest('ash', 'battle npc', 'trainer');
    expect(choices.slice(0, 3).map(({ label }) => label)).toEqual([
      'Wren (trainer, easy, newcomers win 92 %, beaten)',
      'Tobi (trainer, easy, newcomers win 80 %, beaten)',
      'Old Marlow (trainer, medium, newcomers win 72 %)',
    ]);
    for (const { label } of choices) expect(label.length).toBeLessThanOrEqual(100);
    const rows = (panel: Panel): string => JSON.stringify(panel.tables);
    expect(rows(await game.run('ash', '/eco history kind:npc'))).toContain('First win, battle:b1');
    expect(rows(await game.run('ash', '/eco supply'))).toContain('["First win","60"]');
    expect(rows(await game.run('ash', '/profile timeline'))).toContain(
      'Beat Wren for the first time: 20 coins (battle:b1)',
    );
  });
});

describe('battles at once', () => {
  const challengeBy = (name: string, other: string) =>
    game.run(name, `/battle challenge user:${other} team:loan:mossback`);

  it('are three of those that one has begun or accepted, whatever others want; the refusal names them', async () => {
    await game.run('gary', '/notify view');
    const first = battleIdOf(await challengeBy('ash', 'misty'));
    const card = await game.run('ash', '/battle npc trainer:wren team:loan:mossback');
    const second = await begun();
    const third = await game.run('ash', '/battle npc trainer:osrs-cow');
    await press('ash', third, 'Start');
    await game.settle();
    // the card that was not started binds nobody; with it there are four that are not over
    const { error } = await game.outcome('ash', '/battle challenge user:misty');
    expect(error?.code).toBe('E_BUSY');
    for (const id of [first, second, battleIdOf(third)])
      expect(error?.message).toContain(`\`/battle status battle:${id}\``);
    expect(error?.message).not.toContain(battleIdOf(card));
    expect(await game.codeOf('ash', '/battle npc')).toBe('E_BUSY');
    expect((await game.press('ash', controlOf(card, 'Start'))).error?.code).toBe('E_BUSY');
    // what others want of him stays open, and can be accepted once there is room
    const wanted = await challengeBy('gary', 'ash');
    const accept = controlOf(await status('ash', battleIdOf(wanted)), 'Accept');
    expect((await game.press('ash', accept)).error?.code).toBe('E_BUSY');
    await press('ash', await status('ash', first), 'Withdraw');
    await game.settle();
    const again = controlOf(await status('ash', battleIdOf(wanted)), 'Accept');
    expect((await game.press('ash', again)).error).toBeUndefined();
    expect(await game.codeOf('ash', '/battle npc')).toBe('E_BUSY');
  });

  it('that others want of somebody bind nobody', async () => {
    for (const name of ['gary', 'brock', 'erika', 'koga']) {
      await game.run(name, '/notify view');
      await challengeBy(name, 'misty');
    }
    await game.settle();
    expect((await challengeBy('misty', 'ash')).title).toBe('Challenge');
  });

  it('count a challenge once, however often its key comes', async () => {
    for (const key of ['k1', 'k2', 'k3'])
      await game.run('ash', '/battle challenge user:misty team:loan:mossback', key);
    await game.settle();
    const again = await game.run('ash', '/battle challenge user:misty team:loan:mossback', 'k3');
    expect(again.title).toBe('Challenge');
  });
});

describe('/battle move', () => {
  it('gives an order as the buttons do, for a round or the next window', async () => {
    const id = await begun();
    expect((await game.run('ash', '/battle move choice:guard')).text).toContain('Guard');
    expect(await game.codeOf('ash', '/battle move choice:guard round:2')).toBe('E_STALE');
    expect(await game.codeOf('ash', '/battle move choice:switch2')).toBe('E_INPUT');
    expect(await game.codeOf('ash', '/battle move choice:dance')).toBe('E_INPUT');
    expect(await game.codeOf('gary', `/battle move choice:guard battle:${id}`)).toBe('E_PERM');
    expect((await game.run('misty', '/battle move choice:move1')).text).toContain('Both have chosen');
    await game.rig.pass(200);
    expect(fieldOf(await status('misty', id), 'Round')).toBe('2');
  });

  it('suggests what the caller’s own side can do now, by name', async () => {
    const words = async (name: string) =>
      (await game.suggest(name, 'battle move', 'choice')).map(({ label, value }) => [value, label]);
    expect((await words('ash')).map(([value]) => value)).toContain('switch3');
    const id = await begun(',loan:duskowl');
    const [first = ''] = labels(await status('ash', id));
    // what was suggested a moment ago is forgotten
    await game.rig.pass(2_000);
    const own = await words('ash');
    expect(own[0]).toEqual(['move1', `${first} (move1)`]);
    expect(own.map(([value]) => value)).toEqual([
      'move1',
      'move2',
      'move3',
      'move4',
      'guard',
      'food',
      'antidote',
      'switch2',
    ]);
    expect(own.at(-1)).toEqual(['switch2', 'Bring in Duskowl (switch2)']);
    const found = await game.suggest('ash', 'battle move', 'choice', 'duskowl');
    expect(found.map(({ value }) => value)).toEqual(['switch2']);
  });

  it('takes moves by name, and says what a refused order would have been', async () => {
    const id = await begun(',loan:duskowl,loan:rimebear');
    const [first = ''] = labels(await status('ash', id));
    const named = await game.run('ash', `/battle move choice:"${first.toLowerCase()}"`);
    expect(named.text).toContain(`Ordered: **${first}**`);
    const { error } = await game.outcome('ash', '/battle move choice:dance');
    expect(error?.message).toContain(`\`move1\` (${first})`);
    expect(error?.message).toContain('`switch2` (Bring in Duskowl)');
    const there = await game.outcome('ash', '/battle move choice:switch1');
    expect(there.error).toMatchObject({ code: 'E_INPUT', field: 'choice' });
    expect(there.error?.message).toContain('Mossback is on the field already');
    expect(there.error?.message).not.toContain('panel');
  });

  it('refuses a button of a round that has closed', async () => {
    // three of each side: one round cannot be the last, whatever the seeds
    const id = await begun(',loan:duskowl,loan:rimebear');
    const old = controlOf(await status('ash', id), 'Guard');
    game.rig.clock.advance(15_000);
    await game.rig.pass(200);
    expect((await game.press('ash', old)).error).toMatchObject({ code: 'E_STALE' });
  });

  it('has nothing to move without a battle', async () => {
    expect(await game.codeOf('ash', '/battle move choice:guard')).toBe('E_GONE');
    expect(await game.codeOf('ash', '/battle move choice:guard battle:nosuch')).toBe('E_GONE');
    expect(await game.codeOf('ash', '/battle status')).toBe('E_GONE');
    expect(await game.codeOf('ash', '/battle forfeit battle:"<odd>"')).toBe('E_GONE');
  });
});

describe('looking at battles', () => {
  it('shows live ones to everybody, and keeps the replay until the end', async () => {
    const id = await begun();
    const live = await game.run('gary', '/battle spectate');
    expect(live.tables?.[0]?.rows[0]?.at(-1)).toBe(id);
    const watched = await game.run('gary', `/battle spectate battle:${id}`);
    expect(labels(watched)).toEqual(['Refresh']);
    for (const command of ['replay', 'verify'])
      expect(await game.codeOf('ash', `/battle ${command} id:${id}`)).toBe('E_BUSY');
    expect(await game.codeOf('gary', `/battle forfeit battle:${id}`)).toBe('E_PERM');
  });

  it('says that one given up at once does not count, and nobody is rated for it', async () => {
    const id = await begun();
    const end = await press('misty', await game.run('misty', '/battle forfeit'), 'Give up');
    await game.settle();
    for (const panel of [end, await status('ash', id)]) {
      expect(panel.text).toContain('does not count for rating or experience');
    }
    expect((await game.run('ash', '/battle ladder')).text).toContain('Nobody has a rating');
    const [told] = (await game.run('ash', '/notify view')).tables?.[0]?.rows ?? [];
    expect(told?.join()).toContain('given up before 16 ticks');
  });

  it('has history, ladder, replay and proof once one is over', async () => {
    const id = await over();
    expect((await game.run('ash', '/battle history')).tables?.[0]?.rows[0]?.slice(1, 3)).toEqual([
      'you against misty',
      'won (forfeit)',
    ]);
    expect((await game.run('gary', '/battle history user:misty')).tables?.[0]?.rows[0]?.[2]).toContain(
      'lost',
    );
    const ofRules = async (rules: string) =>
      (await game.run('ash', `/battle history rules:${rules}`)).tables?.[0]?.rows.length ?? 0;
    expect([await ofRules('cross'), await ofRules('pokemon'), await ofRules('osrs')]).toEqual([1, 0, 0]);
    const table = (await game.run('ash', '/battle ladder')).tables?.[0]?.rows ?? [];
    expect(table.map((row) => [row[1], row[3], row[4]])).toEqual([
      ['you', '1', '0'],
      ['misty', '0', '1'],
    ]);
    expect(
      (await game.run('misty', '/battle ladder around_me:true')).tables?.[0]?.rows.length,
    ).toBeGreaterThan(0);
    const proof = await game.run('gary', `/battle verify id:${id}`);
    expect(proof.title).toBe('MATCH');
    expect(proof.text).toContain('alone: all 16 ticks and the result are the same, and the seed');
    const replay = await game.finish(
      game.rig.engine.read(battle, { realm: 'home', id }, 'replay', {}, call()),
    );
    expect(verifyReplay(JSON.parse(JSON.stringify(replay)), nodeHash)).toMatchObject({ ok: true });
    expect(await game.codeOf('ash', '/battle forfeit')).toBe('E_GONE');
    const choices = await game.suggest('ash', 'battle replay', 'id');
    expect(choices.map(({ value }) => value)).toContain(id);
  });

  it('tells everybody what it did to ratings, and each side alone what it learned', async () => {
    const id = await over();
    const own = await status('ash', id);
    expect(fieldOf(own, 'Your rating')).toMatch(/^1500 → 1[56]\d\d \(\+\d+\)$/);
    expect(fieldOf(own, 'Rating of misty')).toMatch(/^1500 → 1[34]\d\d \(−\d+\)$/);
    expect(fieldOf(own, 'Experience')).toMatch(/^\+\d+$/);
    const theirs = await status('misty', id);
    expect(fieldOf(theirs, 'Experience')).not.toBe(fieldOf(own, 'Experience'));
    const onlooker = await status('gary', id);
    expect(fieldOf(onlooker, 'Rating of ash')).toBe(fieldOf(own, 'Your rating'));
    expect(fieldOf(onlooker, 'Experience')).toBeUndefined();
  });

  it('is asked for once more by who fought it, at the same pace and levels, and by nobody else', async () => {
    const id = await over();
    expect(labels(await status('gary', id))).toEqual(['Replay', 'Verify']);
    const card = await press('misty', await status('misty', id), 'Rematch');
    expect(card.title).toBe('Challenge');
    expect([fieldOf(card, 'Sides'), fieldOf(card, 'Tempo')]).toEqual(['you against ash', 'rounds']);
    expect(battleIdOf(card)).not.toBe(id);
    const mine = controlOf(await status('ash', id), 'Rematch');
    const owner = game.idOf('gary');
    const { customIds } = game.desk.deps;
    const parts = customIds.decode(mine.customId)!;
    const theirs = { ...mine, customId: customIds.encode({ ...parts, owner }) };
    expect((await game.press('gary', theirs)).error?.code).toBe('E_PERM');
  });

  it('tells the rules', async () => {
    expect((await game.run('ash', '/battle rules')).text).toContain('ticks');
    expect((await game.suggest('ash', 'battle npc', 'team', 'moss')).length).toBeGreaterThan(0);
  });
});

describe('/admin battle', () => {
  const asOwner = async (text: string) => {
    (game.desk as { owners?: ReadonlySet<string> }).owners = new Set(['test:owner']);
    return game.outcome('owner', text);
  };

  it('voids a battle: stakes go back, seeds are shown', async () => {
    const id = await begun(' stake:100');
    expect(await game.codeOf('ash', `/admin battle id:${id} reason:no`)).toBe('E_PERM');
    const { panel, error } = await asOwner(`/admin battle id:${id} reason:"A test."`);
    expect(error).toBeUndefined();
    expect(panel.title).toBe('Voided');
    await game.settle();
    expect([await coinsOf('ash'), await coinsOf('misty')]).toEqual([1_000, 1_000]);
    const view = await status('misty', id);
    expect(view.title).toBe('Battle voided');
    expect(view.text).toContain('Voided: an operator ended it: A test.');
    expect(fieldOf(view, 'Server seed')).toMatch(/^`[0-9a-f]{64}`$/);
    expect((await asOwner(`/admin battle id:${id} reason:again`)).error).toMatchObject({ code: 'E_GONE' });
    expect((await game.run('ash', `/battle verify id:${id}`)).title).toBe('MATCH');
  });

  it('voids a private battle, which its operator could not watch', async () => {
    const id = await begun(' private:true');
    await game.settle();
    const suggested = () => game.suggest('owner', 'admin battle', 'id');
    // nobody else hears of it
    expect(await suggested()).toEqual([]);
    await asOwner('/admin battle id:nosuch reason:x');
    expect(await suggested()).toEqual([{ label: `ash against misty, tick 0 (${id})`, value: id }]);
    expect(await game.suggest('owner', 'admin battle', 'id', 'gary')).toEqual([]);
    expect((await asOwner(`/admin battle id:${id} reason:"A test."`)).error).toBeUndefined();
    expect((await status('ash', id)).title).toBe('Battle voided');
    expect((await asOwner('/admin battle id:nosuch reason:x')).error).toMatchObject({ code: 'E_GONE' });
  });
});

describe('/battle queue', () => {
  const later = async (ms: number): Promise<void> => {
    game.rig.clock.advance(ms);
    await game.rig.pass(200);
    await game.settle();
  };

  it('pairs two people, who begin when both are ready', async () => {
    const wait = await game.run('ash', '/battle queue team:loan:mossback');
    expect(wait.title).toBe('You wait in the lobby');
    expect(fieldOf(wait, 'Rating')).toBe('1500 ± 150');
    expect(fieldOf(wait, 'Usual wait')).toBe('30 s');
    const met = await game.run('misty', '/battle queue team:loan:duskowl');
    expect(labels(met)).toEqual(['Ready', 'Ready with my seed…', 'Not now']);
    await game.settle();
    expect((await game.run('ash', '/notify view')).tables?.[0]?.rows.join()).toContain('press Ready');
    await press('misty', met, 'Ready');
    const form = await press('ash', await game.run('ash', '/battle status'), 'Ready with my seed…');
    const { panel, error } = await game.submit('ash', form, { seed: 'Pika-1' });
    expect(error).toBeUndefined();
    expect(panel.title).toBe('Battle');
    await game.settle();
    expect(await game.codeOf('ash', '/battle queue')).toBe('E_BUSY');
  });

  it('takes nobody twice, and lets go of whoever leaves', async () => {
    const wait = await game.run('ash', '/battle queue team:loan:mossback');
    expect(await game.codeOf('ash', '/battle queue team:loan:mossback')).toBe('E_BUSY');
    expect((await press('ash', wait, 'Refresh')).title).toBe('You wait in the lobby');
    expect((await press('ash', wait, 'Leave')).title).toBe('You have left the lobby');
    expect(await game.codeOf('ash', '/battle leave')).toBe('E_GONE');
    expect((await game.press('ash', controlOf(wait, 'Refresh'))).error).toMatchObject({ code: 'E_GONE' });
    await game.run('misty', '/battle queue team:loan:duskowl');
    await game.settle();
    const view = await game.finish(
      game.rig.engine.read(
        lobby,
        { realm: 'home', id: 'cross' },
        'wait',
        { userId: game.idOf('misty') },
        call(),
      ),
    );
    expect(view).toMatchObject({ waiting: 1 });
  });

  it('gives up after a quarter of an hour and says so', async () => {
    await game.run('ash', '/battle queue team:loan:mossback');
    await later(900_000);
    await later(31_000);
    expect(await game.codeOf('ash', '/battle leave')).toBe('E_GONE');
    expect((await game.run('ash', '/notify view')).tables?.[0]?.rows.join()).toContain('Nobody came');
  });
});

describe('/battle standing', () => {
  it('changes what a side does without orders, by options and by the form, and says so', async () => {
    // three against three: nobody wins within a round
    const id = await begun(',loan:duskowl,loan:rimebear tempo:rounds');
    const first = await game.run('ash', `/battle standing heal_below:40 switching:true battle:${id}`);
    expect(first.text).toContain('eats below 40 %, cures itself, brings in who stands better');
    const form = await press('ash', first, 'Standing orders…');
    expect(form.modal?.fields.map(({ value }) => value)).toEqual(['40', 'yes', 'yes', '0']);
    const filled = { heal_below: '30 %', cure: 'no', switching: 'no', focus: '2' };
    const { panel, error } = await game.submit('ash', form, filled);
    expect(error).toBeUndefined();
    expect(panel.text).toContain('attacks with move 2, eats below 30 %, keeps antidotes, stays on the field');
    await game.rig.pass(16_000);
    await game.settle();
    // once its window has played, only what was not named is as it was
    const next = await game.run('ash', `/battle standing cure:true battle:${id}`);
    expect(next.text).toContain('attacks with move 2, eats below 30 %, cures itself, stays on the field');
  });

  it('refuses what is no standing order, by its field, and who does not play', async () => {
    const id = await begun();
    for (const [field, value] of [
      ['heal_below', '101'],
      ['cure', 'maybe'],
      ['switching', ''],
      ['focus', '5'],
    ] as const) {
      const form = await press('ash', await status('ash', id), 'Standing orders…');
      const good = { heal_below: '30', cure: 'no', switching: 'no', focus: '2' };
      const { error } = await game.submit('ash', form, { ...good, [field]: value });
      expect(error).toMatchObject({ code: 'E_INPUT', field });
    }
    await game.run('brock', '/notify view');
    expect(await game.codeOf('brock', `/battle standing cure:true battle:${id}`)).toBe('E_PERM');
    expect(await game.codeOf('ash', `/battle standing heal_below:200 battle:${id}`)).toBe('E_INPUT');
  });
});

describe('a series', () => {
  const next = async (name: string): Promise<Panel> => {
    await game.settle();
    return game.run(name, '/battle status');
  };
  const lose = async (name: string): Promise<void> => {
    await press(name, await game.run(name, '/battle forfeit'), 'Give up');
  };

  it('goes on with the same teams until one side has won more than half of it', async () => {
    const first = await begun(' best_of:3');
    expect(fieldOf(await status('misty', first), 'Series')).toBe('0 : 0, best of 3');
    await lose('misty');
    expect(fieldOf(await status('ash', first), 'Series')).toBe('1 : 0, best of 3');
    expect((await status('ash', first)).text).toContain('The series goes on');
    const second = await next('misty');
    expect(battleIdOf(second)).not.toBe(first);
    expect(labels(second)).toContain('Ready');
    await press('misty', second, 'Ready');
    await press('ash', await next('ash'), 'Ready');
    await game.settle();
    await lose('ash');
    const third = await next('ash');
    expect(fieldOf(third, 'Series')).toBe('1 : 1, best of 3');
    await press('ash', third, 'Ready');
    await press('misty', await next('misty'), 'Ready');
    await game.settle();
    await lose('ash');
    const decided = await next('ash');
    expect(decided.title).toBe('Battle over');
    expect(fieldOf(decided, 'Series')).toBe('1 : 2, best of 3');
    expect(decided.text).not.toContain('The series goes on');
    expect((await game.run('ash', '/battle history')).tables?.[0]?.rows).toHaveLength(3);
  });

  it('is over when somebody is not ready for the next battle in time', async () => {
    await begun(' best_of:5');
    await lose('ash');
    const second = await next('ash');
    await press('ash', second, 'Ready');
    await game.rig.pass(125_000);
    await game.settle();
    expect((await status('ash', battleIdOf(second))).title).toBe('Challenge over');
  });

  it('is not for coins, nor for trainers', async () => {
    const codes = [
      '/battle challenge user:misty best_of:3 stake:50',
      '/battle challenge user:misty best_of:4',
    ];
    for (const text of codes) {
      const { error } = await game.outcome('ash', text);
      expect(error).toMatchObject({ code: 'E_INPUT', field: 'best_of' });
    }
  });
});
