import { storeContract } from '#ports/contract/store.ts';
import { mongoFixture } from '#test/support/services/mongo-fixture.ts';
import { mongoOffers } from '#test/support/services/mongo-server.ts';
import { onServers } from '#test/support/services/mongo-suite.ts';

onServers(mongoOffers().slice(1), (server, name) => {
  storeContract(
    `mongo on ${name}`,
    mongoFixture(() => server().uri),
  );
});
