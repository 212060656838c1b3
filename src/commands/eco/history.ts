import type { BookEntry } from '#actors/followers/ledger-book.ts';
import { MEMO_KINDS } from '#game/economy/ledger-legs.ts';
import { unsealed } from '#game/shared/sealed.ts';
import {
  type CommandContext,
  type ComponentInput,
  defineCommand,
  defineComponent,
} from '../define-command.ts';
import { mintNonce } from '../nonce.ts';
import type { Button, Panel } from '../panel.ts';
import { pieces } from '../quote-lines.ts';
import { readProfile } from '../profile/person.ts';
import { type BookFilter, type BookPage, readBook } from './book.ts';
import { accountName, KIND_LABELS, learnAccounts } from './book-lines.ts';
import { type Days, dayText, readDays, spanOf } from './dates.ts';

const PAGE = 10;
const CSV_ROWS = 100;

const thingsOf = (entry: BookEntry): string =>
  [
    ...entry.items.map(
      ({ item, pieces: count }) => `${count > 0 ? '+' : '−'}${pieces(item, Math.abs(count))}`,
    ),
    ...entry.assets.map(({ asset, came }) => `${came ? '+' : '−'}${asset.split(':')[0] ?? 'thing'}`),
  ].join(', ');

const signed = (coins: number): string =>
  coins === 0 ? '' : `${coins > 0 ? '+' : '−'}${Math.abs(coins).toLocaleString('en-US')}`;

/** What it was; of a reward also the battle that brought it. */
const causeOf = ({ kind, about }: BookEntry): string =>
  kind === 'npc' && about !== undefined ? `${KIND_LABELS[kind]}, ${about}` : KIND_LABELS[kind];

const rowOf = (entry: BookEntry, context: CommandContext): readonly string[] => [
  `<t:${Math.floor(entry.atMs / 1_000)}:R>`,
  causeOf(entry),
  entry.others.map((account) => accountName(account, context)).join(', '),
  [signed(entry.coins), thingsOf(entry)].filter((text) => text !== '').join(' '),
  entry.balance.toLocaleString('en-US'),
  `\`${entry.receiptId}\``,
];

/** A cell of CSV; a leading sign of a formula is defused for spreadsheets. */
const cell = (value: string | number): string => {
  const text = typeof value === 'string' && /^[=+\-@]/.test(value) ? `'${value}` : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** The entries as CSV with a heading, newest first. */
const csvOf = (entries: readonly BookEntry[], context: CommandContext): string =>
  [
    'time,receipt,kind,with,coins,balance,things,note',
    ...entries.map((entry) =>
      [
        new Date(entry.atMs).toISOString(),
        entry.receiptId,
        entry.kind,
        entry.others.map((account) => accountName(account, context)).join(' '),
        entry.coins,
        entry.balance,
        thingsOf(entry),
        entry.note === undefined ? '' : unsealed(entry.note),
      ]
        .map(cell)
        .join(','),
    ),
  ].join('\n');

/** What a page is about, as it fits into the subject of a custom id. */
type Choice = Pick<BookFilter, 'kind' | 'who'> & Days;

const numbered = (number: number | undefined): string => (number === undefined ? '' : number.toString(36));

/** `<number of the kind>-<person>-<first day>-<last day>`; controls of older panels end after the person. */
const subjectOf = ({ kind, who, from, to }: Choice): string => {
  const days = from === undefined && to === undefined ? '' : `-${numbered(from)}-${numbered(to)}`;
  return `${kind === undefined ? 'x' : MEMO_KINDS.indexOf(kind).toString(36)}-${who ?? ''}${days}`;
};

const choiceOf = (subject: string): Choice => {
  const [number = 'x', who = '', from = '', to = ''] = subject.split('-');
  const kind = number === 'x' ? undefined : MEMO_KINDS[Number.parseInt(number, 36)];
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(who === '' ? {} : { who }),
    ...(from === '' ? {} : { from: Number.parseInt(from, 36) }),
    ...(to === '' ? {} : { to: Number.parseInt(to, 36) }),
  };
};

/** Days begin and end in the caller's own zone. @throws Fault */
const filterOf = async ({ from, to, ...filter }: Choice, context: CommandContext): Promise<BookFilter> => {
  if (from === undefined && to === undefined) return filter;
  const { timeZone } = await readProfile(context, context.userId);
  const days = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  return { ...filter, ...spanOf(days, timeZone) };
};

const title = ({ from, to }: Choice): string => {
  if (from === undefined && to === undefined) return 'Your account';
  if (from === to) return `Your account on ${dayText(from ?? 0)}`;
  const since = from === undefined ? '' : ` from ${dayText(from)}`;
  return `Your account${since}${to === undefined ? '' : ` to ${dayText(to)}`}`;
};

