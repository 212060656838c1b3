import type { AnyKind, Place } from '#actors/kit/define-entity.ts';
import type { Answer } from '#actors/kit/engine-api.ts';
import { streamOf } from '#actors/kit/stream-id.ts';
import type { DomainCommand } from '#game/shared/decider.ts';
import { canonicalJson } from '#ports/canonical-json.ts';
import { between, oneIn, oneOf } from './chance.ts';
import { isSame, type LogWatch, masked, maskedReply } from './log-watch.ts';
import type { Node } from './node.ts';
import type { World } from './world.ts';

/** Virtual ms that a client waits before it asks again. */
const PATIENCE_MS = 4_000;
/** Per mille of presses that come twice at once, and of answered commands that come again later. */
const DOUBLE_PER_MILLE = 120;
const AGAIN_PER_MILLE = 200;
/** Per mille of a former owner's answers after which the owner is asked for the state. */
const LOOK_AFTER_PER_MILLE = 500;

/** One command as its client knows it; the acknowledgement is the client's own record. */
export interface Op {
  readonly kind: AnyKind;
  readonly place: Place;
  readonly command: DomainCommand;
  readonly commandId: string;
  readonly by: string;
  readonly scope: string;
  readonly mintedMs: number | undefined;
  readonly stream: string;
  acknowledged: Answer<unknown> | undefined;
  /** Runs once, at the first acknowledgement. */
  readonly then: (answer: Answer<unknown>) => void;
}

/** Where clients find the processes. */
export interface Nodes {
  /** Those that answer, newest first. */
  live(): readonly Node[];
  /** Who really has the stream, if it answers. */
  ownerOf(stream: string): Node | undefined;
}

/** The clients: they keep their own record of what was acknowledged, and ask again with the same id until it is. */
export class Clients {
  readonly ops: Op[] = [];
  readonly #world: World;
  readonly #watch: LogWatch;
  readonly #nodes: Nodes;
  /** Newest command of each stream that somebody was told of, by ordinal. */
  readonly #told = new Map<string, number>();
  open = 0;
  reads = 0;

  constructor(world: World, watch: LogWatch, nodes: Nodes) {
    this.#world = world;
    this.#watch = watch;
    this.#nodes = nodes;
  }

  /** Sends a command, again and again until it is answered. */
  send(op: Omit<Op, 'stream' | 'acknowledged'>): Op {
    const { stream } = streamOf({ kind: op.kind.kind, ...op.place });
    const sent: Op = { ...op, stream, acknowledged: undefined };
    this.ops.push(sent);
    this.open += 1;
    this.#attempt(sent);
    if (oneIn(this.#world.rng, DOUBLE_PER_MILLE)) this.#repeat(sent);
    return sent;
  }

  /** Sends the same id with another payload: it must be refused, and change nothing. */
  tamper(op: Op, command: DomainCommand): void {
    const node = this.#pick(op.stream);
    if (node?.engine === undefined) return;
    node.engine.ask(op.kind, op.place, command as never, this.#call(op)).then(
      (answer) =>
        this.#world.expect(
          'an id used for something else is refused',
          !answer.ok && answer.rejection.code === 'E_STALE',
          () => `${op.commandId} with another payload: ${JSON.stringify(answer)}`,
        ),
      () => undefined,
    );
  }

  #repeat(op: Op): void {
    this.#world.plan.counts['duplicate-retry'] += 1;
    this.#attempt(op);
  }

