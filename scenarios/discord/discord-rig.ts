import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readLog, checkLedger } from '../harness/log-audit.ts';
import { makePlace, openPlace, type OwnPlace } from '../harness/data-place.ts';
import type { Source } from '../harness/settings.ts';
import type { Stage } from '../harness/stage.ts';
import { killProcesses, runToEnd, type ServiceProcess, startProcess } from '#test/support/service-process.ts';
import { type RedisServer, startBestRedis } from '#test/support/services/redis-server.ts';
import { startFlags } from '#test/support/start-flags.ts';
import type { Act, Counts, FakeOrder, FromFake, Questions, Step, ToFake, Told, Undone } from './words.ts';

/** Longer than a scenario looks for answers after its last offer, ms. */
const PATIENCE_MS = 20_000;
/** Where answers are kept back on purpose nobody needs to wait so long, ms. */
const PATIENCE_BROKEN_MS = 5_000;

/** Of the log of a service that did not end in order. */
const LAST_LINES = 4;

type Got = Told | Undone;
type Copies = Pick<Act, 'copies' | 'isSeparate'>;

/** A fake Discord, the service as a bot on it, and this process, in which people decide what they do. */
export class DiscordRig {
  readonly #fake: ChildProcess;
  readonly #token: string;
  readonly #own: OwnPlace;
  /** Where interactions lie on their way, when they come by a stream. */
  readonly #redis: RedisServer | undefined;
  readonly #acts = new Map<number, (got: Got) => void>();
  readonly #asked = new Map<number, (given: unknown) => void>();
  #count = 0;
  #bot: ServiceProcess | undefined;
  /** REST base of the fake. */
  readonly api: string;
  /** Ids of interactions by which people settled in. */
  readonly prepared = new Set<string>();
  /** For self-tests: answers are kept back on purpose, and are missed soon. */
  isBroken = false;

  private constructor(
    fake: ChildProcess,
    { api, token }: { readonly api: string; readonly token: string },
    own: OwnPlace,
    redis: RedisServer | undefined,
  ) {
    this.#fake = fake;
    this.#token = token;
    this.#own = own;
    this.#redis = redis;
    this.api = api;
    fake.on('message', (word: FromFake) => this.#hear(word));
  }

  /**
   * Starts the fake, registers the commands as an operator does, and starts the service as `npm start` does; with `stream` it is
   * gateway and worker at once.
   * @throws Error when there is no Redis for a stream
   */
  static async open(order: FakeOrder, source: Source = 'client'): Promise<DiscordRig> {
    const redis = source === 'stream' ? await startBestRedis() : undefined;
    if (source === 'stream' && redis === undefined) throw new Error('There is no Redis for a stream.');
    const fake = fork(new URL('./fake-child.ts', import.meta.url), [JSON.stringify(order)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    const [opened] = (await once(fake, 'message')) as [{ readonly api: string; readonly token: string }];
    const rig = new DiscordRig(fake, opened, await makePlace('sqlite'), redis);
    const { code, stderr } = await runToEnd('src/app/discord-register.ts', [], rig.#variables());
    if (code !== 0) throw new Error(`the commands could not be registered: ${stderr}`);
    await rig.startBot();
    return rig;
  }

  #variables(): Readonly<Record<string, string>> {
    const discord = { DISCORD_TOKEN: this.#token, GUILDHALL_DISCORD_API: this.api };
    return this.#redis === undefined
      ? discord
      : { ...discord, GUILDHALL_DISCORD_SOURCE: 'stream', REDIS_URL: this.#redis.url };
  }

  /** Starts the service on the rig's data, for example once more. */
  async startBot(): Promise<void> {
    const { place } = this.#own;
    if (!('dir' in place)) throw new Error('the rig keeps its data in a folder');
    this.#bot = await startProcess(place.dir, this.#variables(), ['src/main.ts'], startFlags());
  }

  get bot(): ServiceProcess {
    if (this.#bot === undefined) throw new Error('the service does not run');
    return this.#bot;
  }

  #hear(word: FromFake): void {
    if ('act' in word) {
      const done = this.#acts.get(word.act);
      this.#acts.delete(word.act);
      done?.(word);
    } else if ('answers' in word) {
      const given = this.#asked.get(word.answers);
      this.#asked.delete(word.answers);
      given?.(word.given);
    }
  }

  #say(word: ToFake): void {
    this.#fake.send(word);
  }

  /** Lets somebody act; the promise ends with their answer, or when there has been none for longer than anybody waits. */
  act(person: number, step: Step, copies: Partial<Copies> = {}): Promise<Got> {
    this.#count += 1;
    const word: Act = { copies: 1, ...copies, act: this.#count, person, step };
    return new Promise((resolve) => {
      const timer = setTimeout(
        () => this.#hear({ act: word.act, undone: 'no answer came', isLost: true }),
        this.isBroken ? PATIENCE_BROKEN_MS : PATIENCE_MS,
      );
      this.#acts.set(word.act, (got) => {
        clearTimeout(timer);
        resolve(got);
      });
      this.#say(word);
    });
  }

  /** Asks the fake. */
  ask<K extends keyof Questions>(what: K, about: Questions[K]['takes']): Promise<Questions[K]['gives']> {
    this.#count += 1;
    const ask = this.#count;
    return new Promise((resolve) => {
      this.#asked.set(ask, resolve as (given: unknown) => void);
      this.#say({ ask, what, about } as ToFake);
    });
  }

  counts(): Promise<Counts> {
    return this.ask('counts', {});
  }

  /** Lets everybody take these steps, one after the other, so many at once. @throws Error when somebody gets no answer, or a step cannot be done */
  async prepare(people: number, stepsOf: (person: number) => readonly Step[], atOnce = 24): Promise<void> {
    let next = 0;
    const lane = async (): Promise<void> => {
      while (next < people) {
        const person = next;
        next += 1;
        for (const step of stepsOf(person)) {
          const got = await this.act(person, step);
          if (!('undone' in got)) this.prepared.add(got.id);
          if ('undone' in got) throw new Error(`person ${person}: ${got.undone}`);
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, people) }, lane));
  }

  /** Ends the service in order and holds its log against the promises; its records for further questions. */
  async audit(stage: Stage): Promise<Awaited<ReturnType<typeof readLog>>> {
    const { code, stdout, stderr } = await this.bot.end('SIGTERM');
    stage.expect(
      'the service ends in order',
      code === 0,
      () => `exit ${code}: ${stderr || stdout.split('\n').slice(-LAST_LINES).join(' ')}`,
    );
    const store = await openPlace(this.#own.place);
    try {
      const log = await readLog(store, stage);
      stage.expect('nothing is in the log twice', log.twice === 0, () => `${log.twice} commands`);
      await checkLedger(store, stage);
      return log;
    } finally {
      await store.close();
    }
  }

  async end(): Promise<void> {
    await killProcesses();
    const gone = once(this.#fake, 'exit');
    this.#fake.disconnect();
    await gone;
    await this.#redis?.end();
    await this.#own.end();
  }
}