const button = (
  context: CommandContext,
  verb: string,
  choice: Choice,
  look: { readonly cursor: number; readonly label: string; readonly disabled?: boolean },
): Button => ({
  kind: 'button',
  customId: context.deps.customIds.encode({
    feature: 'eco',
    verb,
    entity: subjectOf(choice),
    revision: look.cursor,
    owner: context.userId,
    nonce: mintNonce(context),
  }),
  label: look.label,
  style: 'secondary',
  disabled: look.disabled ?? false,
});

const emptyPanel = (choice: Choice): Panel => ({
  title: title(choice),
  text:
    Object.keys(choice).length === 0
      ? 'No entries yet. `/eco daily` makes the first one.'
      : 'No entries of that sort. `/eco history` without a filter shows everything.',
  ephemeral: true,
});

const pagePanel = (page: BookPage, choice: Choice, before: number, context: CommandContext): Panel => ({
  title: title(choice),
  tables: [
    {
      columns: [
        { label: 'When' },
        { label: 'What' },
        { label: 'With' },
        { label: 'Change', align: 'right' },
        { label: 'Balance', align: 'right' },
        { label: 'Receipt' },
      ],
      rows: page.entries.map(({ entry }) => rowOf(entry, context)),
    },
  ],
  controls: [
    [
      button(context, 'history', choice, { cursor: 0, label: 'Newest', disabled: before === 0 }),
      button(context, 'history', choice, {
        cursor: page.older ?? 0,
        label: 'Older',
        disabled: page.older === undefined,
      }),
      button(context, 'history-csv', choice, { cursor: before, label: 'CSV' }),
    ],
  ],
  footer: '`/eco receipt` shows one of them in full.',
  ephemeral: true,
});

/** A page with the names in it known. */
const readPage = async (
  filter: BookFilter,
  before: number,
  limit: number,
  context: CommandContext,
): Promise<BookPage> => {
  const page = await readBook(context, filter, before, limit);
  await learnAccounts(
    page.entries.flatMap(({ entry }) => entry.others),
    context,
  );
  return page;
};

const show = async (choice: Choice, before: number, context: CommandContext): Promise<Panel> => {
  const page = await readPage(await filterOf(choice, context), before, PAGE, context);
  return page.entries.length === 0 && page.older === undefined
    ? emptyPanel(choice)
    : pagePanel(page, choice, before, context);
};

export const history = defineCommand({
  name: 'eco history',
  summary: 'Your account: what came, what went and the balance after it.',
  options: [
    {
      name: 'kind',
      type: 'choice',
      description: 'Only one sort of movement.',
      choices: MEMO_KINDS.map((kind) => ({ label: KIND_LABELS[kind], value: kind })),
    },
    { name: 'who', type: 'user', description: 'Only with this person.' },
    {
      name: 'from',
      type: 'text',
      description: 'First day, like 2026-03-01, today or yesterday; days of your own time zone.',
      takes: 'a day, for example `2026-03-01`, `today` or `yesterday`',
      maxLength: 20,
    },
    {
      name: 'to',
      type: 'text',
      description: 'Last day, in the same form.',
      takes: 'a day, for example `2026-03-01`, `today` or `yesterday`',
      maxLength: 20,
    },
  ],
  ephemeral: true,
  examples: [
    '/eco history',
    '/eco history kind:pay',
    '/eco history who:misty',
    '/eco history from:yesterday to:today',
  ],
  run: async (input, context) => {
    const kind = MEMO_KINDS.find((known) => known === input['kind']);
    const who = input['who'];
    const hasDays = input['from'] !== undefined || input['to'] !== undefined;
    const days = hasDays
      ? readDays(input, (await readProfile(context, context.userId)).timeZone, context.nowMs)
      : {};
    const choice = { ...(kind === undefined ? {} : { kind }), ...(typeof who === 'string' ? { who } : {}) };
    return show({ ...choice, ...days }, 0, context);
  },
});

/** Turns the pages of an account; runs nothing. */
export const historyPages = defineComponent({
  feature: 'eco',
  verb: 'history',
  run: async ({ entity, revision }: ComponentInput, context) => show(choiceOf(entity), revision, context),
});

/** The account as text for a spreadsheet, from the shown page on. */
export const historyCsv = defineComponent({
  feature: 'eco',
  verb: 'history-csv',
  run: async ({ entity, revision }: ComponentInput, context) => {
    const filter = await filterOf(choiceOf(entity), context);
    const page = await readPage(filter, revision, CSV_ROWS, context);
    const entries = page.entries.map((placed) => placed.entry);
    return {
      title: 'Your account as CSV',
      text: csvOf(entries, context),
      footer: page.older === undefined ? 'That is all of it.' : `The newest ${entries.length} from there on.`,
      ephemeral: true,
    };
  },
});
