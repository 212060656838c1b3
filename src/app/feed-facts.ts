import { type Bus } from '#events/bus.ts';
import { unsealed } from '#game/shared/sealed.ts';
import { type Feed } from '#surfaces/web/feed.ts';
import { type FactTexts, isMilestone } from './fact-texts.ts';

/** Puts what happens into the page's feed, in words that give away no amounts. Returns the way to stop it. */
export const feedFacts = (bus: Bus, feed: Feed, texts: FactTexts): (() => void) => {
  const tell = (topic: string, atMs: number, text: string): void => {
    feed.publish({ type: 'fact', topic, atMs, text });
  };
  const stops = [
    bus.react('feed', 'ledger.TransferPosted', ({ topic, atMs, event: { legs, memo } }) => {
      const [leg] = legs;
      if (leg === undefined || (memo.kind !== 'pay' && memo.kind !== 'gift')) return;
      const from = leg.from.slice('u:'.length);
      const to = leg.to.slice('u:'.length);
      tell(topic, atMs, memo.kind === 'pay' ? texts.paid(from, to) : texts.gave(from, to));
    }),
    bus.react('feed', 'pet.PetHatched', ({ topic, atMs, event: { owner, species, name } }) => {
      tell(topic, atMs, texts.welcomed(owner, unsealed(name), species));
    }),
    bus.react('feed', 'pet.ExpeditionStarted', ({ topic, atMs, event: { owner, route } }) => {
      tell(topic, atMs, texts.setOut(owner, route));
    }),
    bus.react('feed', 'pet.ExpeditionReturned', ({ topic, atMs, event: { owner, route } }) => {
      tell(topic, atMs, texts.cameBack(owner, route));
    }),
    bus.react('feed', 'user.LevelReached', ({ topic, atMs, id, event: { level } }) => {
      if (isMilestone(level)) tell(topic, atMs, texts.reached(id, level));
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
};
