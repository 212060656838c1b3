import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { battleIdOf, endGame, play, type Playing, pressIn } from '#test/support/commands/playing.ts';
import { notifyCommands } from '../notify/index.ts';
import type { Panel } from '../panel.ts';
import { battleCommands, battleComponents } from './index.ts';

let game: Playing;

beforeEach(async () => {
  game = await play([...battleCommands, ...notifyCommands], [...battleComponents]);
  for (const name of ['ash', 'misty', 'gary', 'brock']) await game.run(name, '/notify view');
});

afterEach(() => endGame(game));

const press = (name: string, panel: Panel, label: string): Promise<Panel> =>
  pressIn(game, name, panel, label);

/** Three against three: no round can be the last. */
const TEAM = 'team:loan:mossback,loan:duskowl,loan:rimebear';

const PAIR = ['ash', 'misty'] as const;

const accepted = async (more = '', [first, second]: readonly [string, string] = PAIR): Promise<string> => {
  const id = battleIdOf(await game.run(first, `/battle challenge user:${second} ${TEAM}${more}`));
  await press(second, await game.run(second, `/battle status battle:${id}`), 'Accept');
  return id;
};

const begun = async (more = '', pair: readonly [string, string] = PAIR): Promise<string> => {
  const id = await accepted(more, pair);
  await press(pair[0], await game.run(pair[0], `/battle status battle:${id}`), 'Start');
  return id;
};

/** A hunt of Ash that lasts. */
const hunting = async (): Promise<string> => {
  const card = await game.run('ash', '/battle npc trainer:"Greater demon"');
  await press('ash', card, 'Start');
  return battleIdOf(card);
};

const challengesFor = async (name: string, count: number): Promise<void> => {
  for (let n = 0; n < count; n += 1) await game.run(`rival${n}`, `/battle challenge user:${name}`);
  await game.settle();
};

describe('whoever is challenged while they fight', () => {
  it('goes on with the battle that runs, however many challenges come', async () => {
    const id = await begun();
    await challengesFor('ash', 12);
    expect(battleIdOf(await game.run('ash', '/battle status'))).toBe(id);
    expect((await game.run('ash', '/battle move choice:move1')).text).toContain('Ordered');
    expect(await game.codeOf('ash', '/battle standing heal_below:40')).toBe('ok');
    expect(await game.codeOf('ash', '/battle queue')).toBe('E_BUSY');
    const choices = await game.suggest('ash', 'battle status', 'battle');
    expect(choices.filter(({ label }) => label.includes(', under way'))).toEqual([
      { label: expect.stringContaining('you against misty') as unknown, value: id },
    ]);
    expect(choices.filter(({ label }) => label.includes(', not begun'))).toHaveLength(12);
    const sure = await game.run('ash', '/battle forfeit');
    expect(sure.title).toBe('Give up?');
    expect(battleIdOf(await press('ash', sure, 'Give up'))).toBe(id);
    // what is over no longer goes before what is offered
    expect((await game.run('ash', '/battle status')).title).toBe('Challenge');
  });

  it('goes on with their match, its choices suggested', async () => {
    const id = await hunting();
    await challengesFor('ash', 12);
    expect(battleIdOf(await game.run('ash', '/battle status'))).toBe(id);
    const words = await game.suggest('ash', 'battle move', 'choice');
    expect(words.map(({ value }) => value)).toContain('flee');
    expect((await game.run('ash', '/battle move choice:fight')).title).toBe('Hunt: Greater demon');
    expect(await game.codeOf('ash', '/battle queue')).toBe('E_BUSY');
    expect(battleIdOf(await press('ash', await game.run('ash', '/battle forfeit'), 'Give up'))).toBe(id);
  });

  it('is not held up by cards of their own that they have not started', async () => {
    const id = await begun();
    for (const npc of ['wren', 'osrs-goblin']) await game.run('ash', `/battle npc trainer:${npc}`);
    await game.settle();
    expect(battleIdOf(await game.run('ash', '/battle status'))).toBe(id);
    expect((await game.run('ash', '/battle move choice:guard')).text).toContain('Guard');
  });
});

