import { guildsWithNews } from '#actors/followers/news.ts';
import { guild } from '#actors/guild/guild.ts';
import type { Desk } from '#commands/desk.ts';
import { guildPlace } from '#commands/guild-book.ts';
import { panelFor } from '#commands/language/index.ts';
import { languageOfGuild } from '#commands/language/speaking.ts';
import type { Panel } from '#commands/panel.ts';
import type { Language } from '#game/guild/guild-protocol.ts';
import { BroadcastCarrier } from '../../broadcasts/carrier.ts';
import type { SurfaceLog } from '../interactions.ts';
import { isUnknownChannel, type LostPlaces } from '../lost-places.ts';
import { renderPanel } from '../render/panel.ts';
import type { Posting } from '../threads/posting.ts';
import { isHopeless } from './hopeless.ts';

/** Least time between two guilds, ms: most of a bot's requests belong to answers. */
const PACE_MS = 250;
const SCOPE = 'broadcasts';

const FRAME: Panel = {
  title: 'News of this service',
  footer: 'Who manages this guild chooses where news comes: /settings news',
  ephemeral: false,
};

/** What owners wrote stays as they wrote it. */
const panelOf = (text: string, language: Language): Panel => ({ ...panelFor(FRAME, language), text });

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
      const settings = await engine.read(guild, guildPlace(guildId), 'settings', undefined, call);
      const { news, bannedFor } = settings;
      if (news === null || bannedFor !== null) return false;
      const panel = panelOf(text, languageOfGuild(settings));
      const message = renderPanel(panel, (userId) => desk.directory.nameOf(userId));
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
