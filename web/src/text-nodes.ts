/** A piece of panel text, ready to be drawn. */
export type TextNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bold'; readonly nodes: readonly TextNode[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'break' }
  | { readonly kind: 'time'; readonly seconds: number; readonly relative: boolean }
  | { readonly kind: 'user'; readonly userId: string };

/** What a piece of code is for: a command goes into the command line, a file of the service's own is saved. */
export const codeKind = (text: string): 'command' | 'file' | 'plain' => {
  if (/^\/api\/(?:battles|matches)\/[a-z0-9]{1,14}\/replay$/.test(text)) return 'file';
  return /^\/[a-z0-9_-]+(?:\s|$)/i.test(text) ? 'command' : 'plain';
};

const TOKEN = /`([^`\n]+)`|\*\*(.+?)\*\*|<t:(\d{1,12})(:R)?>|<@([a-z0-9]{1,14})>|(\n)/g;

const nodeOf = (match: RegExpMatchArray): TextNode => {
  const [whole, code, bold, seconds, relative, userId, line] = match;
  if (code !== undefined) return { kind: 'code', text: code };
  if (bold !== undefined) return { kind: 'bold', nodes: toTextNodes(bold) };
  if (seconds !== undefined)
    return { kind: 'time', seconds: Number(seconds), relative: relative !== undefined };
  if (userId !== undefined) return { kind: 'user', userId };
  return line === undefined ? { kind: 'text', text: whole } : { kind: 'break' };
};

/** Panel text as nodes: `**bold**`, `` `code` ``, `<t:S>`, `<t:S:R>`, `<@user>` and line breaks; all else is plain. */
export const toTextNodes = (text: string): readonly TextNode[] => {
  const nodes: TextNode[] = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > from) nodes.push({ kind: 'text', text: text.slice(from, match.index) });
    nodes.push(nodeOf(match));
    from = match.index + match[0].length;
  }
  if (from < text.length) nodes.push({ kind: 'text', text: text.slice(from) });
  return nodes;
};

/** A short text without marks for code, where none can be drawn. */
export const withoutCodeMarks = (text: string): string => text.replaceAll('`', '');

/** The same text for a screen reader or a title: no marks, names for people, `formatTime` for times. */
export const toPlainText = (
  text: string,
  nameOf: (userId: string) => string,
  formatTime: (seconds: number, relative: boolean) => string,
): string => {
  const plain = (node: TextNode): string => {
    switch (node.kind) {
      case 'text':
      case 'code':
        return node.text;
      case 'bold':
        return node.nodes.map(plain).join('');
      case 'break':
        return ' ';
      case 'time':
        return formatTime(node.seconds, node.relative);
      case 'user':
        return nameOf(node.userId);
    }
  };
  return toTextNodes(text).map(plain).join('');
};
