import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { expect, it } from 'vitest';

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

const keyOf = (property: Node): string => {
  const { name } = (property['key'] ?? {}) as { readonly name?: string };
  return name ?? '';
};

/** The source of the messages of all rejections in a file, with their codes. */
const rejectionsIn = (file: string): readonly { readonly code: string; readonly message: string }[] => {
  const source = readFileSync(file, 'utf8');
  const found: { code: string; message: string }[] = [];
  const visit = (node: Node): void => {
    const properties = node.type === 'ObjectExpression' ? (node['properties'] as readonly Node[]) : [];
    const sourceOf = (key: string): string | undefined => {
      const value = properties.find((property) => keyOf(property) === key)?.['value'];
      return isNode(value) ? source.slice(value.start, value.end) : undefined;
    };
    const [code, message] = [sourceOf('code'), sourceOf('message')];
    // a name stands for a text that is written elsewhere
    if (code !== undefined && message !== undefined && /['`]E_/.test(code) && !/^\w+$/.test(message))
      found.push({ code, message });
    for (const value of Object.values(node).flat()) if (isNode(value)) visit(value);
  };
  visit(parseSync(file, source).program as unknown as Node);
  return found;
};

/** A command or an accepted form in marks, a time, or what to do and when. */
const NEXT =
  /\\?`\/[a-z]+ ?[a-z]*|\\?`[a-z]+\\?` (?:takes|may)|\$\{field\}.{0,3} (?:takes|may)|relativeTime\(|untilMs|[Tt]ry again in|[Rr]un the command again|Wait for|Keep it for|Finish or cancel|Shorten it|may have at most|An address takes|Feed and play/;

const root = join(import.meta.dirname, '../game');

it('what pets and profiles refuse says what to do next, or when', () => {
  const files = globSync('{pet,profile}/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts'));
  const all = files.flatMap((file) => rejectionsIn(join(root, file)));
  // what is another's to do has no next step for whoever tried
  const own = all.filter(({ code }) => !/E_PERM|E_NOT_OWNER/.test(code));
  expect(own.length).toBeGreaterThan(40);
  expect(own.filter(({ message }) => !NEXT.test(message))).toEqual([]);
  // they are committed as they stand, and names are sealed
  expect(all.filter(({ message }) => message.includes('petName('))).toEqual([]);
});
