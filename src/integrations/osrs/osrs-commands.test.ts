import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryCache } from '#adapters/memory/memory-cache.ts';
import { createMemoryBacking } from '#adapters/memory/backing.ts';
import type { CommandContext } from '#commands/define-command.ts';
import { guildhallTree } from '#commands/index.ts';
import type { Panel } from '#commands/panel.ts';
import type { Clock } from '#ports/clock.ts';
import { killSpread } from '#game/battle/osrs/kill-spread.ts';
import { BARE, kitOf } from '#game/osrs/loadout.ts';
import { type Monster, MONSTERS } from '#game/osrs/monsters.ts';
import { Fault } from '#ports/fault.ts';
import { fieldOf, play, type Playing } from '#test/support/commands/playing.ts';
import { demoSource } from './demo-source.ts';
import { dpsPanel } from './dps-panel.ts';
import { osrsFighters } from './fighters.ts';
import { HiscoresClient, type HiscoresSource } from './hiscores.ts';
import { osrsArea } from './index.ts';

const MINUTE_MS = 60_000;

let game: Playing;
/** What the source does instead of answering. */
let trouble: Fault | undefined;
let asked: number;
const backing = { now: createMemoryBacking() };

/** The clock of the game, which is there before the first command is. */
const clock: Clock = {
  nowMs: () => game.rig.clock.nowMs(),
  monoMs: () => game.rig.clock.monoMs(),
  after: (delayMs, callback) => game.rig.clock.after(delayMs, callback),
};

const source: HiscoresSource = {
  ...demoSource,
  read: async (player, board) => {
    asked += 1;
    if (trouble !== undefined) throw trouble;
    return demoSource.read(player, board);
  },
};

const open = async (): Promise<void> => {
  const area = osrsArea(new HiscoresClient(source, createMemoryCache({ clock }), clock));
  const { commands, components } = guildhallTree([area]);
  game = await play(commands, components, backing.now);
};

const down = (): Fault =>
  new Fault('E_UPSTREAM', 'The OSRS hiscores: answers 503', { retryable: true, source: 'The OSRS hiscores' });

const wordsOf = (panel: Panel): string => JSON.stringify(panel);
const rowOf = (panel: Panel, name: string): readonly string[] | undefined =>
  panel.tables?.flatMap(({ rows }) => rows).find(([first]) => first === name);

beforeEach(async () => {
  trouble = undefined;
  asked = 0;
  backing.now = createMemoryBacking();
  await open();
});

const link = async (name = 'ash', player = 'demo melee'): Promise<Panel> =>
  game.run(name, `/profile link service:osrs name:${player}`);

