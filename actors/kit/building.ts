import type { DomainEvent } from '#game/shared/decider.ts';
import { canonicalJson } from '#ports/canonical-json.ts';
import { chainOf } from '#ports/chain.ts';
import {
  COMMIT_FORMAT,
  COMMIT_MAX_BYTES,
  COMMIT_MAX_COMMANDS,
  COMMIT_MAX_EVENTS,
  type Commit,
  commitKey,
  type CommandRecord,
} from '#ports/commit.ts';
import type { Fault } from '#ports/fault.ts';
import type { AppendEntry } from '#ports/journal.ts';
import type { Ack, Ask } from './messages.ts';
import { Sealer } from './sealer.ts';

/** Room kept for the commit's own fields. */
const ENVELOPE_BYTES = 1024;
/** Sealing makes texts longer, by less than twice; a commit of so many bytes surely fits, a larger one closes early. */
const TEXT_MAX_BYTES = COMMIT_MAX_BYTES / 2 - ENVELOPE_BYTES;

/** One decided command: what the log will say, and who waits for it. */
export interface Decided {
  readonly record: CommandRecord;
  readonly events: readonly DomainEvent[];
  readonly asks: Ask[];
  ack: Ack | undefined;
}

/** The commit that gathers while an earlier one is on its way. */
export class Building {
  readonly decided: Decided[] = [];
  /** What leaves together with it: reads that saw its state. */
  readonly gates: (() => void)[] = [];
  /** What to tell those readers when it fails. */
  readonly gateFailures: (() => void)[] = [];
  readonly isClaim: boolean;
  #texts: string[] = [];
  #textBytes = 0;
  #events = 0;
  seq = 0;
  commitId = '';
  chain: string | undefined;
  entry: AppendEntry | undefined;
  /** Time of its newest decision, when nothing more is added. */
  closedAtMs = 0;
  /** Undo mark of a drafting kind: everything up to it is in this commit. */
  mark = 0;
  snapshot: (() => Promise<void>) | undefined;

  constructor(isClaim = false) {
    this.isClaim = isClaim;
  }

  /** How long the records are as text, bytes, before anything is sealed. */
  get textBytes(): number {
    return this.#textBytes;
  }

  get isFull(): boolean {
    return (
      this.decided.length >= COMMIT_MAX_COMMANDS ||
      this.#events >= COMMIT_MAX_EVENTS ||
      this.#textBytes >= TEXT_MAX_BYTES
    );
  }

  /** Whether the record still fits beside what is here already. */
  fits(text: string, events: number): boolean {
    return (
      this.decided.length < COMMIT_MAX_COMMANDS &&
      this.#events + events <= COMMIT_MAX_EVENTS &&
      this.#textBytes + Buffer.byteLength(text) <= TEXT_MAX_BYTES
    );
  }

  add(decided: Decided, text: string): void {
    this.decided.push(decided);
    this.#texts.push(text);
    this.#textBytes += Buffer.byteLength(text) + 1;
    this.#events += decided.record.events.length;
  }

  /** Tells everybody who waits for it that it will not be. */
  fail(fault: () => Fault): void {
    for (const { asks, ack } of this.decided) {
      for (const ask of asks) ask.fail(fault());
      ack?.failed();
    }
    for (const fail of this.gateFailures) fail();
  }

  /** Gives the commit its place and its text. Keys are written in order, so that the text is canonical when the records are. */
  async close(place: {
    readonly stream: string;
    readonly seq: number;
    readonly epoch: number;
    readonly writer: string;
    readonly commitId: string;
    readonly atMs: number;
    readonly previousChain: string | undefined;
    readonly isChained: boolean;
    readonly sealer: Sealer;
  }): Promise<AppendEntry> {
    const cmdsText = `[${this.#texts.join(',')}]`;
    const isSealed = Sealer.isMarked(cmdsText);
    return isSealed
      ? this.#finish(place, (await place.sealer.seal(JSON.parse(cmdsText))) as readonly CommandRecord[], true)
      : this.#finish(place, this.records(), false, cmdsText);
  }

  /** {@link close} without the wait, when nothing has to be sealed; `undefined` when something has. */
  closeNow(place: Parameters<Building['close']>[0]): AppendEntry | undefined {
    const cmdsText = `[${this.#texts.join(',')}]`;
    return Sealer.isMarked(cmdsText) ? undefined : this.#finish(place, this.records(), false, cmdsText);
  }

  records(): readonly CommandRecord[] {
    return this.decided.map(({ record }) => record);
  }

  #finish(
    place: Parameters<Building['close']>[0],
    cmds: readonly CommandRecord[],
    isSealed: boolean,
    text?: string,
  ): AppendEntry {
    const cmdsText = text ?? (place.isChained ? canonicalJson(cmds) : JSON.stringify(cmds));
    const _id = commitKey(place.stream, place.seq);
    // a claim that commands joined is an ordinary commit: it carries the epoch all the same
    const kind = this.isClaim && this.decided.length === 0 ? 'claim' : 'commands';
    const head =
      `{"_id":"${_id}","at":${place.atMs},"cmds":${cmdsText},"commitId":"${place.commitId}","epoch":${place.epoch},` +
      `"f":${COMMIT_FORMAT},"kind":"${kind}",${isSealed ? '"sealed":true,' : ''}"writer":"${place.writer}"`;
    this.seq = place.seq;
    this.commitId = place.commitId;
    this.chain = place.isChained ? chainOf(place.previousChain, `${head}}`) : undefined;
    const commit: Commit = {
      _id,
      at: place.atMs,
      cmds,
      commitId: place.commitId,
      epoch: place.epoch,
      f: COMMIT_FORMAT,
      kind,
      ...(isSealed ? { sealed: true as const } : {}),
      writer: place.writer,
      ...(this.chain === undefined ? {} : { chain: this.chain }),
    };
    const json = this.chain === undefined ? `${head}}` : `${head},"chain":"${this.chain}"}`;
    this.entry = { commit, json };
    return this.entry;
  }
}