  /** Usually the owner; clients may know an older one. */
  #pick(stream: string): Node | undefined {
    const live = this.#nodes.live();
    const owner = this.#nodes.ownerOf(stream);
    if (owner !== undefined && (live.length < 2 || oneIn(this.#world.rng, 600))) return owner;
    return live.length === 0 ? undefined : oneOf(this.#world.rng, live);
  }

  #call(op: Op) {
    const { commandId, by, scope, mintedMs } = op;
    const deadlineMonoMs = this.#world.clock.monoMs() + between(this.#world.rng, 1_000, 3_500);
    const call = { commandId, by, scope, deadlineMonoMs };
    return mintedMs === undefined ? call : { ...call, mintedMs };
  }

  #attempt(op: Op): void {
    const { clock, rng } = this.#world;
    let isOver = false;
    const again = (delayMs: number): void => {
      if (isOver) return;
      isOver = true;
      clock.after(delayMs, () => {
        if (op.acknowledged === undefined) this.#attempt(op);
      });
    };
    const node = this.#pick(op.stream);
    if (node?.engine === undefined) {
      again(between(rng, 50, 400));
      return;
    }
    const { engine } = node;
    // a process that dies says nothing: the client stops waiting by itself
    clock.after(PATIENCE_MS, () => again(0));
    engine.ask(op.kind, op.place, op.command as never, this.#call(op)).then(
      (answer: Answer<unknown>) => {
        isOver = true;
        if (!node.isAlive) return;
        this.#answered(op, answer);
        // what a former owner has just said is what a new one may not know
        if (node !== this.#nodes.ownerOf(op.stream) && oneIn(rng, LOOK_AFTER_PER_MILLE))
          this.read(op.kind, op.place);
      },
      (error: unknown) => {
        if (node.isAlive) this.#refused(op, node, error, again);
      },
    );
  }

  #refused(op: Op, node: Node, error: unknown, again: (delayMs: number) => void): void {
    const { rng } = this.#world;
    if (!this.#world.isFault(error) || !error.retryable) {
      this.#world.violate('a command is answered or may be tried again', `${op.commandId}: ${String(error)}`);
      return;
    }
    this.#world.note(`${op.commandId} ${error.code}`);
    if (error.code === 'E_UNKNOWN' && oneIn(rng, 500)) void this.#check(op, node);
    again(between(rng, 50, 1_500));
  }

  async #check(op: Op, node: Node): Promise<void> {
    try {
      const answer: Answer<unknown> | undefined = await node.engine?.check(op.kind, op.place, op.commandId);
      if (answer !== undefined && node.isAlive) this.#answered(op, answer);
    } catch (error) {
      if (!this.#world.isFault(error)) throw error;
    }
  }

  /** An answer has left: it must be durable now, and be what the log says. */
  #answered(op: Op, answer: Answer<unknown>): void {
    const world = this.#world;
    this.#watch.advance();
    const found = this.#watch.of(op.stream)?.records.get(op.commandId);
    world.expect('nothing is answered that is not durable', found !== undefined, () => op.commandId);
    const said = maskedReply(answer.ok ? answer.value : answer.rejection);
    if (found !== undefined) {
      const stored = maskedReply(found.record.rejection ?? found.record.reply);
      world.expect(
        'an answer is what the log says',
        stored === said && found.seq === answer.seq,
        () => `${op.commandId}: answered ${said} at ${answer.seq}, stored ${stored} at ${found.seq}`,
      );
    }
    this.#told.set(op.stream, Math.max(this.#told.get(op.stream) ?? 0, found?.ordinal ?? 0));
    world.note(`${op.commandId} answered ${answer.seq} ${said}`);
    const before = op.acknowledged;
    if (before === undefined) {
      op.acknowledged = answer;
      this.open -= 1;
      if (oneIn(world.rng, AGAIN_PER_MILLE)) {
        world.clock.after(between(world.rng, 1, 8_000), () => this.#repeat(op));
      }
      op.then(answer);
      return;
    }
    const was = canonicalJson(before.ok ? before.value : before.rejection);
    const is = canonicalJson(answer.ok ? answer.value : answer.rejection);
    world.expect('a repeat gets the first answer', was === is, () => `${op.commandId}: ${was}, then ${is}`);
  }

  /** Asks for the whole state: never older than what anybody was told before, and durable. */
  read(kind: AnyKind, place: Place): void {
    const world = this.#world;
    const { stream, shard } = streamOf({ kind: kind.kind, ...place });
    const owner = this.#nodes.ownerOf(stream);
    const stranger = this.#nodes.live().find((other) => other !== owner);
    const isStrange = stranger?.store.leases.epochOf(shard) === undefined && oneIn(world.rng, 300);
    const node = isStrange ? stranger : owner;
    if (node?.engine === undefined) return;
    const floor = this.#told.get(stream) ?? 0;
    const deadlineMonoMs = world.clock.monoMs() + 3_000;
    node.engine.read(kind, place, 'simMark', null, { scope: 'reader', deadlineMonoMs }).then(
      (value: unknown) => {
        if (!node.isAlive) return;
        this.reads += 1;
        world.expect('nothing is read from a process without the lease', !isStrange, () => stream);
        this.#watch.advance();
        this.#judge(stream, floor, value);
      },
      (error: unknown) => {
        if (!world.isFault(error)) world.violate('a read is answered or may be tried again', String(error));
      },
    );
  }

  #judge(stream: string, floor: number, seen: unknown): void {
    const marks = this.#watch.of(stream)?.marks;
    if (marks === undefined) return;
    let at = marks.length - 1;
    while (at >= 0 && !isSame(marks[at], seen)) at -= 1;
    this.#world.expect('a read shows what is durable', at >= 0, () => `${stream}: ${masked(seen)}`);
    this.#world.expect(
      'a read is never older than an answer before it',
      at >= floor || at < 0,
      () => `${stream}: state after command ${at}, but ${floor} was answered`,
    );
  }
}
