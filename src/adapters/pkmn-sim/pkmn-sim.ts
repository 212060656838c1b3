import { Worker } from 'node:worker_threads';
import type { MatchInput, PokemonSetup, Ruling } from '#game/battle/match/rules-words.ts';
import type { PokemonRules, TeamCheck } from '#ports/battle-rules.ts';
import type { Clock } from '#ports/clock.ts';
import { Fault } from '#ports/fault.ts';
import type { Ask, Reply, Request, Told } from './messages.ts';

/** Another version of the simulator is other rules: what was fought by this one is verified by this one. */
export const PKMN_SIM_VERSION = '@pkmn/sim/0.10.11';
/** The thread holds the simulator's tables, some 130 MB: nobody pays for them who does not play. */
const IDLE_MS = 5 * 60_000;
/** Setups of open battles kept here, a few KB each; the one asked for longest ago goes first. */
const OPEN_MAX = 10_000;
/** Requests that may wait for the thread. */
const WAITING_MAX = 1_000;
/** A thread that is silent for this long is taken for lost, ms. */
const SILENT_MS = 30_000;

export interface PkmnSimOptions {
  readonly clock: Clock;
  /** Ms without a question after which the thread ends. */
  readonly idleMs?: number;
  /** Told of each thread that is started, for tests that end one. */
  readonly onThread?: (thread: Worker) => void;
}

interface Waiting {
  readonly resolve: (told: Told) => void;
  readonly reject: (fault: Fault) => void;
}

/** The thread ended with questions open: they can be asked again. */
class ThreadLost extends Fault {
  constructor(cause: unknown) {
    super('E_UNAVAILABLE', 'the simulator ended', { retryable: true, cause });
  }
}

/** Starts the simulator's thread and speaks with it. */
class Thread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  isOver = false;

  constructor(onThread: ((thread: Worker) => void) | undefined) {
    // the process's own flags are not for its threads: some would stop them
    this.#worker = new Worker(new URL('./worker.ts', import.meta.url), { execArgv: [] });
    this.#worker.on('message', (reply: Reply) => this.#settle(reply));
    this.#worker.on('error', (error: unknown) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(undefined));
    // a battle that nobody asks about keeps no process alive
    this.#worker.unref();
    onThread?.(this.#worker);
  }

  get isBusy(): boolean {
    return this.#waiting.size > 0;
  }

  async ask(ask: Ask): Promise<Told> {
    if (this.isOver) throw new ThreadLost(undefined);
    if (this.#waiting.size >= WAITING_MAX) {
      throw new Fault('E_OVERLOAD', 'too many battles wait for the simulator', {
        retryable: true,
        retryAfterMs: 1_000,
      });
    }
    this.#lastId += 1;
    const id = this.#lastId;
    this.#worker.ref();
    const told = new Promise<Told>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
    });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    this.#worker.postMessage({ id, ask } satisfies Request);
    return told;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (this.#waiting.size === 0) this.#worker.unref();
    if ('error' in reply) {
      waiting?.reject(
        new Fault('E_UNAVAILABLE', `the simulator failed: ${reply.error}`, { retryable: false }),
      );
    } else waiting?.resolve(reply.told);
  }

  #fail(cause: unknown): void {
    this.isOver = true;
    for (const { reject } of this.#waiting.values()) reject(new ThreadLost(cause));
    this.#waiting.clear();
  }
}

const somethingElse = (): never => {
  throw new Fault('E_UNAVAILABLE', 'the simulator answered something else', { retryable: false });
};

const asRuling = (told: Told): Ruling =>
  typeof told === 'object' && !('problems' in told) ? told : somethingElse();

const asCheck = (told: Told): TeamCheck =>
  typeof told === 'object' && !('position' in told) ? told : somethingElse();

const GONE: Ruling = {
  ok: false,
  rejection: { code: 'E_GONE', message: 'This battle is not open here. It is restored from its log.' },
};

/**
 * Pokémon battles on @pkmn/sim, in a thread that the first question starts and a quiet time ends. A thread that dies is
 * replaced and plays the inputs of its battles again.
 */
export const createPkmnSim = ({ clock, idleMs = IDLE_MS, onThread }: PkmnSimOptions): PokemonRules => {
  const setups = new Map<string, PokemonSetup>();
  let thread: Thread | undefined;
  let cancelIdle: (() => void) | undefined;
  let isShut = false;

  const endWhenIdle = (): void => {
    cancelIdle?.();
    cancelIdle = clock.after(idleMs, () => {
      if (thread?.isBusy === true) {
        endWhenIdle();
        return;
      }
      const ended = thread;
      thread = undefined;
      void ended?.end();
    });
  };

  const askOnce = async (ask: Ask): Promise<Told> => {
    if (isShut) throw new Fault('E_UNAVAILABLE', 'the simulator was shut down', { retryable: false });
    if (thread === undefined || thread.isOver) thread = new Thread(onThread);
    endWhenIdle();
    const asked = thread;
    const cancel = clock.after(SILENT_MS, () => void asked.end());
    try {
      return await asked.ask(ask);
    } finally {
      cancel();
    }
  };

  const askTwice = async (ask: Ask): Promise<Told> => {
    try {
      return await askOnce(ask);
    } catch (error) {
      if (!(error instanceof ThreadLost)) throw error;
      return askOnce(ask);
    }
  };

  const remember = (setup: PokemonSetup): void => {
    setups.delete(setup.battleId);
    setups.set(setup.battleId, setup);
    const [oldest] = setups.keys();
    if (setups.size > OPEN_MAX && oldest !== undefined) setups.delete(oldest);
  };

  const play = async (setup: PokemonSetup, inputs: readonly MatchInput[]): Promise<Ruling> => {
    const ruling = asRuling(await askTwice({ op: 'play', setup, inputs }));
    if (ruling.ok || ruling.position !== undefined) remember(setup);
    return ruling;
  };

  return {
    version: PKMN_SIM_VERSION,
    problems: async (format, team) => asCheck(await askTwice({ op: 'check', format, team })),
    open: (setup) => play(setup, []),
    restore: play,
    choose: async (battleId, inputs) => {
      const setup = setups.get(battleId);
      return setup === undefined ? GONE : play(setup, inputs);
    },
    autoChoice: async (battleId, inputs, side) => {
      const setup = setups.get(battleId);
      if (setup === undefined) return undefined;
      const told = await askTwice({ op: 'auto', setup, inputs, side });
      return typeof told === 'string' ? told : undefined;
    },
    close: async (battleId) => {
      setups.delete(battleId);
      if (thread !== undefined && !thread.isOver) await askTwice({ op: 'forget', battleId });
    },
    shutdown: async () => {
      isShut = true;
      cancelIdle?.();
      await thread?.end();
    },
  };
};
