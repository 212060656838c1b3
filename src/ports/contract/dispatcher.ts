import { describe, expect, it } from 'vitest';
import type { ActorHandler, Dispatcher } from '../dispatcher.ts';

/** A dispatcher under test; `idle` resolves when nothing is ready any more (nact: 200 turns of the loop are enough). */
export interface DispatcherFixture {
  readonly dispatcher: Dispatcher;
  readonly idle: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const withDispatcher =
  (
    make: () => DispatcherFixture,
    body: (fixture: DispatcherFixture) => Promise<void>,
  ): (() => Promise<void>) =>
  async () => {
    const fixture = make();
    try {
      await body(fixture);
    } finally {
      await fixture.close();
    }
  };

const delivering = (make: () => DispatcherFixture): void => {
  it(
    'never runs a handler inside dispatch or spawn',
    withDispatcher(make, async ({ dispatcher, idle }) => {
      const seen: unknown[] = [];
      const actor = dispatcher.spawn(undefined, 'a', (message) => void seen.push(message));
      dispatcher.dispatch(actor, 1);
      expect(seen).toEqual([]);
      await idle();
      expect(seen).toEqual([1]);
    }),
  );

  it(
    'keeps the order of messages of each actor',
    withDispatcher(make, async ({ dispatcher, idle }) => {
      const seen: Record<string, unknown[]> = { a: [], b: [], c: [] };
      const actors = Object.keys(seen).map((name) =>
        dispatcher.spawn(undefined, name, (message) => void seen[name]?.push(message)),
      );
      const numbers = Array.from({ length: 50 }, (_, n) => n);
      for (const n of numbers) for (const actor of actors) dispatcher.dispatch(actor, n);
      await idle();
      expect(seen).toEqual({ a: numbers, b: numbers, c: numbers });
    }),
  );

  it(
    'handles one message at a time, asynchronous ones too, and lets others go on meanwhile',
    withDispatcher(make, async ({ dispatcher, idle }) => {
      const log: string[] = [];
      const gate = Promise.withResolvers<undefined>();
      const slow = dispatcher.spawn(undefined, 'slow', async (message) => {
        log.push(`begin ${String(message)}`);
        if (message === 1) await gate.promise;
        log.push(`end ${String(message)}`);
      });
      const other = dispatcher.spawn(
        undefined,
        'other',
        (message) => void log.push(`other ${String(message)}`),
      );
      dispatcher.dispatch(slow, 1);
      dispatcher.dispatch(slow, 2);
      dispatcher.dispatch(other, 1);
      await idle();
      expect(log.toSorted()).toEqual(['begin 1', 'other 1']);
      gate.resolve(undefined);
      await idle();
      expect(log.slice(2)).toEqual(['end 1', 'begin 2', 'end 2']);
    }),
  );

  it(
    'delivers messages that a handler sends, to itself too, after it has returned',
    withDispatcher(make, async ({ dispatcher, idle }) => {
      const log: string[] = [];
      const handler: ActorHandler = (message) => {
        if (message === 'start') {
          dispatcher.dispatch(actor, 'self');
          log.push('sent');
          return;
        }
        log.push(String(message));
      };
      const actor = dispatcher.spawn(undefined, 'a', handler);
      dispatcher.dispatch(actor, 'start');
      await idle();
      expect(log).toEqual(['sent', 'self']);
    }),
  );

  it(
    'delivers objects as they are',
    withDispatcher(make, async ({ dispatcher, idle }) => {
      const message = { resolve: (): void => undefined };
      const seen: unknown[] = [];
      dispatcher.dispatch(
        dispatcher.spawn(undefined, 'a', (given) => void seen.push(given)),
        message,
      );
      await idle();
      expect(seen[0]).toBe(message);
    }),
  );
};

const stopping = (make: () => DispatcherFixture): void => {
  it(
    'delivers nothing to an actor that is stopped, also what was queued before',
    withDispatcher(make, async ({ dispatcher, idle }) => {
      const seen: unknown[] = [];
      const actor = dispatcher.spawn(undefined, 'a', (message) => void seen.push(message));
      dispatcher.dispatch(actor, 'queued');
      dispatcher.stop(actor);
      dispatcher.dispatch(actor, 'late');
      dispatcher.stop(actor);
      await idle();
      expect(seen).toEqual([]);
    }),
  );

  it(
    'lets an actor stop itself',
    withDispatcher(make, async ({ dispatcher, idle }) => {
      const seen: unknown[] = [];
      const actor = dispatcher.spawn(undefined, 'a', (message) => {
        seen.push(message);
        dispatcher.stop(actor);
      });
      for (const n of [1, 2, 3]) dispatcher.dispatch(actor, n);
      await idle();
      expect(seen).toEqual([1]);
    }),
  );

  it(
    'stops children with their parent',
    withDispatcher(make, async ({ dispatcher, idle }) => {
      const seen: unknown[] = [];
      const parent = dispatcher.spawn(undefined, 'p', () => undefined);
      const child = dispatcher.spawn(parent, 'c', (message) => void seen.push(message));
      dispatcher.stop(parent);
      await idle();
      dispatcher.dispatch(child, 1);
      await idle();
      expect(seen).toEqual([]);
      expect(dispatcher.children(undefined)).not.toContain('p');
    }),
  );
};

const tree = (make: () => DispatcherFixture): void => {
  it(
    'lists the live children of each parent',
    withDispatcher(make, async ({ dispatcher, idle }) => {
      const parent = dispatcher.spawn(undefined, 'parent', () => undefined);
      const one = dispatcher.spawn(parent, 'one', () => undefined);
      dispatcher.spawn(parent, 'two', () => undefined);
      dispatcher.spawn(one, 'leaf', () => undefined);
      expect([...dispatcher.children(parent)].toSorted()).toEqual(['one', 'two']);
      expect(dispatcher.children(one)).toEqual(['leaf']);
      expect(dispatcher.children(undefined)).toContain('parent');
      dispatcher.stop(one);
      await idle();
      expect(dispatcher.children(parent)).toEqual(['two']);
    }),
  );

  it(
    'gives paths that tell actors apart, and a name again once it is free',
    withDispatcher(make, async ({ dispatcher, idle }) => {
      const parent = dispatcher.spawn(undefined, 'parent', () => undefined);
      const first = dispatcher.spawn(parent, 'child', () => undefined);
      const root = dispatcher.spawn(undefined, 'child', () => undefined);
      expect(first.path).not.toBe(root.path);
      expect(first.path).toContain('parent');
      dispatcher.stop(first);
      await idle();
      const seen: unknown[] = [];
      const second = dispatcher.spawn(parent, 'child', (message) => void seen.push(message));
      dispatcher.dispatch(second, 1);
      await idle();
      expect(seen).toEqual([1]);
      expect(second.path).toBe(first.path);
    }),
  );
};

const turns = (make: () => DispatcherFixture): void => {
  it(
    'runs a callback in the next turn, after actors that are ready now',
    withDispatcher(make, async ({ dispatcher, idle }) => {
      const log: string[] = [];
      const actor = dispatcher.spawn(undefined, 'a', () => void log.push('actor'));
      dispatcher.dispatch(actor, 1);
      dispatcher.nextTurn(() => log.push('turn'));
      expect(log).toEqual([]);
      await idle();
      expect(log).toEqual(['actor', 'turn']);
    }),
  );
};

/** How the kit reaches its actor library. */
export const dispatcherContract = (name: string, make: () => DispatcherFixture): void => {
  describe(`${name} dispatcher: delivering`, () => {
    delivering(make);
  });
  describe(`${name} dispatcher: stopping`, () => {
    stopping(make);
  });
  describe(`${name} dispatcher: tree`, () => {
    tree(make);
  });
  describe(`${name} dispatcher: turns`, () => {
    turns(make);
  });
};
