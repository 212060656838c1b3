import { storeContract } from '#ports/contract/store.ts';
import { mongoFixture } from '#test/support/services/mongo-fixture.ts';
import { bestOffer, onServers } from '#test/support/services/mongo-suite.ts';

// the best server here; the others take longer and are asked in mongo-others.long.test.ts
onServers(bestOffer(), (server, name) => {
  storeContract(
    `mongo on ${name}`,
    mongoFixture(() => server().uri),
  );
});