describe('/profile link and unlink', () => {
  it('claims an account and has gear for it at once', async () => {
    const panel = await link();
    expect(panel.title).toBe('Linked: demo melee');
    expect(panel.text).toContain('claimed');
    expect(rowOf(await game.run('ash', '/osrs gear view'), 'weapon')).toEqual(['weapon', 'Abyssal whip']);
    expect(fieldOf(await game.run('ash', '/profile view'), 'OSRS')).toBe('demo melee, combat 99 (claimed)');
    expect(fieldOf(await game.run('misty', `/profile view user:${game.idOf('ash')}`), 'OSRS')).toContain(
      'claimed',
    );
  });

  it('may be claimed by two people, which both see as a claim', async () => {
    await link('ash', 'zezima');
    await link('misty', 'zezima');
    for (const name of ['ash', 'misty']) {
      expect(fieldOf(await game.run(name, '/profile view'), 'OSRS')).toBe('zezima, combat 126 (claimed)');
    }
  });

  it('says what is wrong with a name, and leaves nothing half done', async () => {
    expect(await game.codeOf('ash', '/profile link service:osrs name:no;good')).toBe('E_INPUT');
    expect(await game.codeOf('ash', '/profile link service:osrs name:nobody')).toBe('E_TARGET');
    trouble = down();
    expect(await game.codeOf('ash', '/profile link service:osrs name:zezima')).toBe('E_UPSTREAM');
    expect(await game.codeOf('ash', '/osrs gear view')).toBe('E_NOT_STARTED');
  });

  it('gives a repeat of the same press the same account', async () => {
    const text = '/profile link service:osrs name:demo melee';
    await game.run('ash', text, 'press-1');
    game.rig.clock.advance(20 * MINUTE_MS);
    expect((await game.run('ash', text, 'press-1')).title).toBe('Linked: demo melee');
    expect(await game.codeOf('ash', '/profile link service:osrs name:zezima', 'press-1')).toBe('E_STALE');
  });

  it('lets go', async () => {
    await link();
    await game.run('ash', '/profile unlink service:osrs');
    expect(await game.codeOf('ash', '/osrs stats')).toBe('E_NOT_STARTED');
    expect(await game.codeOf('ash', '/profile unlink service:osrs')).toBe('E_NOT_STARTED');
    expect(fieldOf(await game.run('ash', '/profile view'), 'OSRS')).toBeUndefined();
  });

  it('goes with its person, and stood nowhere in plain before', async () => {
    await link();
    await game.run('ash', '/osrs gear save name:my secret set');
    const log = [...backing.now.streams.values()].flatMap(({ commits }) => commits.map(({ json }) => json));
    const own = log.filter((json) => json.includes(':adventurer:'));
    expect(own.length).toBeGreaterThan(2);
    for (const json of own) expect(json).not.toMatch(/demo melee|my secret set/);
    await game.finish(game.desk.deps.erase(game.idOf('ash')));
    expect(await game.codeOf('ash', '/osrs stats')).toBe('E_NOT_STARTED');
  });
});

describe('/osrs stats', () => {
  it('shows every skill, levels beyond 99 and how old the figures are', async () => {
    await link('ash', 'zezima');
    const panel = await game.run('ash', '/osrs stats');
    expect(panel.tables?.[0]?.rows).toHaveLength(25);
    expect(rowOf(panel, 'Attack')).toEqual(['Attack', '99', '99', '13,034,431', '12,345']);
    expect(fieldOf(panel, 'Combat level')).toBe('126');
    expect(fieldOf(panel, 'Read')).toMatch(/^<t:\d+:R>$/);
    expect(asked).toBe(1);
  });

  it('looks at anybody by name, and says what unranked means', async () => {
    const panel = await game.run('ash', '/osrs stats rsn:demo novice');
    expect(rowOf(panel, 'Prayer')).toEqual(['Prayer', '1', '–', 'unranked', '–']);
    expect(panel.text).toContain('unranked');
    expect(await game.codeOf('ash', '/osrs stats rsn:nobody')).toBe('E_TARGET');
    expect(await game.codeOf('ash', '/osrs stats')).toBe('E_NOT_STARTED');
  });

  it('shows older figures with their age while the source fails, also after a restart', async () => {
    await link();
    game.rig.clock.advance(20 * MINUTE_MS);
    trouble = down();
    const stale = await game.run('ash', '/osrs stats');
    expect(stale.tone).toBe('warn');
    expect(stale.text).toContain('E_UPSTREAM');
    expect(rowOf(stale, 'Attack')?.[1]).toBe('80');
    game.rig.engine.kill();
    await open();
    const remembered = await game.run('ash', '/osrs stats');
    expect(remembered.text).toContain('last read');
    expect(rowOf(remembered, 'attack')).toEqual(['attack', '80']);
  });

  it('looks at the other boards, which say which one they are', async () => {
    const main = await game.run('ash', '/osrs stats rsn:demo iron');
    expect(fieldOf(main, 'Board')).toBe('Main game');
    const iron = await game.run('ash', '/osrs stats rsn:demo iron board:ironman');
    expect(fieldOf(iron, 'Board')).toBe('Ironman');
    expect(iron.tables).toEqual(main.tables);
    const leagues = await game.run('ash', '/osrs stats rsn:demo iron board:seasonal');
    expect(rowOf(leagues, 'Attack')?.[1]).toBe('37');
  });

  it('says clearly that somebody is not on a board, and that there is no such board', async () => {
    const { error } = await game.outcome('ash', '/osrs stats rsn:zezima board:ultimate');
    expect([error?.code, error?.field]).toEqual(['E_TARGET', 'board']);
    expect(error?.message).toContain('Nobody called “zezima” is on the board “Ultimate ironman”');
    const typo = await game.outcome('ash', '/osrs stats rsn:zezima board:ironmen');
    expect([typo.error?.code, typo.error?.field]).toEqual(['E_INPUT', 'board']);
    expect(typo.error?.message).toContain('ironman');
    expect(await game.codeOf('ash', '/osrs stats rsn:no;good board:ironman')).toBe('E_INPUT');
  });

  it('keeps what an account is in an event apart from what it is', async () => {
    await link('ash', 'zezima');
    const event = await game.run('ash', '/osrs stats board:deadman');
    expect(rowOf(event, 'Attack')?.[1]).toBe('69');
    expect(await game.codeOf('ash', '/osrs stats board:pure')).toBe('E_TARGET');
    game.rig.clock.advance(2 * 60 * MINUTE_MS);
    trouble = down();
    expect((await game.run('ash', '/osrs stats board:deadman')).text).toContain('older figures');
    game.rig.engine.kill();
    await open();
    // what is remembered is the main game's, and is not shown for another board's
    expect(await game.codeOf('ash', '/osrs stats board:deadman')).toBe('E_UPSTREAM');
    const remembered = await game.run('ash', '/osrs stats');
    expect(rowOf(remembered, 'attack')).toEqual(['attack', '99']);
  });

  it('answers E_UPSTREAM, naming the source, when nothing is known', async () => {
    trouble = down();
    const { error } = await game.outcome('ash', '/osrs stats rsn:zezima');
    expect(error?.code).toBe('E_UPSTREAM');
    expect(error?.message).toContain('The OSRS hiscores');
  });
});

