import { type Ref, spawn, start, stop } from 'nact';

export { dispatch as plainDispatch, query as plainQuery } from 'nact';

/** Actors of plain nact by id. */
export interface PlainActors<M> {
  readonly byId: ReadonlyMap<string, Ref<M>>;
  stop(): void;
}

/** One actor of plain nact for each id, as a child of a system of its own. */
export const plainActors = <M>(ids: readonly string[], handle: (message: M) => void): PlainActors<M> => {
  const system = start();
  const byId = new Map<string, Ref<M>>();
  for (const id of ids) {
    const ref = spawn(
      system,
      (_state: unknown, message: M) => {
        handle(message);
      },
      id,
    );
    byId.set(id, ref);
  }
  return { byId, stop: () => stop(system) };
};
