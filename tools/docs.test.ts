import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { type Layer, MAY_IMPORT, PACKAGES } from './layers.ts';

const root = normalize(join(import.meta.dirname, '..'));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const pages = globSync(['*.md', 'docs/**/*.md', 'bench/*.md'], { cwd: root }).toSorted();
const decisions = pages.filter((page) => /^docs\/adr\/\d/.test(page));

/** A page without its code blocks. */
const prose = (page: string): string => read(page).replaceAll(/^```[\s\S]*?^```/gm, '');

/** As the usual renderers make it from a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');

const anchorsOf = (page: string): readonly string[] =>
  [...prose(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

/** What a relative link leads to that is not there; `undefined`: all is well. */
const brokenLink = (page: string, target: string): string | undefined => {
  if (/^[a-z]+:/.test(target)) return undefined;
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(root, file))) return `${page}: ${target}`;
  const isMissing = anchor !== undefined && file.endsWith('.md') && !anchorsOf(file).includes(anchor);
  return isMissing ? `${page}: ${target}, no such heading` : undefined;
};

/** The code alone: where it stands decides how the formatter breaks and indents it. */
const bare = (code: string): string => code.replaceAll(/\s+/g, '').replaceAll(/,(?=[)\]}])/g, '');

interface Found {
  readonly page: string;
  readonly what: string;
}

const findAll = (pattern: RegExp, text: (page: string) => string = read): readonly Found[] =>
  pages.flatMap((page) => [...text(page).matchAll(pattern)].map(([, what = '']) => ({ page, what })));

describe('the documents', () => {
  it('are all there', () => {
    for (const page of [
      'README.md',
      'CHANGELOG.md',
      'CONTRIBUTING.md',
      'SECURITY.md',
      'docs/architecture.md',
      'docs/errors.md',
      'docs/api/README.md',
      'docs/guides/development/README.md',
      'docs/guides/add-a-command.md',
      'docs/guides/add-an-actor.md',
    ]) {
      expect(pages, page).toContain(page);
    }
    expect(read('LICENSE')).toContain('Apache License');
    expect(decisions.length).toBeGreaterThan(15);
  });

  it('link to what is there, to the heading', () => {
    const links = findAll(/\]\(([^)\s]+)\)/g, prose);
    expect(links.length).toBeGreaterThan(60);
    expect(links.map(({ page, what }) => brokenLink(page, what)).filter(Boolean)).toEqual([]);
  });

  it('name only files of the tree that exist', () => {
    // built, not written
    const absent = new Set(['web/dist']);
    const named = findAll(
      /`((?:src|actors|scenarios|bench|test|tools|docs|web|\.ci)\/[\w./-]*\w)`/g,
      prose,
    ).filter(({ what }) => !absent.has(what));
    expect(named.length).toBeGreaterThan(60);
    const missing = named.filter(({ what }) => !existsSync(join(root, what)));
    expect(missing).toEqual([]);
  });

  it('name only npm scripts, scenarios and packages that exist', () => {
    const scripts = new Set([...Object.keys(packageJson.scripts), 'ci']);
    const runs = [...findAll(/npm run (?:-s )?([\w:]+)/g), ...findAll(/npm (start|test)\b/g)];
    expect(runs.length).toBeGreaterThan(30);
    expect(runs.filter(({ what }) => !scripts.has(what))).toEqual([]);
    const stories = findAll(/npm run scenario -- ([a-z][\w-]*)/g);
    expect(stories.length).toBeGreaterThan(5);
    expect(stories.filter(({ what }) => !existsSync(join(root, `scenarios/${what}.scenario.ts`)))).toEqual(
      [],
    );
    const packages = { ...packageJson.dependencies, ...packageJson.devDependencies };
    const known = new Set([...Object.keys(packages), 'node', 'tsc']);
    expect(findAll(/npx ([\w-]+)/g).filter(({ what }) => !known.has(what))).toEqual([]);
  });

  it('quote code as it stands in the file that they name', () => {
    const quotes = pages.flatMap((page) =>
      [...read(page).matchAll(/^```tsx? (\S+)\n([\s\S]*?)\n```$/gm)].map(([, file = '', code = '']) => ({
        page,
        file,
        code,
      })),
    );
    expect(quotes.length).toBeGreaterThan(15);
    const changed = quotes.filter(
      ({ file, code }) => !bare(read(file)).includes(bare(code).replace(/[,;]$/, '')),
    );
    expect(changed.map(({ page, file, code }) => `${page}: ${file}: ${code.split('\n')[0]}`)).toEqual([]);
  });
});

