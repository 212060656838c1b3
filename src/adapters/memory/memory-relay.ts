import type { FactListener, FactRelay } from '#ports/fact-relay.ts';

/** Relays of several buses in one process, for tests: what one publishes, all others hear. */
export const createMemoryRelays = (count: number): readonly FactRelay[] => {
  const listeners = Array.from({ length: count }, () => new Set<FactListener>());
  return listeners.map((own) => ({
    publish: (fact) => {
      const told = structuredClone(fact);
      for (const others of listeners) if (others !== own) for (const listener of others) listener(told);
    },
    onFact: (listener) => {
      own.add(listener);
      return () => {
        own.delete(listener);
      };
    },
  }));
};
