import type { RedisLink } from './link.ts';

/** The one consumer group of every stream here. */
export const GROUP = 'guildhall';
/** About so many entries are kept; a reader that is so far behind has lost its callers anyway. */
const LENGTH_MAX = 10_000;

/** Calls to a process, and answers to its own calls. */
export type Box = 'calls' | 'answers';

/** What lies in a box. */
export interface Letter {
  readonly box: Box;
  /** `<ms of the server>-<n>`. */
  readonly entryId: string;
  /** Names the call. */
  readonly id: string;
  /** Who called. */
  readonly from: string;
  /** Ms that the caller still waited when it was put in. */
  readonly leftMs: number;
  /** What became of a call that has no answer; empty: it has one. */
  readonly fate: string;
  readonly body: Buffer;
}

/** Key of a box; both of a process lie in one slot. */
export const boxOf = (prefix: string, box: Box, processId: string): string =>
  `${prefix}${box}:{${processId}}`;

/** Puts a letter into a box. `false`: there is no such box, so that nobody gets it. @throws Fault as the link */
export const post = async (
  link: RedisLink,
  processId: string,
  { box, id, from, leftMs, fate, body }: Omit<Letter, 'entryId'>,
): Promise<boolean> => {
  const key = boxOf(link.prefix, box, processId);
  const fields = ['id', id, 'from', from, 'left', leftMs, 'fate', fate, 'body', body];
  const added = await link.call('XADD', key, 'NOMKSTREAM', 'MAXLEN', '~', LENGTH_MAX, '*', ...fields);
  return added !== null;
};

/** Takes letters out of a box for good. */
export const discard = async (link: RedisLink, key: string, entryIds: readonly string[]): Promise<void> => {
  if (entryIds.length === 0) return;
  await Promise.all([link.call('XACK', key, GROUP, ...entryIds), link.call('XDEL', key, ...entryIds)]);
};

/** Makes the boxes of a process unless they are there. */
export const makeBoxes = async (link: RedisLink, processId: string): Promise<void> => {
  for (const box of ['calls', 'answers'] as const) {
    try {
      await link.call('XGROUP', 'CREATE', boxOf(link.prefix, box, processId), GROUP, '0', 'MKSTREAM');
    } catch (error) {
      if (!/BUSYGROUP/.test(String((error as Error).cause))) throw error;
    }
  }
};

type Raw = readonly [Buffer, readonly Buffer[] | null];

/** Letters of one stream as the server gives them; what was deleted meanwhile is left out. */
export const lettersOf = (box: Box, entries: readonly Raw[]): readonly Letter[] =>
  entries.flatMap(([entryId, list]) => {
    if (list === null) return [];
    const fields = new Map<string, Buffer>();
    for (let n = 0; n + 1 < list.length; n += 2) fields.set(String(list[n]), list[n + 1] ?? Buffer.alloc(0));
    const text = (name: string): string => String(fields.get(name) ?? '');
    return [
      {
        box,
        entryId: String(entryId),
        id: text('id'),
        from: text('from'),
        leftMs: Number(text('left')),
        fate: text('fate'),
        body: fields.get('body') ?? Buffer.alloc(0),
      },
    ];
  });

/** What a read of several streams gives. */
export type Streams = readonly (readonly [Buffer, readonly Raw[]])[] | null;
