import { setTimeout as sleep } from 'node:timers/promises';
import { childCommandId } from '#commands/define-command.ts';
import type { Store } from '#ports/store.ts';
import { checkLedger, readLog } from '../harness/log-audit.ts';
import { confirmOf, type Shown } from '../harness/shown.ts';
import type { Stage } from '../harness/stage.ts';
import { askProcess, type Request } from './ask-process.ts';
import type { Processes } from './processes.ts';

/** A person gives a command so often: less than the service lets one person. */
const EVERY_MS = 250;
const AGAIN_MS = 50;
const GIVE_UP_MS = 60_000;

/** Of so many turns of a person one is a payment of a coin. */
const PAYS_EVERY = 5;
/** Of so many turns of a person who misses answers one is repeated though it was answered. */
const MISSES_EVERY = 4;

/** What a log came to when it was compared with what people were told; `ids`: all commands in it. */
interface Audit {
  readonly lost: number;
  readonly twice: number;
  readonly sums: number;
  readonly ids: ReadonlySet<string>;
}

/** The step of a payment that opens its offer. */
const OFFER = 'open';

/** What a crowd does beside the usual. */
export interface CrowdOptions {
  /** Pays coins, too. */
  readonly pays?: boolean;
  /** Now and then repeats what was answered, as somebody whom the answer did not reach. */
  readonly missesAnswers?: boolean;
  /** For self-tests: what is repeated is given as a new command. */
  readonly forgetsKeys?: boolean;
}

/** People who give commands through whichever process is in rotation, and repeat what failed under the same key. */
export class Crowd {
  readonly #processes: Processes;
  readonly #people: readonly string[];
  readonly #options: CrowdOptions;
  /** Command ids that were answered, by person. */
  readonly acknowledged = new Map<string, string>();
  /** Answers that were no success, by code, repeats included. */
  readonly troubles = new Map<string, number>();
  /** Commands with a key of their own that each person wanted so far. */
  readonly #wanted = new Map<string, number>();
  /** Answers that said no by a rule, by code. */
  readonly refusals = new Map<string, number>();
  /** Newest answer of each person, and the longest wait for one since {@link mark}; monotonic ms. */
  readonly #lastMs = new Map<string, number>();
  readonly #waitMs = new Map<string, number>();
  /** How long the slowest answer took that was no success, ms, since {@link mark}. */
  slowestTroubleMs = 0;
  #isOver = false;
  #running: Promise<unknown> = Promise.resolve();
  #turn = 0;

  constructor(processes: Processes, people: number, options: CrowdOptions = {}) {
    this.#processes = processes;
    this.#options = options;
    this.#people = Array.from({ length: people }, (_, n) => `guest-${n.toString(36).padStart(3, '0')}`);
  }

  start(): void {
    this.#running = Promise.all(this.#people.map((name, n) => this.#live(name, n)));
  }

