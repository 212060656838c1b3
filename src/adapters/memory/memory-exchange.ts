import { Fault } from '#ports/fault.ts';
import { type CallHandler, type Knowing, routeBy, type Router } from '#ports/router.ts';

/** Carries calls between engines of one process, for tests and the simulator. */
export interface MemoryExchange {
  /** The router of one of them. */
  routerOf(leases: Knowing): Router;
  /** While it is down, calls are given to nobody. */
  isDown: boolean;
  /** Loses the answers of so many calls from now on: they are handled, and nobody hears of it. */
  loseAnswers: number;
  /** Calls are handled and never answered, as one that a process took in its last moment. */
  isMute: boolean;
  /** Gives each call twice, as a queue that delivers at least once may. */
  isDoubling: boolean;
  /** Takes a process out, as its death does. */
  leave(processId: string): void;
}

const gone = (): Fault =>
  new Fault('E_UNAVAILABLE', 'The process that looks after this cannot be reached; please try again.', {
    retryable: true,
  });

/** An exchange without anybody in it yet. */
export const createMemoryExchange = (): MemoryExchange => {
  const handlers = new Map<string, CallHandler>();
  const exchange: MemoryExchange = {
    isDown: false,
    loseAnswers: 0,
    isMute: false,
    isDoubling: false,
    leave: (processId) => {
      handlers.delete(processId);
    },
    routerOf: (leases) => ({
      routeOf: routeBy(leases),
      async call(processId, payload, timeoutMs) {
        const handler = exchange.isDown ? undefined : handlers.get(processId);
        if (handler === undefined) throw gone();
        const answers = [handler(structuredClone(payload), timeoutMs)];
        if (exchange.isDoubling) answers.push(handler(structuredClone(payload), timeoutMs));
        const [answer] = await Promise.all(answers);
        if (exchange.isMute) return new Promise(() => undefined);
        if (exchange.loseAnswers > 0) {
          exchange.loseAnswers -= 1;
          throw new Fault('E_UNKNOWN', 'The answer did not arrive in time.', { retryable: true });
        }
        return structuredClone(answer);
      },
      others() {
        if (exchange.isDown) return Promise.reject(gone());
        return Promise.resolve([...handlers.keys()].filter((processId) => processId !== leases.self));
      },
      serve(handler) {
        handlers.set(leases.self, handler);
      },
    }),
  };
  return exchange;
};