describe('whoever has agreed to a battle', () => {
  it('sees it before what was only offered since, and does not queue', async () => {
    const id = await accepted();
    await challengesFor('ash', 3);
    await challengesFor('misty', 3);
    for (const name of ['ash', 'misty']) {
      expect(battleIdOf(await game.run(name, '/battle status'))).toBe(id);
      expect((await game.outcome(name, '/battle queue')).error).toMatchObject({
        code: 'E_BUSY',
        message: expect.stringContaining(id) as unknown,
      });
    }
    await press('ash', await game.run('ash', '/battle status'), 'Withdraw');
    expect(await game.codeOf('ash', `/battle queue ${TEAM}`)).toBe('ok');
  });

  it('may queue while they are only challenged, or have a card that they have not started', async () => {
    await challengesFor('ash', 2);
    await game.run('ash', '/battle npc trainer:wren');
    await game.settle();
    expect((await game.run('ash', '/battle queue team:loan:mossback')).title).toBe('You wait in the lobby');
    const met = await game.run('misty', '/battle queue team:loan:duskowl');
    await game.settle();
    await challengesFor('ash', 2);
    expect(battleIdOf(await game.run('ash', '/battle status'))).toBe(battleIdOf(met));
    expect(await game.codeOf('ash', '/battle queue')).toBe('E_BUSY');
  });
});

describe('the latest battle', () => {
  it('is the one fought last, also where ids are in no order of time', async () => {
    const ids: string[] = [];
    // keys of one's own, as the page sends them
    for (const key of ['k1', 'k2', 'k3', 'k4', 'k5']) {
      const card = await game.run('ash', `/battle npc trainer:wren ${TEAM}`, key);
      const { footer } = await press('ash', card, 'Start');
      expect(footer).toBe(`Battle ${battleIdOf(card)} · Wren: 2 not seen yet`);
      await press('ash', await game.run('ash', '/battle forfeit'), 'Give up');
      await game.settle();
      ids.push(battleIdOf(card));
    }
    const newestFirst = ids.toReversed();
    expect(newestFirst).not.toEqual(newestFirst.toSorted().toReversed());
    for (const command of ['status', 'replay', 'verify'])
      expect(battleIdOf(await game.run('ash', `/battle ${command}`)), command).toBe(newestFirst[0]);
    const choices = await game.suggest('ash', 'battle status', 'battle');
    expect(choices.map(({ value }) => value)).toEqual(newestFirst);
  });

  it('of those to be played again is one that was fought, whatever was only offered since', async () => {
    const hunt = await hunting();
    await press('ash', await game.run('ash', '/battle forfeit'), 'Give up');
    await game.settle();
    const offer = await game.run('ash', `/battle challenge user:misty ${TEAM}`);
    for (const command of ['replay', 'verify'])
      expect(battleIdOf(await game.run('ash', `/battle ${command}`)), command).toBe(hunt);
    expect(battleIdOf(await game.run('ash', '/battle status'))).toBe(battleIdOf(offer));
    await press('ash', offer, 'Withdraw');
    for (const command of ['replay', 'verify'])
      expect(battleIdOf(await game.run('ash', `/battle ${command}`)), command).toBe(hunt);
  });
});

