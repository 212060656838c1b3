import { guildEventSchemas } from '#game/guild/guild-events.ts';
import type { StoredEvent } from '#ports/commit.ts';
import type { ViewRow } from '#ports/followers.ts';
import type { CommitPlace, Follower } from '../kit/follower-runner.ts';
import type { RunningEngine } from '../kit/running-engine.ts';

/** Name of the read model. */
const NEWS = 'news';
const ROWS_AT_ONCE = 1_000;
/** Surfaces on which guilds have channels. */
const SURFACES = ['discord', 'playground'] as const;

/** A surface whose guilds choose a channel for news. */
export type NewsSurface = (typeof SURFACES)[number];

/** Discord's ids of channels are numbers, the playground's are names. */
const surfaceOf = (channel: string): NewsSurface => (/^\d{15,20}$/.test(channel) ? 'discord' : 'playground');

const rowsOf = (event: StoredEvent, { id }: CommitPlace): readonly ViewRow[] => {
  if (event.type !== 'NewsSet') return [];
  const { success, data } = guildEventSchemas.NewsSet.safeParse(event.data);
  if (!success) return [];
  const { channel } = data;
  return SURFACES.map((surface) => ({
    key: `${surface}/${id}`,
    value: channel !== null && surfaceOf(channel) === surface ? { id } : undefined,
  }));
};

/** Ids of the guilds of a surface that have chosen a channel for news, in order of text. @throws Fault */
export const guildsWithNews = async (
  views: RunningEngine['views'],
  surface: NewsSurface,
): Promise<readonly string[]> => {
  const prefix = `${surface}/`;
  const found: string[] = [];
  let before: string | undefined;
  for (;;) {
    const rows = await views.rows(NEWS, prefix, {
      limit: ROWS_AT_ONCE,
      descending: true,
      ...(before === undefined ? {} : { before }),
    });
    for (const { key } of rows) found.push(key.slice(prefix.length));
    before = rows.at(-1)?.key;
    if (rows.length < ROWS_AT_ONCE) return found.toReversed();
  }
};

/** Guilds that have chosen a channel for news of the service, from their logs. */
export const news: Follower = {
  name: NEWS,
  kinds: ['guild'],
  rows: (commit, place) => commit.cmds.flatMap((cmd) => cmd.events.flatMap((event) => rowsOf(event, place))),
};
