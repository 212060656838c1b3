import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mongoOffers, type MongoOffer, type MongoServer, noMongo } from './mongo-server.ts';

const START_WITHIN_MS = 300_000;
const TEST_WITHIN_MS = 60_000;

/** Runs tests once on each of the servers, which live as long as their tests; says so when there is none. */
export const onServers = (
  offers: readonly MongoOffer[],
  tests: (server: () => MongoServer, name: string) => void,
): void => {
  it.skipIf(offers.length === 0)('finds a MongoDB to test with', () => {
    expect(offers).not.toHaveLength(0);
  });
  for (const offer of offers) {
    describe(`on ${offer.name}`, { timeout: TEST_WITHIN_MS }, () => {
      let server: MongoServer | undefined;
      beforeAll(async () => {
        server = await offer.start();
      }, START_WITHIN_MS);
      afterAll(() => server?.end());
      tests(() => {
        if (server === undefined) throw new Error(`${offer.name} did not start`);
        return server;
      }, offer.name);
    });
  }
};

/** Every server here; none: a line says what is missing, and with `CI=true` it is an error. */
export const everyOffer = (): readonly MongoOffer[] => {
  const offers = mongoOffers();
  if (offers.length === 0) console.warn(noMongo());
  return offers;
};

/** The best of {@link everyOffer}, as a list, for what does not depend on the server. */
export const bestOffer = (): readonly MongoOffer[] => everyOffer().slice(0, 1);
