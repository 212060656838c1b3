import { decodeEvent } from '#actors/kit/activation.ts';
import type { EntityRef } from '#game/shared/ids.ts';
import { canonicalJson } from '#ports/canonical-json.ts';
import { chainOf } from '#ports/chain.ts';
import { type Commit, type CommandRecord, commitKey, parseStream } from '#ports/commit.ts';
import { LOOKS, type Looks } from './kinds.ts';
import type { World } from './world.ts';

/** A command in the log; `ordinal` counts the commands of its stream from 1. */
export interface Found {
  readonly seq: number;
  readonly ordinal: number;
  readonly record: CommandRecord;
}

/** What the log says about one entity, found by replaying it beside the engine. */
export class Watched {
  readonly stream: string;
  readonly ref: EntityRef;
  readonly looks: Looks;
  state: unknown;
  seq = 0;
  events = 0;
  epoch = 0;
  atMs = 0;
  chain: string | undefined;
  /** The look at the state after each command, by ordinal; 0: before the first. A read may fall between two of a commit. */
  readonly marks: unknown[];
  readonly records = new Map<string, Found>();

  constructor(stream: string, ref: EntityRef, looks: Looks) {
    this.stream = stream;
    this.ref = ref;
    this.looks = looks;
    this.state = looks.kind.options.decider.initial(ref);
    this.marks = [looks.mark(this.state)];
  }
}

/** Replays every commit as it becomes durable, with the production rules, and holds the log to its promises. */
export class LogWatch {
  readonly streams = new Map<string, Watched>();
  readonly #world: World;
  #seen = 0;
  commands = 0;

  constructor(world: World) {
    this.#world = world;
  }

  /** Takes in what became durable since the last call. */
  advance(): void {
    const { log } = this.#world.backing;
    for (; this.#seen < log.length; this.#seen += 1) {
      const entry = log[this.#seen];
      if (entry !== undefined) this.#commit(entry.stream, entry.seq);
    }
  }

  of(stream: string): Watched | undefined {
    return this.streams.get(stream);
  }

  /** How many entities of each kind something has happened to. */
  get kinds(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { ref, events } of this.streams.values()) {
      if (events > 0) counts[ref.kind] = (counts[ref.kind] ?? 0) + 1;
    }
    return counts;
  }

  #commit(stream: string, seq: number): void {
    const { backing } = this.#world;
    const json = backing.streams.get(stream)?.commits[seq - 1]?.json ?? '{}';
    const commit = JSON.parse(json) as Commit;
    let watched = this.streams.get(stream);
    if (watched === undefined) {
      const { kind, realm, id } = parseStream(stream);
      const looks = LOOKS.get(kind);
      if (looks === undefined) throw new RangeError(`no kind for ${stream}`);
      watched = new Watched(stream, { kind, realm, id }, looks);
      this.streams.set(stream, watched);
    }
    this.#order(watched, commit, seq);
    if (watched.looks.kind.chained) this.#chain(watched, commit);
    for (const cmd of commit.cmds) this.#command(watched, cmd, seq);
    this.#world.note(`${commit._id} ${commit.epoch} ${commit.cmds.map(({ id }) => id).join(' ')}`);
  }

  #order(watched: Watched, commit: Commit, seq: number): void {
    const world = this.#world;
    const isNext = seq === watched.seq + 1 && commit._id === commitKey(watched.stream, seq);
    world.expect('sequences have no gaps', isNext, () => `${commit._id} after ${watched.seq}`);
    world.expect(
      'epochs never decrease',
      commit.epoch >= watched.epoch,
      () => `${commit._id}: ${commit.epoch} after ${watched.epoch}`,
    );
    world.expect(
      'time of a stream never runs back',
      commit.at >= watched.atMs,
      () => `${commit._id}: ${commit.at} after ${watched.atMs}`,
    );
    watched.seq = seq;
    watched.epoch = commit.epoch;
    watched.atMs = commit.at;
  }

  #chain(watched: Watched, commit: Commit): void {
    const { chain, ...rest } = commit;
    const expected = chainOf(watched.chain, canonicalJson(rest));
    this.#world.expect('the hash chain is valid', chain === expected, () => commit._id);
    watched.chain = chain;
  }

  #command(watched: Watched, record: CommandRecord, seq: number): void {
    this.commands += 1;
    const first = watched.records.get(record.id);
    this.#world.expect(
      'a command is in the log once',
      first === undefined,
      () => `${watched.stream}: ${record.id} at ${first?.seq} and ${seq}`,
    );
    if (first === undefined) watched.records.set(record.id, { seq, ordinal: watched.marks.length, record });
    const { kind } = watched.looks;
    for (const event of record.events) {
      watched.events += 1;
      watched.state = kind.options.decider.evolve(watched.state, decodeEvent(kind, event), record.at);
    }
    watched.marks.push(watched.looks.mark(watched.state));
  }
}

/** JSON in which sealed texts are equal whatever they say: the log holds them encrypted, an entity in plain text. */
export const masked = (value: unknown): string =>
  JSON.stringify(value, (key, inner: unknown) =>
    key === '$sealed' ? { by: (inner as { by?: unknown }).by } : inner,
  );

/** Whether two values say the same, sealed texts and the order of keys aside. */
export const isSame = (one: unknown, other: unknown): boolean =>
  masked(one) === masked(other) || maskedReply(one) === maskedReply(other);

/** A reply in one form whatever the order of its keys, sealed texts masked. */
export const maskedReply = (reply: unknown): string => canonicalJson(JSON.parse(masked(reply ?? null)));
