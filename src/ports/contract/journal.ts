import { describe, expect, it } from 'vitest';
import {
  COMMIT_MAX_BYTES,
  COMMIT_MAX_COMMANDS,
  COMMIT_MAX_EVENTS,
  commitKey,
  type Commit,
} from '../commit.ts';
import {
  appendAll,
  commandOf,
  commitOf,
  fill,
  STREAM_A,
  STREAM_B,
  STREAM_C,
  withStore,
  type OpenStore,
} from './fixture.ts';

const padded = (stream: string, seq: number, bytes: number): Commit => {
  const empty = commitOf(stream, seq, { cmds: [commandOf('ash/big', { reply: '' })] });
  const free = bytes - Buffer.byteLength(JSON.stringify(empty));
  return { ...empty, cmds: [commandOf('ash/big', { reply: 'x'.repeat(free) })] };
};

const eventsOf = (count: number): Commit['cmds'] => [
  commandOf('ash/many', {
    events: Array.from({ length: count }, (_, n) => ({ type: 'PetFed', v: 1, data: { n } })),
  }),
];

const commands = (count: number): Commit['cmds'] =>
  Array.from({ length: count }, (_, n) => commandOf(`ash/${n}`, { events: [] }));

const places = (open: OpenStore): void => {
  it(
    'stores claims and commits verbatim, and reads them in order',
    withStore(open, async ({ store }) => {
      const claim = commitOf(STREAM_A, 1, { kind: 'claim', cmds: [], epoch: 42, writer: 'w-42' });
      const commit = commitOf(STREAM_A, 2, {
        epoch: 42,
        chain: 'c'.repeat(43),
        cmds: [
          commandOf('ash/n1', {
            cause: 'misty/n0',
            events: [{ type: 'Paid', v: 3, data: { big: Number.MAX_SAFE_INTEGER, text: 'é€😀\u0000"' } }],
            effects: [{ to: { kind: 'pet', realm: 'home', id: 'x' }, command: { type: 'Feed' }, tag: 't' }],
            reminders: [{ name: 'tick', dueMs: 9_007_199_254_740_991, command: { type: 'Tick' } }],
          }),
          commandOf('ash/n2', {
            events: [],
            reply: undefined,
            rejection: { code: 'E_FUNDS', message: 'no', need: 2 },
          }),
        ],
      });
      expect(await appendAll(store, claim, commit)).toEqual(['committed', 'committed']);
      const plain: unknown = JSON.parse(JSON.stringify([claim, commit]));
      expect(await store.journal.read(STREAM_A, 1, 10)).toEqual(plain);
    }),
  );

  it(
    'takes the JSON that the caller has made',
    withStore(open, async ({ store }) => {
      const commit = commitOf(STREAM_A, 1);
      const json = JSON.stringify(commit, Object.keys(commit).toReversed());
      const whole = JSON.stringify({ ...commit, cmds: [] });
      expect(json).not.toBe(whole);
      await store.journal.append([{ commit: { ...commit, cmds: [] }, json: whole }]);
      expect(await store.journal.read(STREAM_A, 1, 1)).toEqual([{ ...commit, cmds: [] }]);
    }),
  );

  it(
    "answers a taken place with the other one's commitId and applies nothing",
    withStore(open, async ({ store }) => {
      await appendAll(store, commitOf(STREAM_A, 1, { commitId: 'first' }));
      const late = commitOf(STREAM_A, 1, { commitId: 'late', cmds: [commandOf('late/1')] });
      expect(await appendAll(store, late)).toEqual(['conflict first']);
      expect(await store.journal.read(STREAM_A, 1, 10)).toMatchObject([{ commitId: 'first' }]);
      expect(await store.journal.find(STREAM_A, ['late/1'])).toEqual(new Map());
    }),
  );

  it(
    'answers the same commit again with its own commitId',
    withStore(open, async ({ store }) => {
      const commit = commitOf(STREAM_A, 1, { commitId: 'mine' });
      expect(await appendAll(store, commit)).toEqual(['committed']);
      expect(await appendAll(store, commit)).toEqual(['conflict mine']);
      expect(await store.journal.read(STREAM_A, 1, 10)).toHaveLength(1);
    }),
  );

  it(
    'names the owner of an old place in a long stream',
    withStore(open, async ({ store }) => {
      await fill(store, STREAM_A, 300);
      for (const seq of [1, 63, 64, 65, 128, 200, 300]) {
        expect(await appendAll(store, commitOf(STREAM_A, seq, { commitId: 'late' }))).toEqual([
          `conflict ${STREAM_A}-${seq}`,
        ]);
      }
    }),
  );

  it(
    'refuses a gap, at the start of a stream too',
    withStore(open, async ({ store }) => {
      expect(await appendAll(store, commitOf(STREAM_A, 2))).toEqual(['refused']);
      await appendAll(store, commitOf(STREAM_A, 1));
      expect(await appendAll(store, commitOf(STREAM_A, 3))).toEqual(['refused']);
      expect(await appendAll(store, commitOf(STREAM_A, 2))).toEqual(['committed']);
    }),
  );

  it(
    'lets only one of two owners take a place',
    withStore(open, async ({ store }) => {
      const results = await Promise.all(
        ['w1', 'w2', 'w3'].map(async (writer) =>
          appendAll(store, commitOf(STREAM_A, 1, { writer, commitId: writer })),
        ),
      );
      const winners = results.flat().filter((status) => status === 'committed');
      expect(winners).toHaveLength(1);
      const [stored] = await store.journal.read(STREAM_A, 1, 1);
      const lost = results.flat().filter((status) => status !== 'committed');
      expect(lost).toEqual([`conflict ${stored?.commitId ?? ''}`, `conflict ${stored?.commitId ?? ''}`]);
    }),
  );
};

