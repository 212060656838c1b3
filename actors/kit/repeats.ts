import { ackId } from '#ports/commit.ts';
import type { Journal } from '#ports/journal.ts';
import { unsealCommit } from './activation.ts';
import { STALL } from './cell.ts';
import type { IdRing } from './id-ring.ts';
import type { EntityDeps } from './kind-runtime.ts';
import { Ask, CRASH, type Message, Read, Whisper } from './messages.ts';
import type { StoredRecord } from './record.ts';
import type { Sealer } from './sealer.ts';

const RETRY_MS = 50;

/** Finds out whether a command id was used before: from the ring if that is sure, else from the log. */
export class Repeats {
  readonly #stream: string;
  readonly #deps: Pick<EntityDeps, 'journal' | 'clock' | 'sealer'>;
  readonly #done: () => void;
  /** What the log said about ids that the ring could not answer for. */
  #known: Map<string, StoredRecord | undefined> | undefined;
  isAsking = false;

  /** `done` is called when the log has answered, or could not and may be asked again. */
  constructor(stream: string, deps: Pick<EntityDeps, 'journal' | 'clock' | 'sealer'>, done: () => void) {
    this.#stream = stream;
    this.#deps = deps;
    this.#done = done;
  }

  /** The stored record of an id; `undefined`: surely never used; STALL: the log is being asked. `waiting` are the messages behind it. */
  lookUp(
    ring: IdRing,
    message: Message,
    id: string,
    mintedMs: number | undefined,
    waiting: () => readonly Message[],
  ): StoredRecord | typeof STALL | undefined {
    if (this.#known?.has(id) === true) return this.#known.get(id);
    if (isSurelyNew(ring, id, mintedMs)) return undefined;
    if (!this.isAsking) void this.#ask(ring, [message, ...waiting()]);
    return STALL;
  }

  /** An answer of the log holds until the id is used. */
  used(id: string): void {
    this.#known?.delete(id);
  }

  forget(): void {
    this.#known = undefined;
  }

  async #ask(ring: IdRing, messages: readonly Message[]): Promise<void> {
    const ids = new Set<string>();
    for (const message of messages) {
      if (message === CRASH || message instanceof Read || message instanceof Whisper) continue;
      const id = message instanceof Ask ? message.id : ackId(message.ack.effectId);
      const mintedMs = message instanceof Ask ? message.mintedMs : message.ack.effectAtMs;
      if (!isSurelyNew(ring, id, mintedMs)) ids.add(id);
    }
    this.isAsking = true;
    try {
      this.#known = await this.#find([...ids]);
      this.isAsking = false;
      this.#done();
    } catch {
      // the store is out of reach: whoever waits here gives up by deadline, the question is asked again
      this.#deps.clock.after(RETRY_MS, () => {
        this.isAsking = false;
        this.#done();
      });
    }
  }

  async #find(ids: readonly string[]): Promise<Map<string, StoredRecord | undefined>> {
    const { journal, sealer } = this.#deps;
    const seqs = await journal.find(this.#stream, ids);
    const known = new Map<string, StoredRecord | undefined>();
    for (const id of ids) {
      const seq = seqs.get(id);
      known.set(
        id,
        seq === undefined ? undefined : await storedRecord(this.#stream, seq, id, journal, sealer),
      );
    }
    return known;
  }
}

const isSurelyNew = (ring: IdRing, id: string, mintedMs: number | undefined): boolean =>
  ring.missIsFinal(mintedMs) && ring.seqOf(id) === 0;

/** The record of a command in a commit, its sealed texts opened. */
export const storedRecord = async (
  stream: string,
  seq: number,
  id: string,
  journal: Journal,
  sealer: Sealer,
): Promise<StoredRecord | undefined> => {
  const [commit] = await journal.read(stream, seq, 1);
  const opened = commit === undefined ? undefined : await unsealCommit(commit, sealer);
  const record = opened?.cmds.find((cmd) => cmd.id === id);
  return record === undefined ? undefined : { ...record, seq };
};
