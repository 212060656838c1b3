import type { Bus } from '#events/bus.ts';
import { unsealed } from '#game/shared/sealed.ts';
import type { Feed } from '#surfaces/web/feed.ts';
import { type FactTexts, isMilestone } from './fact-texts.ts';

/** Puts what happens into the page's feed, in words that give away no amounts. Returns the way to stop it. */
export const feedFacts = (bus: Bus, feed: Feed, texts: FactTexts): (() => void) => {
  const tell = (
    { topic, atMs }: { readonly topic: string; readonly atMs: number },
    people: readonly string[],
    text: () => string,
  ): void => {
    const publish = (): void => feed.publish({ type: 'fact', topic, atMs, text: text() });
    const learning = texts.learn(...people);
    if (learning === undefined) publish();
    else void learning.then(publish);
  };
  const stops = [
    bus.react('feed', 'ledger.TransferPosted', (fact) => {
      const { legs, memo } = fact.event;
      const [leg] = legs;
      if (leg === undefined || (memo.kind !== 'pay' && memo.kind !== 'gift')) return;
      const from = leg.from.slice('u:'.length);
      const to = leg.to.slice('u:'.length);
      tell(fact, [from, to], () => (memo.kind === 'pay' ? texts.paid(from, to) : texts.gave(from, to)));
    }),
    bus.react('feed', 'pet.PetHatched', (fact) => {
      const { owner, species, name } = fact.event;
      tell(fact, [owner], () => texts.welcomed(owner, unsealed(name), species));
    }),
    bus.react('feed', 'pet.ExpeditionStarted', (fact) => {
      const { owner, route } = fact.event;
      tell(fact, [owner], () => texts.setOut(owner, route));
    }),
    bus.react('feed', 'pet.ExpeditionReturned', (fact) => {
      const { owner, route } = fact.event;
      tell(fact, [owner], () => texts.cameBack(owner, route));
    }),
    bus.react('feed', 'user.LevelReached', (fact) => {
      const { id, event } = fact;
      if (isMilestone(event.level)) tell(fact, [id], () => texts.reached(id, event.level));
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
};