describe('the README', () => {
  it('has fewer than 150 lines', () => {
    expect(read('README.md').split('\n').length).toBeLessThan(150);
  });

  it('has the two commands and a picture', () => {
    const text = read('README.md');
    expect(text).toContain('npm ci --loglevel=error && npm start');
    expect(text).toContain('npm ci --loglevel=error && npm test');
    expect(text).toMatch(/!\[[^\]]+\]\(docs\/images\/[\w-]+\.png\)/);
  });
});

describe('the map of the parts', () => {
  const page = read('docs/architecture.md');
  const rows = new Map(
    [...page.matchAll(/^\| `(?:src\/)?(\w+)` +\|(.*)\|$/gm)].flatMap(([, layer = '', text = '']) => {
      const [holds = '', imports = '', packages = ''] = text.split('|').map((cell) => cell.trim());
      return layer in MAY_IMPORT ? [[layer, { holds, imports, packages }] as const] : [];
    }),
  );
  const codesIn = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
  const foldersOf = (path: string): string[] =>
    readdirSync(join(root, path), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);

  it('has a row for each layer', () => {
    expect([...rows.keys()]).toEqual(Object.keys(MAY_IMPORT));
  });

  it.each(Object.entries(MAY_IMPORT))('says what %s may import', (layer, targets) => {
    const { imports = '', packages = '' } = rows.get(layer) ?? {};
    const words = (imports.split(';')[0] ?? '').split(', ');
    expect(words).toEqual(targets.length === 0 ? ['nothing'] : targets);
    const allowed = PACKAGES[layer as Layer];
    expect(packages === 'any' ? true : codesIn(packages)).toEqual(allowed);
  });

  it.each(['surfaces', 'adapters'] as const)('names all %s', (layer) => {
    const folders = foldersOf(`src/${layer}`);
    expect(folders.length).toBeGreaterThan(2);
    expect(codesIn(rows.get(layer)?.holds ?? '').toSorted()).toEqual(folders.toSorted());
  });

  it('draws every surface and server that processes speak to', () => {
    const drawing = /^```mermaid\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? '';
    for (const part of ['surfaces/web', 'surfaces/discord', 'SQLite', 'MongoDB', 'Redis'])
      expect(drawing, part).toContain(part);
  });
});

describe('the decisions', () => {
  it.each(decisions)('%s has its number, context, decision and consequences', (page) => {
    const text = read(page);
    const number = basename(page).slice(0, 4);
    expect(text.split('\n')[0]).toMatch(new RegExp(`^# ${number}: \\S`));
    const parts = [...text.matchAll(/^## (.+)$/gm)].map(([, part]) => part);
    expect(parts.filter((part) => ['Context', 'Decision', 'Consequences'].includes(part ?? ''))).toEqual([
      'Context',
      'Decision',
      'Consequences',
    ]);
  });

  it('are listed in the index under their titles, each once, without a gap', () => {
    const index = read('docs/adr/README.md');
    const listed = [...index.matchAll(/\[(\d{4})\]\(([\w.-]+)\)\s*\|\s*(.+?)\s*\|/g)].map(
      ([, number = '', file = '', title = '']) => `${number} ${file} ${title}`,
    );
    expect(listed).toEqual(
      decisions.map((page) => {
        const title = /^# \d{4}: (.+)$/m.exec(read(page))?.[1] ?? '';
        return `${basename(page).slice(0, 4)} ${basename(page)} ${title}`;
      }),
    );
    const numbers = decisions.map((page) => Number(basename(page).slice(0, 4)));
    expect(numbers).toEqual(numbers.map((_, at) => at + 1));
  });
});

describe('the changelog', () => {
  it('has the version of package.json', () => {
    expect(read('CHANGELOG.md')).toMatch(
      new RegExp(`^## ${packageJson.version.replaceAll('.', '\\.')}\\b`, 'm'),
    );
  });
});
