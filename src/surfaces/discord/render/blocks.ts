import type { Panel, PanelField, PanelMeter, PanelTable } from '#commands/panel.ts';
import { escapeText, type NameOf, toMarkdown, toPlain } from './markup.ts';

const METER_CELLS = 10;
/** Signs by the hue that they stand for, degrees; no colour alone says anything. */
const SIGNS = [
  [0, '🔴'],
  [30, '🟠'],
  [55, '🟡'],
  [120, '🟢'],
  [220, '🔵'],
  [285, '🟣'],
  [360, '🔴'],
] as const;
const SIGNS_MAX = 3;

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, ' ');

const signOf = (hue: number): string => {
  const near = (degrees: number): number => Math.abs(degrees - (((hue % 360) + 360) % 360));
  return SIGNS.reduce(
    (best, sign) => (near(sign[0]) < near(best[0]) ? sign : best),
    SIGNS[0] as (typeof SIGNS)[number],
  )[1];
};

const headBlock = (panel: Panel, nameOf: NameOf): string => {
  const signs = (panel.images ?? []).slice(0, SIGNS_MAX).map(({ hue }) => `${signOf(hue)} `);
  const title = `### ${signs.join('')}${toMarkdown(oneLine(panel.title), nameOf) || '\u200b'}`;
  const text = panel.text?.trim() ?? '';
  return text === '' ? title : `${title}\n${toMarkdown(text, nameOf)}`;
};

/** Short ones share a line, the others have one of their own. */
const fieldsBlock = (fields: readonly PanelField[], nameOf: NameOf): string => {
  const lines: string[] = [];
  let isOpen = false;
  for (const { name, value, inline } of fields) {
    const text = `**${escapeText(oneLine(name))}** ${toMarkdown(value, nameOf)}`;
    if (inline === true && isOpen) lines.push(`${lines.pop()} · ${text}`);
    else lines.push(text);
    isOpen = inline === true;
  }
  return lines.join('\n');
};

const meterLine = ({ label, value, max, hint }: PanelMeter, nameOf: NameOf): string => {
  const full = max <= 0 ? 0 : Math.round((Math.min(Math.max(0, value), max) / max) * METER_CELLS);
  // something is not nothing, and not all is not all
  const cells =
    value <= 0 || max <= 0 ? 0 : value >= max ? METER_CELLS : Math.min(METER_CELLS - 1, Math.max(1, full));
  const bar = '▰'.repeat(cells) + '▱'.repeat(METER_CELLS - cells);
  const more = hint === undefined || hint === '' ? '' : ` · ${toMarkdown(oneLine(hint), nameOf)}`;
  return `${bar} **${escapeText(oneLine(label))}** ${value}/${max}${more}`;
};

const widthOf = (text: string): number => Array.from(text).length;

const padded = (text: string, width: number, align: 'left' | 'right' | undefined): string => {
  const space = ' '.repeat(Math.max(0, width - widthOf(text)));
  return align === 'right' ? space + text : text + space;
};

/** The rows of a table in columns, for a fixed-width font. */
export const tableLines = ({ columns, rows }: PanelTable, nameOf: NameOf): readonly string[] => {
  const plain = (text: string): string => oneLine(toPlain(text, nameOf)).replaceAll('`', "'");
  const grid = [
    columns.map(({ label }) => plain(label)),
    ...rows.map((row) => columns.map((_, at) => plain(row[at] ?? ''))),
  ];
  const widths = columns.map((_, at) => Math.max(0, ...grid.map((row) => widthOf(row[at] ?? ''))));
  return grid.map((row) =>
    row
      .map((cell, at) => padded(cell, widths[at] ?? 0, columns[at]?.align))
      .join('  ')
      .trimEnd(),
  );
};

/** Wider columns would be broken on a phone, characters. */
const WIDTH_MAX = 56;

/** Times only turn into the reader's own outside of a code block. */
const hasTimes = ({ rows }: PanelTable): boolean =>
  rows.some((row) => row.some((cell) => cell.includes('<t:')));

const tableBlock = (table: PanelTable, nameOf: NameOf): string => {
  const caption = table.caption === undefined ? '' : `**${escapeText(oneLine(table.caption))}**\n`;
  const grid = tableLines(table, nameOf);
  if (!hasTimes(table) && grid.every((line) => widthOf(line) <= WIDTH_MAX)) {
    return `${caption}\`\`\`\n${grid.join('\n')}\n\`\`\``;
  }
  const lines = table.rows.map((row) => {
    const [first = '', ...more] = row
      .filter((cell) => cell !== '')
      .map((cell) => toMarkdown(oneLine(cell), nameOf));
    return [first.includes('**') || first === '' ? first : `**${first}**`, ...more].join(' · ');
  });
  const head = escapeText(oneLine(table.columns.map(({ label }) => label).join(' · ')));
  return `${caption}-# ${head}\n${lines.join('\n')}`;
};

/** A panel's words as pieces of Discord's markdown, in the order of reading. None is empty. */
export const blocksOf = (panel: Panel, nameOf: NameOf): readonly string[] => {
  const { fields = [], meters = [], tables = [], footer } = panel;
  return [
    headBlock(panel, nameOf),
    ...(meters.length === 0 ? [] : [meters.map((meter) => meterLine(meter, nameOf)).join('\n')]),
    ...(fields.length === 0 ? [] : [fieldsBlock(fields, nameOf)]),
    ...tables.filter(({ rows }) => rows.length > 0).map((table) => tableBlock(table, nameOf)),
    ...(footer === undefined || footer.trim() === '' ? [] : [`-# ${toMarkdown(oneLine(footer), nameOf)}`]),
  ];
};

/** Everything that a panel says, as plain text for a file. */
export const plainTextOf = (panel: Panel, nameOf: NameOf): string => {
  const plain = (text: string): string => toPlain(text, nameOf);
  const { fields = [], meters = [], tables = [], images = [], footer, text } = panel;
  return [
    plain(panel.title),
    ...(text === undefined ? [] : [plain(text)]),
    images.map(({ alt }) => alt).join('\n'),
    meters
      .map(
        ({ label, value, max, hint }) =>
          `${label}: ${value}/${max}${hint === undefined ? '' : ` (${plain(hint)})`}`,
      )
      .join('\n'),
    fields.map(({ name, value }) => `${name}: ${plain(value)}`).join('\n'),
    ...tables.map((table) =>
      [...(table.caption === undefined ? [] : [table.caption]), ...tableLines(table, nameOf)].join('\n'),
    ),
    ...(footer === undefined ? [] : [plain(footer)]),
  ]
    .filter((part) => part.trim() !== '')
    .join('\n\n');
};