describe('/osrs gear', () => {
  it('equips gear, spells, prayers and stances, and takes things off', async () => {
    await link();
    const worn = await game.run('ash', '/osrs gear equip item:Rune kiteshield');
    expect(rowOf(worn, 'shield')).toEqual(['shield', 'Rune kiteshield']);
    await game.run('ash', '/osrs gear equip stance:accurate');
    const held = await game.run('ash', '/osrs gear equip remove:shield');
    expect(rowOf(held, 'shield')).toEqual(['shield', '–']);
    expect(fieldOf(held, 'Fights with')).toBe('Abyssal whip, accurate, 4 ticks');
    const mage = await game.run('ash', '/osrs gear equip item:starter magic');
    expect(fieldOf(mage, 'Spell')).toBe('Ice Rush');
  });

  it('says what is missing, what was meant, and that it takes one change', async () => {
    await link('ash', 'demo novice');
    const { error } = await game.outcome('ash', '/osrs gear equip item:abyssal-whip');
    expect([error?.code, error?.field]).toEqual(['E_INPUT', 'item']);
    expect(error?.message).toContain('70 attack (you have 12)');
    expect((await game.outcome('ash', '/osrs gear equip item:rune scimitr')).error?.message).toContain(
      'Did you mean `Rune scimitar`?',
    );
    expect(await game.codeOf('ash', '/osrs gear equip')).toBe('E_INPUT');
    expect(await game.codeOf('ash', '/osrs gear equip remove:head stance:accurate')).toBe('E_INPUT');
    expect(await game.codeOf('misty', '/osrs gear equip remove:head')).toBe('E_NOT_STARTED');
  });

  it('keeps loadouts and puts them on again', async () => {
    await link();
    await game.run('ash', '/osrs gear save name:slayer');
    await game.run('ash', '/osrs gear load name:starter ranged');
    const back = await game.run('ash', '/osrs gear load name:Slayer');
    expect(rowOf(back, 'weapon')).toEqual(['weapon', 'Abyssal whip']);
    expect(fieldOf(back, 'Loadouts')).toBe('slayer');
    expect(await game.codeOf('ash', '/osrs gear load name:nothing')).toBe('E_GONE');
    expect(await game.codeOf('ash', '/osrs gear save name:equipped')).toBe('E_INPUT');
  });

  it('suggests from memory', async () => {
    await link();
    await game.run('ash', '/osrs gear save name:slayer');
    const calls = asked;
    expect(await game.suggest('ash', 'osrs gear equip', 'item', 'whip')).toEqual([
      { label: 'Abyssal whip (weapon)', value: 'abyssal-whip' },
    ]);
    expect((await game.suggest('ash', 'osrs gear load', 'name'))[0]).toEqual({
      label: 'slayer',
      value: 'slayer',
    });
    expect(await game.suggest('ash', 'osrs dps', 'target', 'abyssal')).toHaveLength(1);
    expect((await game.suggest('ash', 'osrs stats', 'rsn', 'demo')).slice(0, 2)).toEqual([
      { label: 'demo melee (yours)', value: 'demo melee' },
      { label: 'zezima (demo)', value: 'zezima' },
    ]);
    expect(await game.suggest('ash', 'osrs stats', 'rsn', 'melee')).toHaveLength(1);
    expect((await game.suggest('ash', 'osrs gear equip', 'item')).length).toBe(25);
    expect(asked).toBe(calls);
  });
});

