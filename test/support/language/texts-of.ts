import { readFileSync } from 'node:fs';
import { parseSync } from 'vite';

/** A node of a syntax tree, as far as it is looked at. */
interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Properties of panels, rejections and their parts that people read, also when they hold a single word. */
const SHOWN = new Set([
  'title',
  'text',
  'label',
  'value',
  'hint',
  'footer',
  'caption',
  'placeholder',
  'message',
  'name',
  'description',
]);

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

/** Words with a space between them: prose, not a name or an id. */
const isProse = (text: string): boolean => /\p{L}{2,}/u.test(text) && /\s/.test(text.trim());

/** A word of its own that begins like a sentence. */
const isWord = (text: string): boolean => /^\p{Lu}\p{Ll}\p{L}*[^a-z]*$/u.test(text);

/** A template with `{0}`, `{1}` … where values stand; `undefined` for what is no text. */
const phraseOf = (node: Node): string | undefined => {
  if (node.type === 'Literal' && typeof node['value'] === 'string') return node['value'];
  if (node.type !== 'TemplateLiteral') return undefined;
  const quasis = node['quasis'] as readonly { readonly value: { readonly cooked: string } }[];
  return quasis
    .map(({ value }, index) => (index === 0 ? value.cooked : `{${index - 1}}${value.cooked}`))
    .join('');
};

const nameOf = (key: unknown): string => {
  const { name, value } = key as { readonly name?: unknown; readonly value?: unknown };
  return typeof name === 'string' ? name : typeof value === 'string' ? value : '';
};

/** Types hold no texts that are ever shown; what stands around a value does. */
const isOfTypes = ({ type }: Node): boolean =>
  type === 'ImportDeclaration' ||
  (type.startsWith('TS') && !/TSAsExpression|TSSatisfies|TSNonNull/.test(type));

const childrenOf = (node: Node): readonly (readonly [key: string, child: Node])[] =>
  Object.entries(node).flatMap(([key, value]) =>
    [value].flat().flatMap((child) => (isNode(child) ? [[key, child] as const] : [])),
  );

/** The texts of a source file. */
export interface Texts {
  /** What people may read: prose anywhere, single words where panels show them. */
  readonly read: readonly string[];
  /** Every text there is. */
  readonly all: readonly string[];
}

/** Reads the texts of a source file out of its syntax tree. @throws Error when it is no TypeScript */
export const textsOf = (file: string): Texts => {
  const { program, errors } = parseSync(file, readFileSync(file, 'utf8'));
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const found = new Set<string>();
  const all = new Set<string>();
  const keep = (phrase: string, isShown: boolean): void => {
    all.add(phrase);
    const words = phrase.replaceAll(/\{\d+\}/g, ' ').replaceAll(/`[^`]*`/g, '');
    const isRead = isProse(phrase) && /\p{L}{2,}/u.test(words) && !/^\/[a-z]/.test(phrase);
    if (isRead || (isShown && isWord(phrase))) found.add(phrase);
  };
  const visit = (node: Node, isShown: boolean): void => {
    if (isOfTypes(node)) return;
    const isProperty = node.type === 'Property';
    const name = isProperty ? nameOf(node['key']) : '';
    if (isProperty) all.add(name);
    const phrase = phraseOf(node);
    if (phrase !== undefined) keep(phrase, isShown);
    // examples are typed as they stand, in every language
    if (isProperty && name === 'examples') return;
    const staysShown = isShown && !/Function|Call/.test(node.type);
    for (const [key, child] of childrenOf(node)) {
      visit(child, isProperty ? key === 'value' && SHOWN.has(name) : staysShown);
    }
  };
  visit(program as unknown as Node, false);
  return { read: [...found], all: [...all] };
};
