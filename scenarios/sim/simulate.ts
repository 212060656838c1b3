import { ALL_GUARDS, type Guards } from '#actors/kit/guards.ts';
import type { Follower } from '#actors/kit/follower-runner.ts';
import { parseCommitKey } from '#ports/commit.ts';
import { Audit } from './audit.ts';
import { between, chanceOf, fold, oneIn } from './chance.ts';
import { Channels } from './channels.ts';
import { Clients } from './client.ts';
import type { FaultCounts } from './faults.ts';
import { SIM_KINDS } from './kinds.ts';
import { LogWatch } from './log-watch.ts';
import { auditNews } from './news-audit.ts';
import { Node } from './node.ts';
import { Ownership } from './ownership.ts';
import { Players } from './players.ts';
import { stillness } from './schedule.ts';
import { type Violation, World } from './world.ts';

/** Steps after which a run counts as one that never ends. */
const STEPS_MAX = 200_000;
/** Virtual ms that everything has to come to rest after the faults. */
const REST_MS = 300_000;
const HOUR_MS = 3_600_000;
/** Virtual ms after which a follower has surely looked again. */
const FOLLOWED_MS = 3_000;
/** Virtual ms within which messages to all guilds have surely come to their end. */
const CARRIED_MS = 30_000;

export interface SimOptions {
  readonly guards?: Guards;
  /** Ends at the first broken promise: for campaigns that look for one. */
  readonly isBrief?: boolean;
  /** Keeps what happened, line by line. */
  readonly isTraced?: boolean;
}

export interface SimResult {
  readonly seed: number;
  readonly ok: boolean;
  readonly violations: readonly Violation[];
  readonly checked: Readonly<Record<string, number>>;
  readonly faults: Readonly<FaultCounts>;
  readonly entities: number;
  /** How many entities of each kind something has happened to. */
  readonly kinds: Readonly<Record<string, number>>;
  /** Commands of clients, and all in the log. */
  readonly commands: number;
  readonly logged: number;
  readonly steps: number;
  /** Of everything that happened and of all data at the end, ciphertexts aside. */
  readonly hash: string;
  readonly trace?: readonly string[];
}

/** One seed: a world, its processes, its people, its accidents. */
class Run {
  readonly world: World;
  readonly watch: LogWatch;
  readonly clients: Clients;
  readonly players: Players;
  readonly channels: Channels;
  readonly #guards: Guards;
  readonly #isBrief: boolean;
  readonly #nodes: Node[] = [];
  readonly #ownership = new Ownership();
  readonly #followed = new Map<string, number[]>();
  /** Starts under way. */
  #starting = 0;
  #nextFaultStep = 0;

  constructor(seed: number, { guards = ALL_GUARDS, isTraced = false, isBrief = false }: SimOptions) {
    this.#guards = guards;
    this.#isBrief = isBrief;
    this.world = new World(seed, isTraced);
    this.watch = new LogWatch(this.world);
    this.clients = new Clients(this.world, this.watch, {
      live: () => this.#nodes.filter((node) => node.isAlive && node.engine !== undefined).toReversed(),
      ownerOf: (stream) => this.#ownership.ownerOf(stream),
    });
    this.players = new Players(this.world, this.clients, chanceOf(seed, 4));
    this.channels = new Channels(this.world, this.watch, chanceOf(seed, 5));
  }

