import { guildsWithNews } from '#actors/followers/news.ts';
import { guild } from '#actors/guild/guild.ts';
import type { Desk } from '#commands/desk.ts';
import { guildPlace } from '#commands/guild-book.ts';
import type { Panel } from '#commands/panel.ts';
import { BroadcastCarrier } from '../../broadcasts/carrier.ts';
import type { SurfaceLog } from '../interactions.ts';
import { isUnknownChannel, type LostPlaces } from '../lost-places.ts';
import { renderPanel } from '../render/panel.ts';
import type { Posting } from '../threads/posting.ts';
import { isHopeless } from './hopeless.ts';

/** Least time between two guilds, ms: most of a bot's requests belong to answers. */
const PACE_MS = 250;
const SCOPE = 'broadcasts';

const panelOf = (text: string): Panel => ({
  title: 'News of this service',
  text,
  footer: 'Who manages this guild chooses where news comes: /settings news',
  ephemeral: false,
});

/** Carries messages of the service's owners to the channels that guilds on Discord have chosen. */
export const newsOnDiscord = ({
  desk,
  posting,
  log,
  places,
  paceMs = PACE_MS,
}: {
  readonly desk: Desk;
  readonly posting: Pick<Posting, 'post'>;
  readonly log: SurfaceLog;
  /** Told of channels that are gone. */
  readonly places: Pick<LostPlaces, 'lose'>;
  readonly paceMs?: number;
}): BroadcastCarrier => {
  const { engine, clock, views } = desk.deps;
  return new BroadcastCarrier({
    carrier: 'discord',
    engine,
    clock,
    paceMs,
    guilds: () => guildsWithNews(views, 'discord'),
    tell: async (guildId, text, key) => {
      const call = { scope: SCOPE, deadlineMonoMs: clock.monoMs() + desk.answerWithinMs };
      const { news, bannedFor } = await engine.read(guild, guildPlace(guildId), 'settings', undefined, call);
      if (news === null || bannedFor !== null) return false;
      const message = renderPanel(panelOf(text), (userId) => desk.directory.nameOf(userId));
      try {
        await posting.post(news, message, key);
        return true;
      } catch (error) {
        if (!isHopeless(error)) throw error;
        if (isUnknownChannel(error))
          await places.lose(guildId, { type: 'LosePlace', what: 'channel', place: news });
        log('info', 'news could not be told to a guild', { guild: guildId, err: error });
        return false;
      }
    },
    onTrouble: (error) => log('warn', 'news has to wait', { err: error }),
  });
};
