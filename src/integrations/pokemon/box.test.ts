import { beforeEach, describe, expect, it } from 'vitest';
import { createMemoryBacking, type MemoryBacking } from '#adapters/memory/backing.ts';
import type { Panel, Select } from '#commands/panel.ts';
import { loadDex } from '#game/pokemon/dex.ts';
import { controlOf, pressIn, play, type Playing } from '#test/support/commands/playing.ts';
import { pokemonArea } from './index.ts';

const { commands, components } = pokemonArea(() => Promise.reject(new Error('nobody asks for damage')));
const dex = await loadDex();

let game: Playing;
let backing: MemoryBacking;
beforeEach(async () => {
  backing = createMemoryBacking();
  game = await play(commands, components, backing);
});

const blockOf = (
  species: string,
  {
    head = species,
    more = [],
    move = 'Protect',
  }: { head?: string; more?: readonly string[]; move?: string } = {},
): string => [head, `Ability: ${dex.species(species)?.abilities[0] ?? ''}`, ...more, `- ${move}`].join('\n');

const take = async (...blocks: readonly string[]): Promise<Panel> =>
  game.run('ash', `/pokemon team import text:"${blocks.join('\n\n')}"`);

const SIX = ['Bulbasaur', 'Charmander', 'Squirtle', 'Pikachu', 'Eevee', 'Snorlax'];

/** A starter and as many loaners as a box takes: five times the same six, at five levels. */
const fill = async (): Promise<void> => {
  await game.run('ash', '/pokemon start starter:riolu');
  for (const level of [10, 20, 30, 40, 50]) {
    await take(...SIX.map((species) => blockOf(species, { more: [`Level: ${level}`] })));
  }
};

const idsOn = (panel: Panel): readonly string[] => panel.tables?.[0]?.rows.map(([id = '']) => id) ?? [];
const labelsOf = (panel: Panel): readonly string[] =>
  panel.controls?.flat().map((one) => (one.kind === 'button' ? one.label : one.placeholder)) ?? [];
const selectOf = (panel: Panel, placeholder: string): Select => {
  const found = panel.controls
    ?.flat()
    .find((one) => one.kind === 'select' && one.placeholder === placeholder);
  if (found?.kind !== 'select') throw new Error(`no select ${placeholder}`);
  return found;
};

/** Every page, by pressing Next. */
const pagesFrom = async (panel: Panel): Promise<readonly Panel[]> => {
  const pages = [panel];
  for (let at = panel; ;) {
    const next = controlOf(at, 'Next');
    if (next.disabled) return pages;
    at = await pressIn(game, 'ash', at, 'Next');
    pages.push(at);
  }
};

describe('a box of more than one page', () => {
  it('shows everybody once, the team first, and lets each be looked at', async () => {
    await fill();
    const first = await game.run('ash', '/pokemon box');
    expect(first.title).toBe('Your 31 Pokémon');
    expect(first.footer).toBe('Page 1 of 4 · 30 of 30 places for loaners are taken');
    const pages = await pagesFrom(first);
    expect(pages.map((page) => idsOn(page).length)).toEqual([10, 10, 10, 1]);
    expect(idsOn(first).slice(0, 6)).toEqual(['m26', 'm27', 'm28', 'm29', 'm30', 'm31']);
    expect(new Set(pages.flatMap(idsOn)).size).toBe(31);
    for (const page of pages) {
      expect(selectOf(page, 'Look at one').options.map(({ value }) => value)).toEqual(idsOn(page));
    }
    expect(controlOf(first, 'Back').disabled).toBe(true);
    const back = await pressIn(game, 'ash', pages[1] ?? first, 'Back');
    expect(idsOn(back)).toEqual(idsOn(first));
  });

  it('turns its pages after a restart, and stays on the last one when there are fewer', async () => {
    await fill();
    const pages = await pagesFrom(await game.run('ash', '/pokemon box sort:newest'));
    const third = pages[2];
    if (third === undefined) throw new Error('no third page');
    await game.settle();
    game.rig.engine.kill();
    game = await play(commands, components, backing);
    const last = await pressIn(game, 'ash', third, 'Next');
    expect(idsOn(last)).toEqual(['m1']);
    await game.run('ash', '/pokemon release mon:all');
    expect(idsOn(await pressIn(game, 'ash', third, 'Next'))).toEqual(['m1']);
  });

  it.each([
    ['newest', ['m31', 'm30', 'm29']],
    ['name', ['m2', 'm8', 'm14']],
    ['species', ['m2', 'm8', 'm14']],
    ['level', ['m1', 'm26', 'm27']],
  ])('is sorted by %s', async (sort, ids) => {
    await fill();
    expect(idsOn(await game.run('ash', `/pokemon box sort:${sort}`)).slice(0, 3)).toEqual(ids);
  });

  it('keeps order, filter and duplicates while its pages are turned', async () => {
    await fill();
    await game.run('ash', '/pokemon release mon:m4');
    const first = await game.run('ash', '/pokemon box sort:level dupes:true filter:a');
    // all but Squirtle, Eevee and the only Riolu have an “a” in their names
    expect(first.title).toBe('20 of your 30 Pokémon');
    const [, second] = await pagesFrom(first);
    if (second === undefined) throw new Error('no second page');
    const levels = [first, second].flatMap(
      (page) => page.tables?.[0]?.rows.map(([, , , , level]) => level) ?? [],
    );
    expect(levels).toEqual(levels.toSorted((one, other) => Number(other) - Number(one)));
    expect(levels).toHaveLength(20);
  });

  it('says so when nothing fits', async () => {
    await fill();
    const none = await game.run('ash', '/pokemon box filter:mew');
    expect(none.title).toBe('0 of your 31 Pokémon');
    expect(none.text).toContain('None of them fits “mew”');
    expect(none.controls).toBeUndefined();
    await game.run('ash', '/pokemon release mon:all');
    expect((await game.run('ash', '/pokemon box dupes:true')).text).toBe(
      'No two of them are of one species.',
    );
    expect((await game.outcome('ash', '/pokemon box sort:shape')).error).toMatchObject({
      code: 'E_INPUT',
      field: 'sort',
    });
  });
});

