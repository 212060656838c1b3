import { createHash, hash, type Hash } from 'node:crypto';
import { canonicalJson } from '#ports/canonical-json.ts';
import { chainOfCommit } from '#ports/chain.ts';
import { type Commit, commitKey, parseCommitKey, parseStream } from '#ports/commit.ts';
import { createExpectedRows, type ExpectedRows } from '#ports/expected-rows.ts';
import { type BookFigures, Books } from './books.ts';
import type { HouseRecord, OnProblem } from './records.ts';

/** What a store or a file holds, in numbers and digests: equal figures mean equal contents. */
export interface Figures {
  readonly streams: number;
  readonly commits: number;
  readonly commands: number;
  /** Links of hash chains, each computed anew. */
  readonly links: number;
  readonly keys: number;
  readonly erased: number;
  readonly letters: number;
  readonly snapshots: number;
  readonly outbox: number;
  readonly reminders: number;
  readonly books: readonly BookFigures[];
  /** SHA-256, base64url, over the last commit of each stream. */
  readonly headsDigest: string;
  /** Over every commit as RFC 8785 JSON. */
  readonly logDigest: string;
  readonly keysDigest: string;
  readonly lettersDigest: string;
  readonly snapshotsDigest: string;
}

interface Head {
  readonly stream: string;
  seq: number;
  at: number;
  commitId: string;
  chain: string | undefined;
}

/** Kinds whose every commit carries a link. */
const CHAINED: ReadonlySet<string> = new Set(['ledger']);

type Count = 'streams' | 'commits' | 'commands' | 'links' | 'keys' | 'erased' | 'letters' | 'snapshots';

/** Counts and checks records in their order. */
export class Tally {
  readonly #onProblem: OnProblem;
  readonly #counts: Record<Count, number> = {
    streams: 0,
    commits: 0,
    commands: 0,
    links: 0,
    keys: 0,
    erased: 0,
    letters: 0,
    snapshots: 0,
  };
  readonly #digests = {
    heads: createHash('sha256'),
    log: createHash('sha256'),
    keys: createHash('sha256'),
    letters: createHash('sha256'),
    snapshots: createHash('sha256'),
  };
  readonly #books: Books;
  #head: Head | undefined;
  /** Outbox and reminders as they follow from the log. */
  readonly expected: ExpectedRows = createExpectedRows();
  /** Highest epoch of any commit. */
  epoch = 0;

  constructor(onProblem: OnProblem) {
    this.#onProblem = onProblem;
    this.#books = new Books(onProblem);
  }

  get commits(): number {
    return this.#counts.commits;
  }

  add(record: HouseRecord): void {
    switch (record.kind) {
      case 'house':
        // the count of commits is an estimate, and no part of the contents
        this.#line(this.#digests.keys, record.deploymentKey);
        break;
      case 'key':
        this.#counts[record.key === null ? 'erased' : 'keys'] += 1;
        this.#line(this.#digests.keys, `${record.userId} ${record.key ?? ''}`);
        break;
      case 'letter':
        this.#counts.letters += 1;
        this.#line(this.#digests.letters, canonicalJson(record.letter));
        break;
      case 'commit':
        this.#commit(record.commit);
        break;
      case 'snapshot': {
        this.#counts.snapshots += 1;
        const pages = record.pages.map(({ key, text }) => [key, hash('sha256', text, 'base64url')]);
        this.#line(this.#digests.snapshots, canonicalJson({ manifest: record.manifest, pages }));
        break;
      }
    }
  }

  /** The end: nothing may be added afterwards. */
  figures(): Figures {
    this.#endStream();
    const { heads, log, keys, letters, snapshots } = this.#digests;
    return {
      ...this.#counts,
      outbox: this.expected.outbox.size,
      reminders: this.expected.reminders.size,
      books: this.#books.figures(),
      headsDigest: heads.digest('base64url'),
      logDigest: log.digest('base64url'),
      keysDigest: keys.digest('base64url'),
      lettersDigest: letters.digest('base64url'),
      snapshotsDigest: snapshots.digest('base64url'),
    };
  }

  #line(digest: Hash, text: string): void {
    digest.update(text).update('\n');
  }

  #endStream(): void {
    const head = this.#head;
    if (head === undefined) return;
    this.#line(this.#digests.heads, `${commitKey(head.stream, head.seq)} ${head.commitId}`);
    this.#head = undefined;
  }

  #headOf(stream: string): Head {
    if (this.#head?.stream === stream) return this.#head;
    this.#endStream();
    this.#counts.streams += 1;
    return (this.#head = { stream, seq: 0, at: 0, commitId: '', chain: undefined });
  }

  #commit(commit: Commit): void {
    const { stream, seq } = parseCommitKey(commit._id);
    const head = this.#headOf(stream);
    if (seq !== head.seq + 1) this.#onProblem(`${stream} has a gap: ${seq} follows ${head.seq}`);
    if (commit.at < head.at) this.#onProblem(`${commit._id} lies in time before the commit before it`);
    this.#link(commit, head);
    this.#counts.commits += 1;
    this.#counts.commands += commit.cmds.length;
    this.#line(this.#digests.log, canonicalJson(commit));
    this.expected.add(commit);
    this.#books.add(commit);
    this.epoch = Math.max(this.epoch, commit.epoch);
    Object.assign(head, { seq, at: commit.at, commitId: commit.commitId, chain: commit.chain });
  }

  #link(commit: Commit, head: Head): void {
    if (commit.chain === undefined) {
      if (head.chain !== undefined || CHAINED.has(parseStream(head.stream).kind)) {
        this.#onProblem(`${commit._id} breaks its hash chain: it has no link`);
      }
      return;
    }
    this.#counts.links += 1;
    if (chainOfCommit(head.chain, commit) !== commit.chain) {
      this.#onProblem(`${commit._id} breaks its hash chain: what it or a commit before it says was changed`);
    }
  }
}
