import { createHash } from 'node:crypto';
import { broadcast } from '#actors/broadcast/broadcast.ts';
import type { Engine } from '#actors/kit/engine-api.ts';
import type { Follower } from '#actors/kit/follower-runner.ts';
import type { BroadcastCommand, Carrier } from '#game/broadcast/broadcast.ts';
import { DEPLOYMENT_REALM } from '#game/shared/ids.ts';
import { unsealed } from '#game/shared/sealed.ts';
import type { Clock } from '#ports/clock.ts';
import { Patience } from './patience.ts';

/** What was not carried within a day is news no more, ms. */
const OLD_MS = 24 * 3_600_000;
const SCOPE = 'broadcasts';
const ANSWER_WITHIN_MS = 2_500;
/** Discord takes nonces of at most 25 characters. */
const KEY_CHARS = 24;

export interface CarrierParts {
  readonly carrier: Carrier;
  readonly engine: Pick<Engine, 'ask' | 'read'>;
  readonly clock: Clock;
  /** Ids of the guilds that want news, in order of text. @throws Fault */
  readonly guilds: () => Promise<readonly string[]>;
  /**
   * Tells one guild; `false`: it cannot be told, now or later. `key` is the same for the same message and guild, so that
   * whoever takes it twice can tell. What else is thrown is tried again.
   */
  readonly tell: (guildId: string, text: string, key: string) => Promise<boolean>;
  /** Least time between two guilds, ms. */
  readonly paceMs: number;
  readonly onTrouble: (error: unknown) => void;
}

/**
 * Carries messages of the service's owners to the guilds of one surface. It follows the log from its checkpoint; who was
 * told is written down guild by guild, so that the next process goes on where this one stopped.
 */
export class BroadcastCarrier {
  readonly #parts: CarrierParts;
  readonly #patience: Patience;

  constructor(parts: CarrierParts) {
    this.#parts = parts;
    this.#patience = new Patience(parts.clock);
  }

  /** Follows the log of messages to all guilds. */
  get follower(): Follower {
    return {
      name: `broadcasts-${this.#parts.carrier}`,
      kinds: [broadcast.kind],
      commitsMax: 1,
      handle: async (commit, { id }) => {
        for (const { at, events } of commit.cmds) {
          if (events.some(({ type }) => type === 'BroadcastSent')) await this.#carry(id, at);
        }
      },
    };
  }

  /** Tells nobody more; the next process goes on. */
  stop(): void {
    this.#patience.stop();
  }

  async #carry(id: string, sentAtMs: number): Promise<void> {
    const { engine, carrier, guilds, clock, paceMs } = this.#parts;
    const isOver = (): boolean => clock.nowMs() - sentAtMs > OLD_MS;
    const state = await this.#insist(() =>
      engine.read(broadcast, this.#placeOf(id), 'view', undefined, this.#call()),
    );
    const { after, isDone } = state.carriers[carrier] ?? { after: '', isDone: false };
    const text = state.text === null ? '' : unsealed(state.text, '');
    if (isDone) return;
    // of somebody who was erased since, nothing is told
    const left = text === '' ? [] : (await this.#insist(guilds)).filter((guildId) => guildId > after);
    for (const guildId of left) {
      if (isOver()) break;
      const isReached = await this.#tell(id, guildId, text, isOver);
      await this.#note(id, guildId, { type: 'Carry', carrier, target: guildId, isReached });
      await this.#patience.pause(paceMs);
    }
    await this.#note(id, 'end', { type: 'Finish', carrier });
  }

  async #tell(id: string, guildId: string, text: string, isOver: () => boolean): Promise<boolean> {
    const { tell, onTrouble } = this.#parts;
    const key = createHash('sha256').update(`${id}/${guildId}`).digest('hex').slice(0, KEY_CHARS);
    const isReached = await this.#patience.keepTrying(() => tell(guildId, text, key), {
      isOver,
      onTrouble: (error, attempts) => {
        if (attempts === 0) onTrouble(error);
        return 'again';
      },
    });
    return isReached === true;
  }

  /** Writes down how far it has come, however long that takes: what is not written down is told again. */
  async #note(id: string, step: string, command: BroadcastCommand): Promise<void> {
    const { engine, carrier } = this.#parts;
    const by = `${carrier}:0:broadcasts`;
    await this.#insist(() =>
      engine.ask(broadcast, this.#placeOf(id), command, {
        ...this.#call(),
        commandId: `${by}/${id}.${step}`,
        by,
      }),
    );
  }

  async #insist<T>(work: () => Promise<T>): Promise<T> {
    const { onTrouble } = this.#parts;
    const done = await this.#patience.keepTrying(async () => ({ value: await work() }), {
      isOver: () => false,
      onTrouble: (error, attempts) => {
        if (attempts === 0) onTrouble(error);
        return 'again';
      },
    });
    // it is never over: without an answer it throws
    return (done as { readonly value: T }).value;
  }

  #placeOf(id: string) {
    return { realm: DEPLOYMENT_REALM, id };
  }

  #call() {
    return { scope: SCOPE, deadlineMonoMs: this.#parts.clock.monoMs() + ANSWER_WITHIN_MS };
  }
}