const batches = (open: OpenStore): void => {
  it(
    'judges each commit of a batch on its own merits',
    withStore(open, async ({ store }) => {
      await appendAll(store, commitOf(STREAM_B, 1, { commitId: 'theirs' }));
      const results = await appendAll(
        store,
        commitOf(STREAM_A, 1),
        commitOf(STREAM_B, 1),
        commitOf('zz:bad', 1),
        commitOf(STREAM_C, 7),
        commitOf(STREAM_A, 2),
      );
      expect(results).toEqual(['committed', 'conflict theirs', 'refused', 'refused', 'committed']);
      expect(await store.journal.read(STREAM_A, 1, 10)).toHaveLength(2);
      expect(await store.journal.read(STREAM_C, 1, 10)).toEqual([]);
    }),
  );

  it(
    'never lands a commit behind one of its stream that did not land',
    withStore(open, async ({ store }) => {
      await appendAll(store, commitOf(STREAM_A, 1, { commitId: 'theirs' }));
      const results = await appendAll(
        store,
        commitOf(STREAM_A, 1),
        commitOf(STREAM_A, 2),
        commitOf(STREAM_A, 3),
      );
      expect(results).toEqual(['conflict theirs', 'refused', 'refused']);
      expect(await store.journal.read(STREAM_A, 1, 10)).toHaveLength(1);
    }),
  );

  it(
    'never lands a commit behind one of its stream that is malformed',
    withStore(open, async ({ store }) => {
      const bad = commitOf(STREAM_A, 1, { cmds: eventsOf(COMMIT_MAX_EVENTS + 1) });
      expect(await appendAll(store, bad, commitOf(STREAM_A, 1), commitOf(STREAM_B, 1))).toEqual([
        'refused',
        'refused',
        'committed',
      ]);
    }),
  );

  it(
    'goes on behind a commit that is already there',
    withStore(open, async ({ store }) => {
      const first = commitOf(STREAM_A, 1, { commitId: 'mine' });
      await appendAll(store, first);
      expect(await appendAll(store, first, commitOf(STREAM_A, 2))).toEqual(['conflict mine', 'committed']);
    }),
  );

  it(
    'keeps batches that overlap in time apart',
    withStore(open, async ({ store }) => {
      const lanes = Array.from({ length: 8 }, (_, lane) => `0${lane}:pet:home:lane${lane}`);
      await Promise.all(lanes.map(async (stream) => fill(store, stream, 40)));
      for (const stream of lanes) {
        const commits = await store.journal.read(stream, 1, 100);
        expect(commits.map(({ _id }) => _id)).toEqual(
          Array.from({ length: 40 }, (_, index) => commitKey(stream, index + 1)),
        );
      }
    }),
  );

  it(
    'answers an empty batch with nothing',
    withStore(open, async ({ store }) => {
      expect(await store.journal.append([])).toEqual([]);
    }),
  );
};

