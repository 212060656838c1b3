/** Finds the name behind a user id; it may know, too, how commands are mentioned so that people can press them. */
export interface NameOf {
  (userId: string): string | undefined;
  /** Discord's id of a registered command by its full name, for example `pet feed`. */
  readonly commandId?: (name: string) => string | undefined;
}

/** A command in code, which is a mention when Discord knows the command. */
const codeOf = (code: string, { commandId }: NameOf): string => {
  const name = /^\/([a-z][a-z0-9-]*(?: [a-z][a-z0-9-]*){0,2})$/.exec(code)?.[1];
  const id = name === undefined ? undefined : commandId?.(name);
  return id === undefined ? `\`${code}\`` : `</${name}:${id}>`;
};

/** What Discord's markdown takes for more than a letter, wherever it stands; an underscore inside a word is none. */
const SPECIAL = /[\\*~|`[\]<]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;
/** What only means something at the head of a line: headings, quotes, lists, small print. */
const LINE_HEAD = /^(\s*)(#{1,3}(?=\s)|>{1,3}(?=\s)|[-+](?=\s|#)|\d{1,9}(?=[.)]\s))/gm;

/** Text without any power: every sign stands for itself. */
export const escapeText = (text: string): string => plainHeads(text.replaceAll(SPECIAL, String.raw`\$&`));

const plainHeads = (text: string): string =>
  text.replaceAll(LINE_HEAD, (_all, space: string, head: string) =>
    /^\d/.test(head) ? `${space}${head}\\` : `${space}\\${head}`,
  );

/** The markup that panels may hold: bold, code, times, people, channels and roles of a guild. */
const TOKEN =
  /\*\*(?=\S)([^\n]*?\S)\*\*|`([^`\n]+)`|<t:(-?\d{1,13})(:[tTdDfFR])?>|<@([a-z0-9]{1,20})>|(<(?:#|@&)\d{15,20}>)/g;

/** A panel's text as Discord's markdown; everything but the panel's own markup is escaped. */
export const toMarkdown = (text: string, nameOf: NameOf): string => {
  let out = '';
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    const [whole, bold, code, seconds, style, person, place] = match;
    out += text.slice(at, match.index).replaceAll(SPECIAL, String.raw`\$&`);
    if (bold !== undefined) out += `**${toMarkdown(bold, nameOf)}**`;
    else if (code !== undefined) out += codeOf(code, nameOf);
    else if (person !== undefined) out += `**${escapeText(nameOf(person) ?? 'somebody')}**`;
    else if (place !== undefined) out += place;
    else out += `<t:${seconds}${style ?? ''}>`;
    at = match.index + whole.length;
  }
  out += text.slice(at).replaceAll(SPECIAL, String.raw`\$&`);
  return plainHeads(out);
};

/** A panel's text for a file or a code block: no markup, times in words. */
export const toPlain = (text: string, nameOf: NameOf): string =>
  text.replaceAll(
    TOKEN,
    (
      _whole,
      bold?: string,
      code?: string,
      seconds?: string,
      _style?: string,
      person?: string,
      place?: string,
    ) => {
      if (bold !== undefined) return toPlain(bold, nameOf);
      if (code !== undefined) return code;
      if (person !== undefined) return nameOf(person) ?? 'somebody';
      if (place !== undefined) return place;
      const at = new Date(Number(seconds) * 1_000);
      return Number.isNaN(at.getTime())
        ? String(seconds)
        : `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    },
  );