  /** Lets everybody finish what they have begun. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  /** Forgets troubles and gaps so far. */
  mark(): void {
    this.troubles.clear();
    this.#waitMs.clear();
    this.slowestTroubleMs = 0;
    for (const name of this.#people) this.#lastMs.set(name, performance.now());
  }

  /**
   * The longest that each person waited from one answer to the next beyond their own pause, ms, by user, open waits included.
   * People who were never answered are not among them.
   */
  get waits(): ReadonlyMap<string, number> {
    const users = new Map([...this.acknowledged].map(([id, name]) => [name, id.split('/')[0] ?? '']));
    return new Map([...users].map(([name, user]) => [user, this.#waitOf(name)]));
  }

  /** The same of whoever waited longest, people who were never answered included. */
  get longestWaitMs(): number {
    return Math.max(...this.#people.map((name) => this.#waitOf(name)));
  }

  #waitOf(name: string): number {
    const nowMs = performance.now();
    const openMs = nowMs - (this.#lastMs.get(name) ?? nowMs) - EVERY_MS;
    return Math.max(0, openMs, this.#waitMs.get(name) ?? 0);
  }

  /** Troubles other than those of a list of codes. */
  troublesBut(...codes: readonly string[]): number {
    return [...this.troubles].reduce((sum, [code, count]) => (codes.includes(code) ? sum : sum + count), 0);
  }

  get troublesText(): string {
    return [...this.troubles].map(([code, count]) => `${code} ${count}`).join(', ');
  }

  async #live(name: string, n: number): Promise<void> {
    await sleep((n * EVERY_MS) / this.#people.length);
    for (let turn = 0; !this.#isOver; turn += 1) {
      const dueMs = performance.now() + EVERY_MS;
      await this.#act(name, turn);
      const nowMs = performance.now();
      const lastMs = this.#lastMs.get(name);
      if (lastMs !== undefined) {
        this.#waitMs.set(name, Math.max(this.#waitMs.get(name) ?? 0, nowMs - lastMs - EVERY_MS));
      }
      this.#lastMs.set(name, nowMs);
      await sleep(Math.max(0, dueMs - nowMs));
    }
  }

  async #act(persona: string, turn: number): Promise<void> {
    const key = `k${turn}`;
    this.#wanted.set(persona, turn + 1);
    const { pays, missesAnswers, forgetsKeys } = this.#options;
    const post = (text: string, again = ''): Promise<Shown | undefined> =>
      this.#give(persona, { path: 'commands', body: { persona, text }, key: `${key}${again}` });
    if (pays !== true || turn % PAYS_EVERY !== PAYS_EVERY - 1) {
      const text = `/notify set event:pet via:${turn % 2 === 0 ? 'dm' : 'inbox'}`;
      await post(text);
      if (missesAnswers === true && turn % MISSES_EVERY === 0)
        await post(text, forgetsKeys === true ? 'again' : '');
      return;
    }
    const payee = this.#people[(this.#people.indexOf(persona) + 1) % this.#people.length] ?? persona;
    const quote = await post(`/eco pay user:${payee} amount:1`);
    const customId = quote === undefined ? undefined : confirmOf(quote);
    if (customId !== undefined)
      await this.#give(persona, { path: 'components', body: { persona, customId } });
  }

  /** Gives a command until it is answered; `undefined`: it never was. */
  async #give(persona: string, request: Request): Promise<Shown | undefined> {
    const endMs = performance.now() + GIVE_UP_MS;
    for (let tries = 0; performance.now() < endMs; tries += 1) {
      const sentMs = performance.now();
      const key = tries > 0 && this.#options.forgetsKeys === true ? `${request.key}r${tries}` : request.key;
      const shown = await this.#send(request, key);
      const { commandId, error } = shown;
      if (error === undefined) {
        if (commandId !== undefined) this.acknowledged.set(commandId, persona);
        return shown;
      }
      const { code = 'no code' } = error;
      // a rule that said no is an answer, too
      if (!PASSING.has(code)) {
        this.refusals.set(code, (this.refusals.get(code) ?? 0) + 1);
        return undefined;
      }
      if (code !== 'E_COOLDOWN') {
        this.slowestTroubleMs = Math.max(this.slowestTroubleMs, performance.now() - sentMs);
        this.troubles.set(code, (this.troubles.get(code) ?? 0) + 1);
      }
      await sleep(error.retryAfterMs ?? AGAIN_MS);
    }
    this.troubles.set('gave up', (this.troubles.get('gave up') ?? 0) + 1);
    return undefined;
  }

  async #send({ path, body }: Request, key: string | undefined): Promise<Shown> {
    const open = this.#processes.members.filter(({ isInRotation }) => isInRotation);
    this.#turn += 1;
    const member = open[this.#turn % open.length];
    if (member === undefined) return { error: { code: 'nobody' } };
    return askProcess(member, { path, body, key });
  }

  /** Waits until everybody has had an answer from now on; how long that took, ms, at most `withinMs`. */
  async untilAllAnswered(withinMs: number): Promise<number> {
    const startedMs = performance.now();
    const heard = (): boolean => this.#people.every((name) => (this.#lastMs.get(name) ?? 0) > startedMs);
    while (!heard() && performance.now() - startedMs < withinMs) await sleep(AGAIN_MS);
    return performance.now() - startedMs;
  }

  /** Compares the log with what people were told. */
  async audit(store: Store, stage: Stage): Promise<Audit> {
    const log = await readLog(store, stage);
    const ids = new Set<string>();
    for (const found of log.records.values()) for (const id of found.keys()) ids.add(id);
    const isThere = (id: string): boolean => ids.has(id) || ids.has(childCommandId(id, OFFER));
    const lost = [...this.acknowledged.keys()].filter((id) => !isThere(id)).length;
    const twice = log.twice + this.#surplus(ids);
    stage.expect(
      'what was answered is in the log',
      lost === 0,
      () => `${lost} are not`,
      this.acknowledged.size,
    );
    stage.expect('nothing is there twice', twice === 0, () => `${twice} commands`, ids.size);
    const odd = [...this.refusals.keys()].filter((code) => !USUAL_REFUSALS.has(code));
    stage.expect('nobody is refused but for money', odd.length === 0, () => odd.join(', '));
    const sums = (await checkLedger(store, stage)).length;
    return { lost, twice, sums, ids };
  }

  /** Commands that are in the log beyond those that people wanted: one that was given again under another id is two. */
  #surplus(ids: Iterable<string>): number {
    const found = new Map<string, Set<string>>();
    for (const id of ids) {
      // several steps of one command are one
      const [command, userId] = /^([a-z0-9]+)\/h-[a-z0-9]+/.exec(id) ?? [];
      if (command === undefined || userId === undefined) continue;
      found.set(userId, (found.get(userId) ?? new Set()).add(command));
    }
    const persons = new Map([...this.acknowledged].map(([id, persona]) => [id.split('/')[0] ?? '', persona]));
    let surplus = 0;
    for (const [userId, persona] of persons)
      surplus += Math.max(0, (found.get(userId)?.size ?? 0) - (this.#wanted.get(persona) ?? 0));
    return surplus;
  }
}

/** Codes that pass: whoever repeats the same command gets an answer in the end. */
const PASSING: ReadonlySet<string> = new Set([
  'E_BUSY',
  'E_COOLDOWN',
  'E_FROZEN',
  'E_OVERLOAD',
  'E_RETRY',
  'E_UNAVAILABLE',
  'E_UNKNOWN',
  'no connection',
  'nobody',
]);
/** What a payment may be refused for: coins run out, and offers that nobody confirmed in time. */
const USUAL_REFUSALS: ReadonlySet<string> = new Set(['E_FUNDS', 'E_GONE', 'E_LIMIT']);
