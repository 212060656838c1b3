/** The first `max` UTF-16 units of a text, no character torn in two, with `…` when something is left out. */
export const cut = (text: string, max: number): string => {
  if (text.length <= max) return text;
  let end = Math.max(0, max - 1);
  // half of a pair is no character
  if (/[\ud800-\udbff]/.test(text[end - 1] ?? '')) end -= 1;
  return `${text.slice(0, end)}…`;
};

/** {@link cut} for markup: an escape, code span or bold text that was opened is not left open. */
export const cutMarkup = (text: string, max: number): string => {
  if (text.length <= max) return text;
  // room for what has to be closed again
  let head = text.slice(0, Math.max(0, max - 8)).replace(/[\ud800-\udbff]$/, '');
  head = head.replace(/\\+$/, '').replace(/<[^<>]*$/, '');
  if ((head.match(/```/g)?.length ?? 0) % 2 === 1) return `${head}…\n\`\`\``;
  const lastLine = head.slice(head.lastIndexOf('\n') + 1).replaceAll(/\\./g, '');
  if ((lastLine.match(/`/g)?.length ?? 0) % 2 === 1) head += '`';
  if ((lastLine.match(/\*\*/g)?.length ?? 0) % 2 === 1) head += '**';
  return `${head}…`;
};