describe('the history of battles', () => {
  const idsIn = ({ tables }: Panel): readonly unknown[] => (tables?.[0]?.rows ?? []).map((row) => row.at(-1));
  const lose = async (id: string): Promise<void> => {
    await press('misty', await game.run('misty', `/battle forfeit battle:${id}`), 'Give up');
  };

  it('shows private battles to the two who fought, and never where everybody reads', async () => {
    const open = await begun();
    await lose(open);
    const secret = await begun(' private:true');
    await lose(secret);
    for (const [name, text] of [
      ['ash', '/battle history'],
      ['misty', '/battle history'],
      // one of the two looks at the other's
      ['ash', '/battle history user:misty'],
    ] as const)
      expect(idsIn(await game.run(name, text))).toEqual([secret, open]);
    for (const [name, text] of [
      ['gary', '/battle history user:ash'],
      ['gary', '/battle history user:misty'],
      ['ash', '/battle history share:true'],
      ['ash', '/battle history user:misty share:true'],
    ] as const)
      expect(idsIn(await game.run(name, text)), `${name} ${text}`).toEqual([open]);
  });
});

describe('an id of a battle as people type it', () => {
  /** Every command that takes one, and the rest of it. */
  const TAKING = [
    'status battle:',
    'move choice:move1 battle:',
    'standing cure:true battle:',
    'forfeit battle:',
    'spectate battle:',
    'replay id:',
    'verify id:',
  ];

  it('is none when it has another form, or when nothing is called so: each command says that', async () => {
    const takesId = battleCommands.filter(({ options }) =>
      options.some(({ description }) => description.startsWith('Which battle')),
    );
    expect(new Set(takesId.map(({ name }) => name.split(' ')[1]))).toEqual(
      new Set(TAKING.map((text) => text.split(' ')[0])),
    );
    const ugly = ['ABC', '____', 'zz-zz', 'abcdefghijklmno', 'battle:home:b1', '../b1', 'ÄÖÜ', '🦊', '0'];
    for (const command of TAKING)
      for (const id of ugly) {
        const { error } = await game.outcome('ash', `/battle ${command}${id}`);
        expect([command, id, error?.code]).toEqual([command, id, 'E_GONE']);
        expect(error?.message).toContain('There is no battle “');
      }
  });

  it('is taken in capitals and with spaces around it', async () => {
    const [fight, hunt] = [await begun(), await hunting()];
    for (const id of [fight, hunt])
      for (const typed of [id.toUpperCase(), `" ${id} "`])
        for (const command of ['status', 'spectate', 'forfeit'])
          expect(battleIdOf(await game.run('ash', `/battle ${command} battle:${typed}`))).toBe(
            command === 'forfeit' ? '' : id,
          );
  });
});

describe('/battle spectate', () => {
  it('has a button for each battle and match that runs, up to ten, and none for private ones', async () => {
    expect((await game.run('gary', '/battle spectate')).controls).toBeUndefined();
    const [fight, hunt] = [await begun(), await hunting()];
    await begun(' private:true');
    const list = await game.run('gary', '/battle spectate');
    const rows = list.tables?.[0]?.rows ?? [];
    expect(rows.map((row) => row[0])).toEqual(['1', '2']);
    expect(new Set(rows.map((row) => row.at(-1)))).toEqual(new Set([fight, hunt]));
    for (const row of rows) {
      const watched = await press('gary', list, `Watch ${row[0]}`);
      expect(battleIdOf(watched)).toBe(row.at(-1));
      expect(watched.ephemeral).toBe(true);
    }
    for (let n = 0; n < 10; n += 1) {
      await game.run(`guest${n}`, '/battle ladder');
      await begun('', [`rival${n}`, `guest${n}`]);
    }
    const full = (await game.run('gary', '/battle spectate')).controls ?? [];
    expect(full.map((row) => row.length)).toEqual([5, 5]);
  });
});

describe('/battle standing', () => {
  it('says of a hunt that it has no standing orders', async () => {
    const id = await hunting();
    for (const text of ['/battle standing cure:true', `/battle standing cure:true battle:${id}`]) {
      const { error } = await game.outcome('ash', text);
      expect(error).toMatchObject({ code: 'E_GONE' });
      expect(error?.message).toContain('A hunt has no standing orders');
      expect(error?.message).toContain(`/battle status battle:${id}`);
    }
  });
});
