/** The registry of running systems inside nact 7.6.2: the way from a reference to the actor itself. */
declare module 'nact/lib/system-map.js' {
  export interface ConcreteActor {
    readonly children: ReadonlyMap<string, ConcreteActor>;
    readonly stopped: boolean;
    stop(): void;
    dispatch(message: unknown, sender: unknown): void;
  }
  const systemMap: { find(systemName: string, reference: unknown): ConcreteActor | undefined };
  export default systemMap;
}