describe('fighters for battles', () => {
  it('are the loadouts of a linked account', async () => {
    await link();
    await game.run('ash', '/osrs gear save name:slayer');
    await game.run('misty', '/profile view');
    const own = async (name: string) => {
      const { clock: time } = game.rig;
      const call = { userId: game.idOf(name), scope: 'g1', deadlineMonoMs: time.monoMs() + 2_500 };
      return game.finish(osrsFighters.own({ ...call, deps: game.desk.deps } as unknown as CommandContext));
    };
    const mine = await own('ash');
    expect(mine.map(({ ref }) => ref)).toEqual([
      'osrs:worn',
      'osrs:kept-1',
      'osrs:melee',
      'osrs:ranged',
      'osrs:magic',
    ]);
    expect(mine[0]?.label).toBe('demo melee (equipped)');
    // what a battle keeps for ever names no account
    expect(mine[0]?.shape.name).toBe('Abyssal whip');
    expect(await own('misty')).toEqual([]);
    expect(osrsFighters.prefix).toBe('osrs');
  });
});

describe('a team with an OSRS account', () => {
  const challenge = (team: string) => game.outcome('ash', `/battle npc trainer:wren team:"${team}"`);

  beforeEach(async () => {
    Object.assign(game.desk.deps, { fighters: [osrsFighters] });
    await link();
  });

  it.each(['osrs:demo melee', 'osrs:Demo Melee', 'demo melee', 'osrs:worn', 'osrs:abyssal whip'])(
    'takes it as %s',
    async (team) => {
      const { panel, error } = await challenge(team);
      expect(error).toBeUndefined();
      expect(wordsOf(panel)).toContain('Abyssal whip');
    },
  );

  it('says what there is of it instead of another', async () => {
    const { error } = await challenge('osrs:zezima');
    expect(error).toMatchObject({ code: 'E_INPUT', field: 'team' });
    expect(error?.message).toContain(
      'You have no fighter “osrs:zezima”. Yours: `osrs:worn` demo melee (equipped)',
    );
  });

  it('is suggested by its name', async () => {
    expect((await game.suggest('ash', 'battle npc', 'team', 'demo')).map(({ value }) => value)).toContain(
      'osrs:worn',
    );
  });
});