const limits = (open: OpenStore): void => {
  it(
    'takes a commit of 256 KB and refuses one byte more, in bytes and not characters',
    withStore(open, async ({ store }) => {
      expect(await appendAll(store, padded(STREAM_A, 1, COMMIT_MAX_BYTES + 1))).toEqual(['refused']);
      const umlauts = commitOf(STREAM_A, 1, {
        cmds: [commandOf('ash/u', { reply: 'ü'.repeat(COMMIT_MAX_BYTES / 2) })],
      });
      expect(await appendAll(store, umlauts)).toEqual(['refused']);
      const largest = padded(STREAM_A, 1, COMMIT_MAX_BYTES);
      expect(await appendAll(store, largest)).toEqual(['committed']);
      expect(await store.journal.read(STREAM_A, 1, 1)).toEqual([largest]);
    }),
  );

  it(
    'takes 200 events and 200 commands and refuses one more of either',
    withStore(open, async ({ store }) => {
      expect(
        await appendAll(
          store,
          commitOf(STREAM_A, 1, { cmds: eventsOf(COMMIT_MAX_EVENTS) }),
          commitOf(STREAM_A, 2, { cmds: commands(COMMIT_MAX_COMMANDS) }),
          commitOf(STREAM_B, 1, { cmds: eventsOf(COMMIT_MAX_EVENTS + 1) }),
          commitOf(STREAM_C, 1, { cmds: commands(COMMIT_MAX_COMMANDS + 1) }),
        ),
      ).toEqual(['committed', 'committed', 'refused', 'refused']);
      expect((await store.journal.find(STREAM_A, ['ash/0', 'ash/199'])).size).toBe(2);
    }),
  );

  it(
    'says what is wrong with a malformed commit and that it will never be taken',
    withStore(open, async ({ store }) => {
      const bad = [
        { ...commitOf(STREAM_A, 1), _id: `${STREAM_A}#1` },
        { ...commitOf(STREAM_A, 1), _id: commitKey(STREAM_A, 0) },
        { ...commitOf(STREAM_A, 1), f: 99 },
        { ...commitOf(STREAM_A, 1), commitId: '' },
        { ...commitOf(STREAM_A, 1), at: 1.5 },
        commitOf(STREAM_A, 1, { cmds: [commandOf('x/1', { reminders: [{ name: 'r', dueMs: 0.5 }] })] }),
      ];
      for (const commit of bad) {
        const [result] = await store.journal.append([{ commit }]);
        expect(result?.status).toBe('refused');
        if (result?.status !== 'refused') continue;
        expect(result.cause).toMatchObject({ code: 'E_LIMIT', retryable: false });
        expect(result.cause.message).toContain(commit._id);
      }
      expect(await store.journal.read(STREAM_A, 1, 1)).toEqual([]);
    }),
  );
};

