import { randomBytes } from 'node:crypto';
import type { FactListener, FactRelay } from '#ports/fact-relay.ts';
import type { RedisLink } from './link.ts';
import { createSeal } from './seal.ts';

type Fact = Parameters<FactListener>[0];

export interface RedisRelayOptions {
  readonly link: RedisLink;
  /** Of the deployment: facts are encrypted under a key that follows from it. */
  readonly deploymentKey: Buffer;
}

/** A relay that is closed with the service. */
export interface RedisRelay extends FactRelay {
  close(): void;
}

/** Carries facts over a channel of Redis; what is published while Redis is away is lost, as the port has it. */
export const createRedisRelay = async (options: RedisRelayOptions): Promise<RedisRelay> => {
  const { link } = options;
  const seal = createSeal(options.deploymentKey);
  const self = randomBytes(9).toString('base64url');
  const channel = `${link.prefix}facts`;
  const listeners = new Set<FactListener>();
  const subscriber = link.another({ enableOfflineQueue: true, maxRetriesPerRequest: null });
  subscriber.on('messageBuffer', (_channel: Buffer, message: Buffer) => {
    try {
      const { from, fact } = seal.open(message, 'fact') as { readonly from: string; readonly fact: Fact };
      if (from !== self) for (const listener of listeners) listener(fact);
    } catch (error) {
      link.report(error);
    }
  });
  await subscriber.subscribe(channel);
  return {
    publish: (fact) => {
      if (!link.isUp) return;
      link
        .call('PUBLISH', channel, seal.close({ from: self, fact }, 'fact'))
        .catch((error: unknown) => link.report(error));
    },
    onFact: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    close: () => subscriber.disconnect(),
  };
};
