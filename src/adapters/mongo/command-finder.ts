import type { Document } from 'mongodb';
import { parseCommitKey } from '#ports/commit.ts';
import type { Calls } from './calls.ts';
import { keyText } from './codec.ts';
import type { Collections } from './collections.ts';

/** Ids of one question at most. */
const IDS_MAX = 1_000;
/** Questions with the server at once. */
const QUESTIONS_MAX = 4;

type Found = ReadonlyMap<string, number>;

interface Asked {
  readonly stream: string;
  readonly ids: readonly string[];
  readonly resolve: (found: Found) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Finds commands by their ids. Whatever is asked within one turn of the loop, or while enough questions are with the server, is
 * one question: every command under a key that a person chose asks one, whichever its stream.
 */
export class CommandFinder {
  readonly #calls: Calls;
  readonly #commits: Collections['commits'];
  #waiting: Asked[] = [];
  #underWay = 0;
  #isDue = false;

  constructor(calls: Calls, commits: Collections['commits']) {
    this.#calls = calls;
    this.#commits = commits;
  }

  /** The sequence of the first commit of the stream that holds each id. @throws Fault E_UNAVAILABLE, E_LIMIT */
  async find(stream: string, commandIds: readonly string[]): Promise<Found> {
    const ids = [...new Set(commandIds.map((id) => keyText(id)))];
    if (ids.length === 0) return new Map();
    keyText(stream);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ stream, ids, resolve, reject });
      this.#askSoon();
    });
  }

  #askSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    setImmediate(() => {
      this.#isDue = false;
      while (this.#waiting.length > 0 && this.#underWay < QUESTIONS_MAX) void this.#ask(this.#next());
    });
  }

  /** As many as one question may hold, at least one. */
  #next(): readonly Asked[] {
    let ids = 0;
    const end = this.#waiting.findIndex((asked, place) => {
      ids += asked.ids.length;
      return place > 0 && ids > IDS_MAX;
    });
    return this.#waiting.splice(0, end === -1 ? this.#waiting.length : end);
  }

  async #ask(all: readonly Asked[]): Promise<void> {
    this.#underWay += 1;
    try {
      const places = await this.#read(all);
      for (const { stream, ids, resolve } of all) {
        resolve(
          new Map(
            ids.flatMap((id) => {
              const seq = places.get(placeOf(stream, id));
              return seq === undefined ? [] : [[id, seq]];
            }),
          ),
        );
      }
    } catch (error) {
      for (const { reject } of all) reject(error);
    } finally {
      this.#underWay -= 1;
      if (this.#waiting.length > 0) this.#askSoon();
    }
  }

  /** The first commit of each stream that holds one of the ids; others may have asked for it. */
  async #read(all: readonly Asked[]): Promise<ReadonlyMap<string, number>> {
    const ids = [...new Set(all.flatMap((asked) => asked.ids))];
    const rows = await this.#calls.insist('find', () =>
      this.#commits
        .find({ 'cmds.id': { $in: ids } } as Document)
        .project<{ _id: string; cmds: readonly { id: string }[] }>({ 'cmds.id': 1 })
        .toArray(),
    );
    const places = new Map<string, number>();
    for (const { _id, cmds } of rows) {
      const { stream, seq } = parseCommitKey(_id);
      for (const { id } of cmds) {
        const place = placeOf(stream, id);
        places.set(place, Math.min(seq, places.get(place) ?? seq));
      }
    }
    return places;
  }
}

const placeOf = (stream: string, id: string): string => `${stream} ${id}`;
