import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Layer, MAY_IMPORT, PACKAGES } from './layers.ts';

const root = normalize(join(import.meta.dirname, '..'));

/** Rules are pure: nothing here may reach for time, chance or the outside. */
const IMPURE =
  /\b(Date\.now|new Date\(\)|Math\.random|process\.|setTimeout|setInterval|setImmediate|performance\.|crypto\.)/;

interface Import {
  readonly from: string;
  readonly to: string;
  readonly isType: boolean;
}

const layerOf = (file: string): Layer | undefined => {
  const match = /^(?:src\/)?(game|events|ports|actors|commands|integrations|surfaces|adapters|app)\//.exec(
    file,
  );
  return match?.[1] as Layer | undefined;
};

const isTest = (file: string): boolean => /\.(test|prop\.test|int\.test|long\.test)\.ts$/.test(file);
const isSuite = (file: string): boolean => file.startsWith('src/ports/contract/');

const files = globSync(['src/**/*.ts', 'actors/**/*.ts'], { cwd: root }).filter(
  (file) => !file.endsWith('.d.ts'),
);

const importsOf = (file: string): Import[] => {
  const text = readFileSync(join(root, file), 'utf8');
  const found: Import[] = [];
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:([^'";]*?)\s+from\s+)?'([^']+)'|import\('([^']+)'\)/g;
  for (const [, typeOnly, names, target, dynamic] of text.matchAll(pattern)) {
    const to = target ?? dynamic ?? '';
    const named = /^\{(.*)\}$/s.exec((names ?? '').trim())?.[1];
    const isType =
      typeOnly !== undefined ||
      (named !== undefined &&
        named.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type ')));
    found.push({ from: file, to: resolve(file, to), isType });
  }
  return found;
};

const resolve = (from: string, to: string): string => {
  if (to.startsWith('#actors/')) return to.replace('#', '');
  if (to.startsWith('#')) return to.replace('#', 'src/');
  if (to.startsWith('.')) return relative(root, join(root, dirname(from), to));
  return to;
};

const isPackage = (to: string): boolean =>
  layerOf(to) === undefined && !to.startsWith('src/') && !to.startsWith('test/');

const all = files.flatMap(importsOf);
const production = all.filter(({ from }) => !isTest(from) && !isSuite(from));

describe('the house', () => {
  it('is seen at all', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(all.length).toBeGreaterThan(400);
    expect(new Set(files.map(layerOf))).toEqual(new Set([...Object.keys(MAY_IMPORT), undefined]));
  });

  it('imports in one direction only', () => {
    const wrong = production.filter(({ from, to }) => {
      const [layer, target] = [layerOf(from), layerOf(to)];
      if (layer === undefined || target === undefined || layer === target) return false;
      return !(MAY_IMPORT[layer] as readonly string[]).includes(target);
    });
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it('uses in each layer only the packages that belong there', () => {
    const wrong = production.filter(({ from, to }) => {
      const layer = layerOf(from);
      if (layer === undefined || !isPackage(to)) return false;
      const allowed = PACKAGES[layer];
      return allowed !== true && !allowed.includes(to);
    });
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it('reaches nact only through the kit', () => {
    const users = production
      .filter(({ to }) => to === 'nact' || to.startsWith('nact/'))
      .map(({ from }) => from);
    expect(users.length).toBeGreaterThan(0);
    expect(users.filter((from) => !from.startsWith('actors/kit/'))).toEqual([]);
  });

  it('lets a sibling actor be imported as a type only', () => {
    const folder = (file: string): string | undefined => /^actors\/([^/]+)\//.exec(file)?.[1];
    const wrong = production.filter(({ from, to, isType }) => {
      const [own, other] = [folder(from), folder(to)];
      if (own === undefined || other === undefined || own === other || other === 'kit') return false;
      return !isType;
    });
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it('keeps the rules pure', () => {
    const impure = files
      .filter((file) => layerOf(file) === 'game' && !isTest(file))
      .filter((file) => {
        const code = readFileSync(join(root, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
        return IMPURE.test(code);
      });
    expect(impure).toEqual([]);
  });

  it('hangs every kind and every follower into the guardian', () => {
    const guardian = readFileSync(join(root, 'actors/guardian.ts'), 'utf8');
    const defining = files.filter((file) => {
      if (!file.startsWith('actors/') || file.startsWith('actors/kit/') || isTest(file)) return false;
      return /= defineEntity\(|: Follower = /.test(readFileSync(join(root, file), 'utf8'));
    });
    expect(defining.length).toBeGreaterThan(5);
    expect(defining.filter((file) => !guardian.includes(`'${file.replace('actors/', './')}'`))).toEqual([]);
  });

  it('lets the page run the rules and nothing else of the service', () => {
    const page = globSync(['web/src/**/*.ts', 'web/src/**/*.tsx'], { cwd: root }).filter(
      (file) => !isTest(file),
    );
    const reached = page.flatMap(importsOf).filter(({ to }) => layerOf(to) !== undefined);
    expect(reached.some(({ to }) => to === 'src/game/battle/verify.ts')).toBe(true);
    const wrong = reached.filter(({ to, isType }) => layerOf(to) !== 'game' && !isType);
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it('names only adapters in the wiring', () => {
    const namers = production
      .filter(({ to }) => layerOf(to) === 'adapters')
      .filter(({ from }) => layerOf(from) !== 'adapters');
    expect(
      namers.filter(({ from }) => layerOf(from) !== 'app').map(({ from, to }) => `${from} → ${to}`),
    ).toEqual([]);
  });

  it('has no files that grow without end', () => {
    const long = files
      .filter((file) => !isTest(file) && !isSuite(file) && !file.includes('/data/'))
      .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > 400);
    expect(long).toEqual([]);
  });
});