const reads = (open: OpenStore): void => {
  it(
    'reads from any place of a long stream, at most as many as asked',
    withStore(open, async ({ store }) => {
      await Promise.all([fill(store, STREAM_A, 400), fill(store, STREAM_B, 130)]);
      const seqsOf = async (from: number, limit: number): Promise<readonly number[]> =>
        (await store.journal.read(STREAM_A, from, limit)).map(({ _id }) => Number(_id.slice(-12)));
      expect(await seqsOf(1, 3)).toEqual([1, 2, 3]);
      expect(await seqsOf(64, 2)).toEqual([64, 65]);
      expect(await seqsOf(190, 5)).toEqual([190, 191, 192, 193, 194]);
      expect(await seqsOf(398, 10)).toEqual([398, 399, 400]);
      expect(await seqsOf(401, 10)).toEqual([]);
      expect(await seqsOf(1, 1000)).toHaveLength(400);
      expect(await store.journal.read('01:pet:home:none', 1, 10)).toEqual([]);
    }),
  );

  it(
    'finds many command ids at once and leaves out those it does not have',
    withStore(open, async ({ store }) => {
      const ids = Array.from({ length: 150 }, (_, n) => `ash/n${n}`);
      await appendAll(
        store,
        commitOf(STREAM_A, 1, { cmds: ids.slice(0, 100).map((id) => commandOf(id, { events: [] })) }),
        commitOf(STREAM_A, 2, { cmds: ids.slice(100).map((id) => commandOf(id, { events: [] })) }),
        commitOf(STREAM_B, 1, { cmds: [commandOf('ash/other')] }),
      );
      const found = await store.journal.find(STREAM_A, [...ids, 'ash/other', 'ash/none']);
      expect(found.size).toBe(150);
      expect(found.get('ash/n99')).toBe(1);
      expect(found.get('ash/n100')).toBe(2);
      expect(await store.journal.find(STREAM_B, ['ash/other', 'ash/n1'])).toEqual(
        new Map([['ash/other', 1]]),
      );
      expect(await store.journal.find(STREAM_A, [])).toEqual(new Map());
      expect(await store.journal.find('01:pet:home:none', ['ash/n1'])).toEqual(new Map());
    }),
  );

  it(
    'sees every commit as soon as it is answered',
    withStore(open, async ({ store }) => {
      for (let seq = 1; seq <= 20; seq += 1) {
        await appendAll(store, commitOf(STREAM_A, seq));
        expect(await store.journal.read(STREAM_A, seq, 1)).toHaveLength(1);
        expect(
          (await store.journal.find(STREAM_A, [`ash/${STREAM_A}-${seq}`])).get(`ash/${STREAM_A}-${seq}`),
        ).toBe(seq);
      }
    }),
  );

  it(
    'lists streams by name, page by page, and counts what it holds',
    withStore(open, async ({ store }) => {
      await appendAll(
        store,
        commitOf(STREAM_C, 1),
        commitOf(STREAM_A, 1),
        commitOf(STREAM_B, 1),
        commitOf(STREAM_A, 2),
      );
      expect(await store.journal.streams('', 2)).toEqual([
        { stream: STREAM_A, lastSeq: 2 },
        { stream: STREAM_B, lastSeq: 1 },
      ]);
      expect(await store.journal.streams(STREAM_B, 2)).toEqual([{ stream: STREAM_C, lastSeq: 1 }]);
      expect(await store.journal.stats()).toMatchObject({ commits: 4, streams: 3 });
      expect((await store.journal.stats()).bytes).toBeGreaterThan(0);
    }),
  );

  it(
    'has everything after a restart',
    withStore(open, async (fixture) => {
      await fill(fixture.store, STREAM_A, 150);
      const before = await fixture.store.journal.read(STREAM_A, 1, 200);
      const store = await fixture.reopen();
      expect(await store.journal.read(STREAM_A, 1, 200)).toEqual(before);
      expect(await store.journal.find(STREAM_A, [`ash/${STREAM_A}-77`])).toEqual(
        new Map([[`ash/${STREAM_A}-77`, 77]]),
      );
      expect(
        await appendAll(store, commitOf(STREAM_A, 150, { commitId: 'x' }), commitOf(STREAM_B, 1)),
      ).toEqual([`conflict ${STREAM_A}-150`, 'committed']);
      expect(await appendAll(store, commitOf(STREAM_A, 151))).toEqual(['committed']);
    }),
  );
};

/** What every journal must do. */
export const journalContract = (name: string, open: OpenStore): void => {
  describe(`${name} journal: places`, () => {
    places(open);
  });
  describe(`${name} journal: batches`, () => {
    batches(open);
  });
  describe(`${name} journal: limits`, () => {
    limits(open);
  });
  describe(`${name} journal: reading`, () => {
    reads(open);
  });
};
