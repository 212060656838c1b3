import { type Bus } from '#events/bus.ts';
import { unsealed } from '#game/shared/sealed.ts';
import { speciesById } from '#game/pet/species.ts';
import { routeById } from '#game/pet/routes.ts';
import { type Feed } from '#surfaces/web/feed.ts';

/** Puts what happens into the page's feed, in words that give away no amounts. Returns the way to stop it. */
export const feedFacts = (
  bus: Bus,
  feed: Feed,
  nameOf: (userId: string) => string | undefined,
): (() => void) => {
  const who = (userId: string): string => nameOf(userId) ?? 'Somebody';
  const tell = (topic: string, atMs: number, text: string): void => {
    feed.publish({ type: 'fact', topic, atMs, text });
  };
  const stops = [
    bus.react('feed', 'ledger.TransferPosted', ({ topic, atMs, event: { legs, memo } }) => {
      const [leg] = legs;
      if (leg === undefined || (memo.kind !== 'pay' && memo.kind !== 'gift')) return;
      const [from, to] = [leg.from, leg.to].map((account) => who(account.slice('u:'.length)));
      tell(topic, atMs, memo.kind === 'pay' ? `${from} paid ${to}` : `${from} gave ${to} a present`);
    }),
    bus.react('feed', 'pet.PetHatched', ({ topic, atMs, event: { owner, species, name } }) => {
      tell(
        topic,
        atMs,
        `${who(owner)} welcomed ${unsealed(name)} the ${speciesById(species)?.name ?? species}`,
      );
    }),
    bus.react('feed', 'pet.ExpeditionStarted', ({ topic, atMs, event: { owner, route } }) => {
      tell(topic, atMs, `A pet of ${who(owner)} set out for ${routeById(route)?.name ?? route}`);
    }),
    bus.react('feed', 'user.LevelReached', ({ topic, atMs, id, event: { level } }) => {
      tell(topic, atMs, `${who(id)} reached level ${level}`);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
};