describe('/osrs dps', () => {
  it('says what a loadout does to a monster, and more with help', async () => {
    await link();
    const plain = await game.run('ash', '/osrs dps target:abyssal-demon');
    expect(plain.title).toBe('Abyssal whip against Abyssal demon');
    const both = await game.run('ash', '/osrs dps target:Abyssal demon buffs:both');
    const dps = (panel: Panel): number => Number(fieldOf(panel, 'DPS'));
    expect(dps(both)).toBeGreaterThan(dps(plain));
    expect(fieldOf(plain, 'Time to kill')).toMatch(/^\d+\.\d s$/);
    const [spread, help] = plain.tables ?? [];
    expect(spread?.rows.map(([share]) => share)).toEqual(['10 %', '25 %', '50 %', '75 %', '90 %', '99 %']);
    expect(help?.rows.map(([what]) => what)).toEqual([
      'no help',
      'potions',
      'Ultimate Strength',
      'potions and Ultimate Strength',
    ]);
    expect(help?.rows[0]?.[3]).toBe(fieldOf(plain, 'DPS'));
    expect(help?.rows[3]?.[3]).toBe(fieldOf(both, 'DPS'));
    const bow = await game.run('ash', '/osrs dps target:hill giant loadout:starter ranged');
    expect(bow.title).toContain('shortbow');
  });

  it('spreads the time of a kill as its attacks are spread', async () => {
    await link();
    const panel = await game.run('ash', '/osrs dps target:abyssal-demon');
    const accuracy = Number.parseFloat(fieldOf(panel, 'Accuracy') ?? '') / 100;
    const spread = killSpread(150, Number(fieldOf(panel, 'Max hit')), accuracy);
    for (const [share = '', attacks = '', time] of panel.tables?.[0]?.rows ?? []) {
      // the accuracy that is shown is rounded
      expect(spread.within(Number(attacks))).toBeGreaterThan(Number.parseInt(share, 10) / 100 - 1e-3);
      expect(spread.within(Number(attacks) - 1)).toBeLessThan(Number.parseInt(share, 10) / 100 + 1e-3);
      expect(time).toBe(`${(Number(attacks) * 2.4).toFixed(1)} s`);
    }
  });

  it('tells long times in minutes and hours, and of no hit that there is none', () => {
    const monster = MONSTERS.find(({ id }) => id === 'abyssal-demon');
    if (monster === undefined) throw new Error('no abyssal demon');
    const question = { levels: {}, kit: kitOf(BARE), monster, buffs: { potion: false, prayer: false } };
    const told = (levels: Monster['levels'], hitpoints: number) =>
      dpsPanel({ ...question, monster: { ...monster, levels, hitpoints } });
    expect(fieldOf(told({ ...monster.levels, defence: 40 }, 150), 'Time to kill')).toMatch(/^\d+\.\d min$/);
    expect(fieldOf(told({ ...monster.levels, defence: 4_000 }, 150), 'Time to kill')).toMatch(/^\d+\.\d h$/);
    const clumsy = dpsPanel({
      ...question,
      monster: { ...monster, levels: { ...monster.levels, defence: Number.POSITIVE_INFINITY } },
    });
    expect(fieldOf(clumsy, 'Time to kill')).toBe('never');
    expect(clumsy.tables?.map(({ caption }) => caption)).toEqual(['With and without help']);
  });

  it('says what is wrong', async () => {
    await link();
    const { error } = await game.outcome('ash', '/osrs dps target:cow loadout:none');
    expect([error?.code, error?.field]).toEqual(['E_INPUT', 'loadout']);
    expect(error?.message).toContain('called “none”');
    expect(await game.codeOf('ash', '/osrs dps target:nobody')).toBe('E_INPUT');
    expect(await game.codeOf('ash', '/osrs dps target:cow loadout:none')).toBe('E_INPUT');
    expect(await game.codeOf('misty', '/osrs dps target:cow')).toBe('E_NOT_STARTED');
    expect(wordsOf((await game.outcome('ash', '/osrs dps target:abyssal demn')).panel)).toContain(
      'Did you mean',
    );
  });
});