describe('the filter of a box', () => {
  beforeEach(async () => {
    await take(
      blockOf('Pikachu', {
        head: 'Sparky (Pikachu) @ Light Ball',
        more: ['Level: 5', 'Shiny: Yes'],
        move: 'Thunderbolt',
      }),
      blockOf('Squirtle', { move: 'Ice Beam' }),
      blockOf('Meowth', { head: 'ニャース (Meowth)' }),
    );
  });

  it.each([
    ['spark', ['m1']],
    ['PIKA', ['m1']],
    ['electric', ['m1']],
    ['light ball', ['m1']],
    ['thunderbolt', ['m1']],
    ['static', ['m1']],
    ['shiny', ['m1']],
    ['ice beam', ['m2']],
    // a type as a whole: nobody is of ice because of a move that begins so
    ['ice', []],
    ['ニャー', ['m3']],
    ['ピ', []],
    ['a name longer than any can be, ever', []],
  ])('“%s” finds %j', async (filter, ids) => {
    const panel = await game.run('ash', `/pokemon box filter:"${filter}"`);
    expect(idsOn(panel)).toEqual(ids);
  });

  it('is suggested from what is there', async () => {
    expect(await game.suggest('ash', 'pokemon box', 'filter', 'wa')).toEqual([
      { label: 'water (1)', value: 'water' },
    ]);
    expect(await game.suggest('misty', 'pokemon box', 'filter')).toEqual([]);
  });

  it('shows all that a control could not find again on one page', async () => {
    for (let n = 0; n < 2; n += 1) {
      await take(...SIX.map((species) => blockOf(species, { head: `ポケモン (${species})` })));
    }
    const panel = await game.run('ash', '/pokemon box filter:ポケ');
    expect(idsOn(panel)).toHaveLength(12);
    expect(labelsOf(panel)).toEqual(['Look at one', 'Let some go']);
  });
});

describe('letting several go', () => {
  it('asks first, then does it once, however often it is pressed', async () => {
    await fill();
    const box = await game.run('ash', '/pokemon box sort:newest');
    const { panel: question } = await game.press('ash', selectOf(box, 'Let some go'), ['m31', 'm22', 'm30']);
    expect(question.title).toBe('Let 3 go?');
    expect(question.text).toContain('Snorlax, level 50');
    const done = await pressIn(game, 'ash', question, 'Let 3 go');
    expect(done).toMatchObject({ title: '3 released', tone: 'good' });
    expect(await pressIn(game, 'ash', question, 'Let 3 go')).toMatchObject({ title: '3 released' });
    const left = await pressIn(game, 'ash', done, 'Back to the box');
    expect(left.title).toBe('Your 28 Pokémon');
    const ids = (await pagesFrom(left)).flatMap(idsOn);
    expect(ids.filter((id) => ['m31', 'm22', 'm30'].includes(id))).toEqual([]);
  });

  it('takes a whole page, and offers nobody who stays', async () => {
    await fill();
    const box = await game.run('ash', '/pokemon box sort:newest');
    const select = selectOf(box, 'Let some go');
    expect([select.options.length, select.max]).toEqual([10, 10]);
    const { panel: question } = await game.press(
      'ash',
      select,
      select.options.map(({ value }) => value),
    );
    expect(await pressIn(game, 'ash', question, 'Let 10 go')).toMatchObject({ title: '10 released' });
    await game.run('ash', '/pokemon release mon:all');
    expect(labelsOf(await game.run('ash', '/pokemon box'))).toEqual(['Look at one']);
  });

  it('names who is not there any more, and touches no starter', async () => {
    await fill();
    const box = await game.run('ash', '/pokemon box');
    const select = selectOf(box, 'Let some go');
    const { panel: question } = await game.press('ash', select, ['m30', 'm31']);
    await game.run('ash', '/pokemon release mon:m31');
    expect((await game.press('ash', controlOf(question, 'Let 2 go'))).error).toMatchObject({
      code: 'E_GONE',
    });
    expect((await game.press('ash', select, ['m31'])).error).toMatchObject({ code: 'E_GONE' });
    expect((await game.press('ash', select, ['m1'])).error).toMatchObject({ code: 'E_GONE' });
    expect((await game.press('misty', controlOf(question, 'Let 2 go'))).error?.code).toBe('E_PERM');
    expect((await game.run('ash', '/pokemon box')).title).toBe('Your 30 Pokémon');
  });

  it('is done once by a command that comes again', async () => {
    await fill();
    await game.run('ash', '/pokemon release mon:m31', 'press-1');
    expect(await game.run('ash', '/pokemon release mon:m31', 'press-1')).toMatchObject({ title: 'Released' });
    expect(await game.codeOf('ash', '/pokemon release mon:m31', 'press-2')).toBe('E_INPUT');
    await game.run('ash', '/pokemon release mon:all', 'press-3');
    expect(await game.run('ash', '/pokemon release mon:all', 'press-3')).toMatchObject({ tone: 'good' });
    expect(await game.codeOf('ash', '/pokemon release mon:all', 'press-4')).toBe('E_GONE');
  });
});
