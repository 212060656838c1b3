import { Nobody, spawn, start, stop } from 'nact';
import systemMap, { type ConcreteActor } from 'nact/lib/system-map.js';
import type { ActorHandle, ActorHandler, Dispatcher } from '#ports/dispatcher.ts';

/** The parts of nact's references that its typings leave out. */
interface NactRef {
  readonly path: { readonly parts: readonly string[] };
  readonly system: { readonly name: string };
}

class NactHandle implements ActorHandle {
  readonly ref: NactRef;
  /** The actor itself: nact's own `dispatch` walks the path from the root for each message. */
  readonly actor: ConcreteActor | undefined;
  constructor(ref: NactRef) {
    this.ref = ref;
    this.actor = systemMap.find(ref.system.name, ref);
  }
  get path(): string {
    return `/${this.ref.path.parts.join('/')}`;
  }
}

// nact makes a new sender object for each message unless it is given one
const nobody: unknown = new Nobody();
const stopUntyped = stop as (ref: unknown) => void;
const spawnUntyped = spawn as unknown as (
  parent: unknown,
  f: (state: unknown, message: unknown) => unknown,
  name: string,
  properties: {
    readonly onCrash: (message: unknown, error: unknown, context: { readonly resume: unknown }) => unknown;
  },
) => NactRef;

/** Children first: nact unregisters the parent before it looks for them, and so leaves them running. */
const stopTree = (actor: ConcreteActor): void => {
  for (const child of actor.children.values()) stopTree(child);
  actor.stop();
};

/**
 * A dispatcher over one nact system of its own: every actor of the kit is a nact child.
 *
 * @param onEscape - told of an error that a handler let through; the kit catches its own, so each one is a bug
 */
export const createNactDispatcher = (
  onEscape: (error: unknown) => void,
): Dispatcher & { shutdown(): void } => {
  const system = start() as unknown as NactRef;
  const refOf = (handle: ActorHandle | undefined): NactRef =>
    handle instanceof NactHandle ? handle.ref : system;
  // "resume" is the one decision that can neither kill the process nor lose the mailbox
  const properties = {
    onCrash: (_message: unknown, error: unknown, context: { readonly resume: unknown }): unknown => {
      try {
        onEscape(error);
      } catch {
        // nact lets an error of its crash policy end the process
      }
      return context.resume;
    },
  };

  return {
    spawn(parent, name, handler: ActorHandler) {
      const ref = spawnUntyped(refOf(parent), (_state, message) => handler(message), name, properties);
      return new NactHandle(ref);
    },
    dispatch(to, message) {
      const { actor } = to as NactHandle;
      if (actor?.stopped === false) actor.dispatch(message, nobody);
    },
    stop(handle) {
      const { actor } = handle as NactHandle;
      if (actor?.stopped === false) stopTree(actor);
    },
    nextTurn(callback) {
      setImmediate(callback);
    },
    children(parent) {
      const ref = refOf(parent);
      return [...(systemMap.find(ref.system.name, ref)?.children.keys() ?? [])];
    },
    shutdown() {
      stopUntyped(system);
    },
  };
};