  readonly #follower: Follower = {
    name: 'sim',
    kinds: SIM_KINDS.map(({ kind }) => kind),
    handle: (commit) => {
      const { stream, seq } = parseCommitKey(commit._id);
      const seen = this.#followed.get(stream);
      if (seen === undefined) this.#followed.set(stream, [seq]);
      else seen.push(seq);
    },
  };

  /** Starts a process; when the store fails it meanwhile, another one. */
  #boot(): Node {
    const node = new Node(this.world, this.#nodes.length + 1);
    this.#nodes.push(node);
    this.#ownership.take(node);
    this.#starting += 1;
    this.world.note(`node ${node.number} starts`);
    node.start(this.#guards, this.#follower, this.channels).then(
      () => {
        this.#starting -= 1;
      },
      (error: unknown) => {
        this.#starting -= 1;
        if (!this.world.isFault(error)) throw error;
        node.kill();
        this.#inherit();
      },
    );
    return node;
  }

  #alive(): readonly Node[] {
    return this.#nodes.filter(({ isAlive }) => isAlive);
  }

  #crash(node: Node): void {
    this.world.note(`node ${node.number} dies`);
    this.world.plan.counts.crash += 1;
    node.kill();
  }

  /** Something bad happens to a whole process or to time. */
  #accident(): void {
    const { rng, plan, clock } = this.world;
    const alive = this.#alive();
    const newest = alive.at(-1);
    const roll = between(rng, 0, 99);
    if (newest === undefined) {
      this.#boot();
    } else if (roll < 25) {
      this.#crash(newest);
      this.#boot();
    } else if (roll < 50 && alive.length < 2) {
      plan.counts['stale-owner'] += 1;
      newest.isStale = true;
      this.#boot();
    } else if (roll < 50 || (roll >= 65 && roll < 88)) {
      this.#moveLeases(newest);
    } else if (roll < 65) {
      const jumpMs = between(rng, 1, 60) * 60_000;
      plan.counts[roll < 57 ? 'clock-forward' : 'clock-back'] += 1;
      clock.jump(roll < 57 ? jumpMs : -jumpMs);
    } else {
      const { engine } = newest;
      const places = this.players.places;
      const victim = places[between(rng, 0, Math.max(0, places.length - 1))];
      if (victim !== undefined && engine?.crash(victim.kind.kind, victim.place) === true) {
        plan.counts['entity-crash'] += 1;
      }
    }
    // an owner of yesterday does not stay for ever
    for (const node of alive) if (node.isStale && oneIn(rng, 250)) node.kill();
    this.#inherit();
  }

  /** What dead processes had goes to the newest that lives. */
  #inherit(): void {
    const newest = this.#alive().at(-1);
    if (newest === undefined) this.#boot();
    else this.#ownership.inherit(newest);
  }

  /** Leases move while processes live; they are told at once, or late. */
  #moveLeases(newest: Node): void {
    const { rng, plan } = this.world;
    const older = this.#alive().find((node) => node !== newest && node.engine !== undefined);
    if (older === undefined) return;
    if (oneIn(rng, 500)) {
      plan.counts['lost-lease'] += 1;
      this.#ownership.tell(older);
    } else if (newest.engine !== undefined) {
      plan.counts['moved-shards'] += 1;
      this.#ownership.tell(older);
      this.#ownership.move(newest, older, rng);
    }
  }

  get #isOver(): boolean {
    return this.#isBrief && this.world.violations.length > 0;
  }

  /** One thing happens; `false` when nothing ever will. */
  async #step(): Promise<boolean> {
    const { schedule, clock, rng } = this.world;
    if (this.#isOver) return false;
    const moved = schedule.step() || clock.next();
    await stillness();
    if (oneIn(rng, 4)) clock.advance(between(rng, 1, 30));
    this.watch.advance();
    if (schedule.steps > STEPS_MAX) {
      this.world.violate('a run ends', `${schedule.steps} steps`);
      return false;
    }
    return moved;
  }

  async run(): Promise<void> {
    this.#boot();
    this.players.start();
    await this.#storm();
    await this.#rest();
    if (this.#isOver) return;
    const audit = new Audit(this.world, this.watch);
    audit.books(this.clients);
    await this.#last(audit);
  }

  /** People act while things go wrong. */
  async #storm(): Promise<void> {
    const { schedule, rng, plan, clock } = this.world;
    this.#nextFaultStep = between(rng, 150, 1_100);
    while (!(this.players.isDone && this.clients.open === 0) && clock.monoMs() < REST_MS) {
      if (!(await this.#step())) return;
      if (schedule.steps >= this.#nextFaultStep) {
        this.#nextFaultStep = schedule.steps + between(rng, 150, 1_100);
        this.#accident();
      }
    }
    plan.isCalm = true;
  }

  /** No more faults: whatever is under way must come to its end. */
  async #rest(): Promise<void> {
    const { clock, backing } = this.world;
    this.world.plan.isCalm = true;
    this.world.note('calm');
    const [newest, ...older] = this.#alive().toReversed();
    for (const node of older) node.kill();
    if (newest === undefined) this.#boot();
    else this.#ownership.inherit(newest);
    const isBusy = (): boolean =>
      this.clients.open > 0 || backing.effects.size > 0 || backing.unsettled.size > 0 || this.#starting > 0;
    const untilMs = clock.monoMs() + REST_MS;
    while (isBusy() && clock.monoMs() < untilMs) if (!(await this.#step())) break;
    // reminders of the next hours come due; they are looked for every half minute
    clock.jump(2 * HOUR_MS);
    const remindedMs = clock.monoMs() + 45_000;
    while (clock.monoMs() < remindedMs && clock.monoMs() < untilMs) if (!(await this.#step())) break;
    const settledMs = clock.monoMs() + 30_000;
    while (isBusy() && clock.monoMs() < settledMs) if (!(await this.#step())) break;
  }

  /** Live states, then a fresh process on the same data, against the replay. */
  async #last(audit: Audit): Promise<void> {
    const running = this.#alive().at(-1);
    if (running !== undefined) await this.#until(audit.live(running, 1_000));
    running?.kill();
    const fresh = this.#boot();
    while (fresh.isAlive && fresh.engine === undefined) if (!(await this.#step())) break;
    await this.#until(audit.live(fresh, 150));
    // followers look every second, and now somebody surely follows
    const { clock } = this.world;
    const carriedMs = clock.monoMs() + CARRIED_MS;
    const isCarrying = (): boolean => this.channels.isUnderWay(this.players.guilds.sent);
    while (isCarrying() && clock.monoMs() < carriedMs) if (!(await this.#step())) break;
    auditNews(this.watch, this.channels, this.world);
    const followedMs = clock.monoMs() + FOLLOWED_MS;
    while (clock.monoMs() < followedMs) if (!(await this.#step())) break;
    audit.followers(this.#followed);
    fresh.kill();
    await audit.snapshots();
  }

  async #until(work: Promise<void>): Promise<void> {
    const progress = { isDone: false };
    void work.then(() => {
      progress.isDone = true;
    });
    await stillness();
    while (!progress.isDone) if (!(await this.#step())) return;
  }

  result(): SimResult {
    const { seed, violations, checked, plan, trace, schedule } = this.world;
    return {
      seed,
      ok: violations.length === 0,
      violations,
      checked: Object.fromEntries(checked),
      faults: plan.counts,
      entities: this.watch.streams.size,
      kinds: this.watch.kinds,
      commands: this.clients.ops.length,
      logged: this.watch.commands,
      steps: schedule.steps,
      hash: this.#hash(),
      ...(trace === undefined ? {} : { trace }),
    };
  }

  /** Initialisation vectors are the one thing that no seed decides, so ciphertexts and what hashes them stay out. */
  #hash(): string {
    let { hash } = this.world;
    for (const [stream, { commits }] of this.world.backing.streams) {
      hash = fold(hash, stream);
      for (const { json } of commits) hash = fold(hash, json.replaceAll(/"(?:c|chain)":"[^"]*"/g, ''));
    }
    return hash.toString(16).padStart(8, '0');
  }
}

/** Runs one seed to its end. Equal seeds give equal results, to the hash. */
export const simulate = async (seed: number, options: SimOptions = {}): Promise<SimResult> => {
  const run = new Run(seed, options);
  await run.run();
  return run.result();
};
