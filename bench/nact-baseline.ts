import { dispatch, query, spawn, start } from 'nact';

/** A way to one message of plain nact; the actor is found by id. */
export type PlainSend<M> = (id: string, message: M) => void;
/** A question to an actor of plain nact, which gives `n` back. */
export type PlainAsk = (id: string, n: number) => Promise<unknown>;

/** One actor of plain nact for each id, as a child of a system of its own. */
export const plainActors = <M>(ids: readonly string[], handle: (message: M) => void): PlainSend<M> => {
  const system = start();
  const take = (_state: unknown, message: M): void => handle(message);
  const byId = new Map(ids.map((id) => [id, spawn(system, take, id)] as const));
  return (id, message) => {
    const to = byId.get(id);
    if (to === undefined) throw new Error(`${id} is not there`);
    dispatch(to, message);
  };
};

interface Question {
  readonly n: number;
  readonly from: Parameters<typeof dispatch<number>>[0];
}

/** The same with actors that answer, asked through nact's `query`. */
export const plainEchoes = (ids: readonly string[], timeoutMs: number): PlainAsk => {
  const system = start();
  const answer = (_state: unknown, { n, from }: Question): void => dispatch(from, n);
  const byId = new Map(ids.map((id) => [id, spawn(system, answer, id)] as const));
  return (id, n) => {
    const to = byId.get(id);
    if (to === undefined) throw new Error(`${id} is not there`);
    return query(to, (from: Question['from']): Question => ({ n, from }), timeoutMs);
  };
};
