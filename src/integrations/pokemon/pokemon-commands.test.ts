import { globSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { commands as houseCommands, guildhallTree } from '#commands/index.ts';
import { parseCommand } from '#commands/parse.ts';
import { controlOf, fieldOf, play, type Playing } from '#test/support/commands/playing.ts';
import { createMemoryBacking } from '#adapters/memory/backing.ts';
import type { Candidate } from '#commands/battle/fighters.ts';
import { type CommandContext, defineCommand } from '#commands/define-command.ts';
import { pokemonFighters } from './fighters.ts';
import { pokemonArea } from './index.ts';

const area = pokemonArea(() => Promise.reject(new Error('nobody asks for damage')));
const { commands, components } = area;

const TEAM = [
  'Sparky (Pikachu) @ Light Ball',
  'Ability: Static',
  'EVs: 252 SpA / 252 Spe',
  'Timid Nature',
  '- Thunderbolt',
  '- Surf',
  '',
  'Garchomp @ Choice Band',
  'Ability: Rough Skin',
  'EVs: 252 Atk / 4 SpD / 252 Spe',
  'Jolly Nature',
  '- Earthquake',
].join('\n');

const importText = (text: string): string => `/pokemon team import text:"${text}"`;

let game: Playing;
beforeEach(async () => {
  game = await play(commands, components);
});

const rowsOf = async (text: string): Promise<readonly (readonly string[])[]> =>
  (await game.run('ash', text)).tables?.[0]?.rows ?? [];

const refusal = async (text: string) => {
  const { error } = await game.outcome('ash', text);
  return error ?? { code: 'ok', message: '', field: undefined };
};

describe('the area', () => {
  it('holds every command that a file here defines, and examples that its own parser accepts', async () => {
    const tree = guildhallTree([area]);
    expect(tree.commands).toHaveLength(houseCommands.length + commands.length);
    const files = globSync('*.ts', { cwd: import.meta.dirname }).filter((file) => !file.endsWith('.test.ts'));
    const sources = await Promise.all(
      files.map(
        async (file) => (await import(/* @vite-ignore */ new URL(file, import.meta.url).href)) as object,
      ),
    );
    const defined = sources
      .flatMap((source) => Object.values(source) as readonly unknown[])
      .filter((one) => typeof one === 'object' && one !== null && 'run' in one);
    expect(defined.length).toBeGreaterThan(8);
    expect(defined.filter((one) => ![...commands, ...components].includes(one as never))).toEqual([]);
    for (const { examples, name } of commands) {
      for (const example of examples) {
        const parsed = await parseCommand(example, tree, async () => 'somebody');
        expect(parsed.ok ? parsed.definition.name : parsed.rejection).toBe(name);
      }
    }
    expect(
      area.topics.flatMap((topic) => topic.commands).filter((name) => tree.command(name) === undefined),
    ).toEqual([]);
  });

  it('keeps to the limits of Discord', () => {
    for (const { summary, options } of commands) {
      expect(summary.length).toBeLessThanOrEqual(100);
      for (const { description, maxLength = 0 } of options) {
        expect(description.length).toBeLessThanOrEqual(100);
        expect(maxLength).toBeLessThanOrEqual(4_000);
      }
    }
  });
});

describe('/pokemon start', () => {
  it('shows a dozen and gives the one that is chosen, once', async () => {
    const shown = await game.run('ash', '/pokemon start');
    expect(shown.tables?.[0]?.rows).toHaveLength(12);
    const { panel } = await game.press('ash', controlOf(shown, 'select'), ['squirtle']);
    expect(panel).toMatchObject({ tone: 'good', title: 'Squirtle, level 50' });
    expect(await rowsOf('/pokemon team view')).toEqual([
      ['m1', 'Squirtle', 'Squirtle', 'Water', '50', '–', 'slot 1'],
    ]);
    // the same press again is the same command
    expect((await game.press('ash', controlOf(shown, 'select'), ['squirtle'])).error).toBeUndefined();
    expect(await refusal('/pokemon start starter:eevee')).toMatchObject({ code: 'E_LIMIT' });
    expect(await refusal('/pokemon start starter:agumon')).toMatchObject({ code: 'E_LIMIT' });
  });

  it('names the field of a starter that is none', async () => {
    expect(await refusal('/pokemon start starter:agumon')).toMatchObject({
      code: 'E_INPUT',
      field: 'starter',
    });
  });
});

describe('/pokemon team', () => {
  it('takes a team in a form and gives it back as text', async () => {
    const form = await game.run('ash', '/pokemon team import');
    expect(form.modal?.fields[0]).toMatchObject({ id: 'text', multiline: true, maxLength: 4_000 });
    const { panel } = await game.submit('ash', form, { text: TEAM });
    expect(panel).toMatchObject({ title: 'Your team', tone: 'good' });
    expect(panel.tables?.[0]?.rows.map(([, name, species]) => [name, species])).toEqual([
      ['Sparky', 'Pikachu'],
      ['Garchomp', 'Garchomp'],
    ]);
    expect((await game.run('ash', '/pokemon team export')).text).toBe(TEAM);
    expect((await game.submit('ash', form, { text: TEAM })).error).toBeUndefined();
    expect(await rowsOf('/pokemon box')).toHaveLength(2);
  });

  it('takes a team as an option, line breaks and all', async () => {
    await game.run('ash', importText(TEAM));
    expect((await game.run('ash', '/pokemon team export')).text).toBe(TEAM);
  });

  it.each([
    ['an unknown species', 'Agumon\nAbility: Static\n- Surf', 'Line 1: generation 9 has no Pokémon'],
    ['level 0', 'Pikachu\nAbility: Static\nLevel: 0\n- Surf', 'Line 3 “Level: 0”: a level is'],
    ['level 101', 'Pikachu\nAbility: Static\nLevel: 101\n- Surf', 'Line 3 “Level: 101”: a level is'],
    ['no team at all', 'hello', 'Line 1: generation 9 has no Pokémon called “hello”.'],
  ])('names the line of %s, in the option and in the form', async (_what, text, message) => {
    const answer = { code: 'E_INPUT', field: 'text', message: expect.stringContaining(message) as string };
    expect(await refusal(importText(text))).toMatchObject(answer);
    const form = await game.run('ash', '/pokemon team import');
    expect((await game.submit('ash', form, { text })).error).toMatchObject(answer);
    expect(await rowsOf('/pokemon box')).toEqual([]);
  });

  it('says how long a text may be, and which line cannot be shown', async () => {
    expect(await refusal(importText('x'.repeat(5_000)))).toMatchObject({
      code: 'E_INPUT',
      field: 'text',
      message: expect.stringContaining('5000 characters') as string,
    });
    const submitted = async (text: string | undefined) => {
      const form = await game.run('ash', '/pokemon team import');
      return (await game.submit('ash', form, text === undefined ? {} : { text })).error;
    };
    expect(await submitted('x'.repeat(5_000))).toMatchObject({
      code: 'E_INPUT',
      message: 'The text has 5000 characters: a team takes at most 4000.',
    });
    expect(await submitted('Pikachu\nAbility: St\u0007atic\n- Surf')).toMatchObject({
      code: 'E_INPUT',
      message: expect.stringContaining('Line 2 “Ability: Static”: holds characters') as string,
    });
    for (const nothing of [undefined, '', '\u200b', '\u0000']) {
      expect(await submitted(nothing)).toMatchObject({ code: 'E_INPUT', field: 'text' });
    }
  });

  it('sets slots by id, nickname and species, and empties them', async () => {
    await game.run('ash', '/pokemon start starter:squirtle');
    await game.run('ash', importText(TEAM));
    await game.run('ash', '/pokemon team set slot:3 mon:squirtle');
    await game.run('ash', '/pokemon team set slot:1 mon:garchomp');
    await game.run('ash', '/pokemon team set slot:6 mon:sparky');
    expect((await rowsOf('/pokemon team view')).map(([monId, , , , , , where]) => [monId, where])).toEqual([
      ['m3', 'slot 1, loaner'],
      ['m1', 'slot 3'],
      ['m2', 'slot 6, loaner'],
    ]);
    await game.run('ash', '/pokemon team set slot:1');
    expect(await rowsOf('/pokemon team view')).toHaveLength(2);
    expect(await refusal('/pokemon team set slot:7 mon:m1')).toMatchObject({
      code: 'E_INPUT',
      field: 'slot',
    });
    expect(await refusal('/pokemon team set slot:1 mon:nobody')).toMatchObject({
      code: 'E_INPUT',
      field: 'mon',
    });
  });

  it('keeps nicknames sealed and everything over a restart', async () => {
    const backing = createMemoryBacking();
    game = await play(commands, components, backing);
    await game.run('ash', importText(TEAM));
    await game.settle();
    const stored = [...backing.streams]
      .map(([stream, { commits }]) => stream + JSON.stringify(commits))
      .join('');
    expect(stored).toContain('Light Ball');
    expect(stored).not.toContain('Sparky');
    game.rig.engine.kill();
    game = await play(commands, components, backing);
    expect((await game.run('ash', '/pokemon team export')).text).toBe(TEAM);
  });

  it('has nothing to export of an empty team', async () => {
    expect(await refusal('/pokemon team export')).toMatchObject({ code: 'E_GONE' });
    expect((await game.run('ash', '/pokemon team view')).title).toBe('No team yet');
  });
});

describe('a team of any against any', () => {
  const challenge = (team: string) => game.outcome('ash', `/battle npc trainer:wren team:"${team}"`);

  beforeEach(async () => {
    const tree = guildhallTree([area]);
    game = await play(tree.commands, tree.components);
    await game.run('misty', '/profile view');
    Object.assign(game.desk.deps, { fighters: [pokemonFighters] });
    await game.run('ash', importText(TEAM));
  });

  it.each(['pokemon:garchomp', 'pokemon:Garchomp', 'GARCHOMP', 'pokemon:m2', 'pokemon: garchomp'])(
    'takes a Pokémon as %s',
    async (team) => {
      const { panel, error } = await challenge(team);
      expect(error).toBeUndefined();
      expect(JSON.stringify(panel)).toContain('Garchomp');
    },
  );

  it('takes it by its nickname, and by its species', async () => {
    for (const team of ['pokemon:sparky', 'pokemon:pikachu', 'sparky'])
      expect((await challenge(team)).error).toBeUndefined();
  });

  it('looks for a name only among those of its word, and lists the own ones otherwise', async () => {
    for (const team of ['pokemon:mossback', 'loan:garchomp', 'pet:garchomp', 'osrs:garchomp', 'pokemon:']) {
      const { error } = await challenge(team);
      expect(error).toMatchObject({ code: 'E_INPUT', field: 'team' });
      expect(error?.message).toContain('`pokemon:m1` Sparky (Pikachu)');
      expect(error?.message).toContain('`pokemon:m2` Garchomp');
    }
    const { error } = await game.outcome('misty', '/battle npc trainer:wren team:pokemon:garchomp');
    expect(error?.message).toContain('You have none of your own yet. `loan:mossback`');
  });
});

describe('/pokemon box, info and release', () => {
  it('lists, filters and shows', async () => {
    expect((await game.run('ash', '/pokemon box')).title).toBe('Your box is empty');
    await game.run('ash', '/pokemon start starter:squirtle');
    await game.run('ash', importText(TEAM));
    expect(await rowsOf('/pokemon box')).toHaveLength(3);
    expect((await rowsOf('/pokemon box filter:water')).map(([monId]) => monId)).toEqual(['m1']);
    expect((await rowsOf('/pokemon box filter:spark')).map(([monId]) => monId)).toEqual(['m2']);
    const box = await game.run('ash', '/pokemon box');
    const { panel } = await game.press('ash', controlOf(box, 'select'), ['m3']);
    expect(panel.title).toBe('Garchomp, level 100');
    expect(fieldOf(panel, 'In cross battles')).toBe(
      'ranged, one action each 4 ticks: Earthquake, Dragon strike, Dragon scorch, Ground jolt',
    );
    const info = await game.run('ash', '/pokemon info');
    expect(info.title).toBe('Sparky the Pikachu, level 100');
    expect(info.tables?.[0]?.rows.at(-1)).toEqual(['Speed', '306', '90', '31', '252']);
  });

  it('lets loaners go and keeps the starter', async () => {
    await game.run('ash', '/pokemon start starter:squirtle');
    await game.run('ash', importText(TEAM));
    expect(await refusal('/pokemon release mon:squirtle')).toMatchObject({ code: 'E_INPUT', field: 'mon' });
    await game.run('ash', '/pokemon release mon:sparky');
    expect(await rowsOf('/pokemon box')).toHaveLength(2);
    await game.run('ash', '/pokemon release mon:all');
    expect(await rowsOf('/pokemon box')).toHaveLength(1);
    expect(await refusal('/pokemon release mon:all')).toMatchObject({ code: 'E_GONE' });
  });

  it('asks which one when several could be meant', async () => {
    await game.run('ash', '/pokemon start starter:pikachu');
    await game.run('ash', importText(TEAM));
    expect(await refusal('/pokemon info mon:pikachu')).toMatchObject({
      code: 'E_INPUT',
      field: 'mon',
      message:
        '2 of your Pokémon could be “pikachu”. Choose one by its id:\n- `m1` Pikachu, level 50\n- `m2` Sparky the Pikachu, level 100',
    });
    expect(await refusal('/pokemon info mon:m9')).toMatchObject({ code: 'E_INPUT', field: 'mon' });
    expect((await game.run('ash', '/pokemon info mon:M2')).title).toContain('Sparky');
  });

  it('shows nothing of others', async () => {
    await game.run('ash', importText(TEAM));
    expect((await game.outcome('misty', '/pokemon info')).error).toMatchObject({ code: 'E_GONE' });
    expect((await game.outcome('misty', '/pokemon info mon:m1')).error).toMatchObject({ code: 'E_GONE' });
  });

  it('suggests the own ones from the box', async () => {
    await game.run('ash', importText(TEAM));
    expect(await game.suggest('ash', 'pokemon info', 'mon', 'spark')).toEqual([
      { label: 'Sparky the Pikachu, level 100', value: 'm1' },
    ]);
    expect(await game.suggest('misty', 'pokemon info', 'mon')).toEqual([]);
    expect(await game.suggest('nobody', 'pokemon start', 'starter', 'cha')).toEqual([
      { label: 'Charmander', value: 'charmander' },
    ]);
  });
});

describe('Pokémon as fighters', () => {
  it('are those of the caller, the team first, in their shapes', async () => {
    let own: readonly Candidate[] = [];
    const probe = defineCommand({
      name: 'probe',
      summary: 'Asks for fighters',
      options: [],
      ephemeral: true,
      examples: ['/probe'],
      run: async (_input, context: CommandContext) => {
        own = await pokemonFighters.own(context);
        return { title: 'Asked', ephemeral: true };
      },
    });
    game = await play([...commands, probe], components);
    await game.run('ash', '/pokemon start starter:squirtle');
    await game.run('ash', importText(TEAM));
    await game.run('ash', '/probe');
    expect(own.map(({ ref, label }) => `${ref} ${label}`)).toEqual([
      'pokemon:m2 Sparky (Pikachu)',
      'pokemon:m3 Garchomp (Garchomp)',
      'pokemon:m1 Squirtle (Squirtle)',
    ]);
    // a nickname is a person's own word and stays out of battles
    expect(own[0]?.shape).toMatchObject({ name: 'Pikachu', kind: 'pokemon', level: 100 });
  });
});
