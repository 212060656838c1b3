import { useEffect, useState } from 'preact/hooks';

/** A value that tells its listeners when it is replaced. */
export interface Signal<T> {
  get(): T;
  set(next: T): void;
  update(change: (value: T) => T): void;
  subscribe(listener: () => void): () => void;
}

/** Makes a signal; listeners run at once and only when the value is another one. */
export const signal = <T>(initial: T): Signal<T> => {
  let value = initial;
  const listeners = new Set<() => void>();
  const set = (next: T): void => {
    if (Object.is(next, value)) return;
    value = next;
    for (const listener of listeners) listener();
  };
  return {
    get: () => value,
    set,
    update: (change) => set(change(value)),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
};

/** The signal's value in a component, drawn again when it changes. */
export const useSignal = <T>(source: Signal<T>): T => {
  const [value, setValue] = useState<T>(() => source.get());
  useEffect(() => {
    const refresh = (): void => setValue(() => source.get());
    refresh();
    return source.subscribe(refresh);
  }, [source]);
  return value;
};
