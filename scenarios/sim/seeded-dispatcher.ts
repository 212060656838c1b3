import type { ActorHandle, ActorHandler, Dispatcher } from '#ports/dispatcher.ts';
import type { Schedule } from './schedule.ts';

class Actor implements ActorHandle {
  readonly path: string;
  readonly name: string;
  readonly parent: Actor | undefined;
  readonly handler: ActorHandler;
  readonly children = new Map<string, Actor>();
  readonly waiting: { readonly message: unknown; readonly order: number }[] = [];
  /** In the schedule or at work. */
  isBusy = false;
  isStopped = false;

  constructor(parent: Actor | undefined, name: string, handler: ActorHandler) {
    this.parent = parent;
    this.name = name;
    this.handler = handler;
    this.path = `${parent?.path ?? ''}/${name}`;
  }
}

interface Turn {
  readonly callback: () => void;
  /** Messages dispatched before this order come first. */
  readonly order: number;
  /** How many of those are still waiting. */
  before: number;
}

/** Stops every actor and drops what waits, as the end of a process does. */
export interface SeededDispatcher extends Dispatcher {
  halt(): void;
}

/**
 * The kit's actor library in the simulator: which of the ready actors runs next is up to the schedule; one message at a
 * time for each, in order.
 *
 * @param onEscape - told of an error that a handler let through
 */
export const createSeededDispatcher = (
  schedule: Schedule,
  onEscape: (error: unknown) => void,
): SeededDispatcher => {
  const root = new Map<string, Actor>();
  const turns: Turn[] = [];
  let order = 0;
  let waiting = 0;
  let isTurnReady = false;
  let isHalted = false;

  const offerTurn = (): void => {
    const [first] = turns;
    if (first === undefined || first.before > 0 || isTurnReady) return;
    isTurnReady = true;
    schedule.add(() => {
      isTurnReady = false;
      if (isHalted) return;
      turns.shift()?.callback();
      offerTurn();
    });
  };

  const gone = (messageOrder: number): void => {
    waiting -= 1;
    for (const turn of turns) if (messageOrder < turn.order) turn.before -= 1;
    offerTurn();
  };

  const finish = (actor: Actor): void => {
    actor.isBusy = false;
    offer(actor);
  };

  const run = (actor: Actor): void => {
    const next = isHalted ? undefined : actor.waiting.shift();
    if (next === undefined) {
      actor.isBusy = false;
      return;
    }
    let done: void | Promise<void> = undefined;
    try {
      done = actor.handler(next.message);
    } catch (error) {
      onEscape(error);
    }
    gone(next.order);
    if (done === undefined) finish(actor);
    else done.catch(onEscape).finally(() => finish(actor));
  };

  const offer = (actor: Actor): void => {
    if (actor.isBusy || actor.waiting.length === 0) return;
    actor.isBusy = true;
    schedule.add(() => run(actor));
  };

  const stop = (actor: Actor): void => {
    if (actor.isStopped) return;
    actor.isStopped = true;
    for (const child of actor.children.values()) stop(child);
    for (const dropped of actor.waiting.splice(0)) gone(dropped.order);
    (actor.parent?.children ?? root).delete(actor.name);
  };

  return {
    spawn(parent, name, handler) {
      const holder = parent instanceof Actor ? parent : undefined;
      const siblings = holder?.children ?? root;
      if (!/^[A-Za-z0-9-]{1,40}$/.test(name)) throw new RangeError(`"${name}" is no name for an actor`);
      if (siblings.has(name)) throw new RangeError(`there is an actor ${name} here already`);
      const actor = new Actor(holder, name, handler);
      siblings.set(name, actor);
      return actor;
    },
    dispatch(to, message) {
      if (!(to instanceof Actor) || to.isStopped || isHalted) return;
      to.waiting.push({ message, order });
      order += 1;
      waiting += 1;
      offer(to);
    },
    stop(handle) {
      if (handle instanceof Actor) stop(handle);
    },
    nextTurn(callback) {
      turns.push({ callback, order, before: waiting });
      offerTurn();
    },
    children(parent) {
      return [...(parent instanceof Actor ? parent.children : root).keys()];
    },
    halt() {
      isHalted = true;
      turns.length = 0;
    },
  };
};
