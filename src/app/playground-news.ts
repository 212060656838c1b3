import type { Engine } from '#actors/kit/engine-api.ts';
import type { Clock } from '#ports/clock.ts';
import { BroadcastCarrier } from '#surfaces/broadcasts/carrier.ts';
import type { Feed } from '#surfaces/web/feed.ts';

/** The one guild that the personas of the playground speak from. */
const DEMO_GUILD = 'demo';

/** Carries messages of the service's owners into the page's feed, where the playground's one guild reads them. */
export const newsInPlayground = (
  engine: Pick<Engine, 'ask' | 'read'>,
  feed: Pick<Feed, 'publish'>,
  clock: Clock,
  onTrouble: (error: unknown) => void,
): BroadcastCarrier =>
  new BroadcastCarrier({
    carrier: 'playground',
    engine,
    clock,
    paceMs: 0,
    guilds: () => Promise.resolve([DEMO_GUILD]),
    tell: (_guildId, text) => {
      feed.publish({
        type: 'fact',
        topic: 'news',
        atMs: clock.nowMs(),
        text: `News of this service: ${text}`,
      });
      return Promise.resolve(true);
    },
    onTrouble,
  });
