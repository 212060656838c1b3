import type { BroadcastState } from '#game/broadcast/broadcast.ts';
import type { StoredEvent } from '#ports/commit.ts';
import type { Channels } from './channels.ts';
import { isSame, type LogWatch, type Watched } from './log-watch.ts';
import type { World } from './world.ts';

interface Carried {
  readonly target: string;
  readonly isReached: boolean;
}

/** What has happened to an entity, in order. */
const historyOf = ({ records }: Watched): readonly StoredEvent[] =>
  Array.from(records.values(), ({ record }) => record.events).flat();

/** A message to all guilds that was sent: it came to its end, and no guild was passed over or had two turns. */
const sentToAll = (watched: Watched, channels: Channels, world: World): void => {
  const { status, carriers } = watched.state as BroadcastState;
  if (status !== 'sent') return;
  const { discord } = carriers;
  const carried = historyOf(watched)
    .filter(({ type }) => type === 'BroadcastCarried')
    .map(({ data }) => data as Carried);
  const targets = carried.map(({ target }) => target);
  world.expect(
    'what is sent to all guilds comes to its end',
    discord?.isDone === true && discord.reached + discord.failed === carried.length,
    () => `${watched.stream}: ${JSON.stringify(discord)}`,
  );
  world.expect(
    'each guild has its turn once',
    isSame(targets, [...new Set(targets)].toSorted()),
    () => `${watched.stream}: ${targets.join()}`,
  );
  for (const { target, isReached } of carried) {
    world.expect(
      'a guild that counts as reached was told',
      !isReached || channels.wasTold(watched.ref.id, target),
      () => `${watched.stream}: ${target}`,
    );
  }
};

/** Who follows a battle when its thread closes is told, each once, and nobody else. */
const followersTold = (watched: Watched, world: World): void => {
  const happened = historyOf(watched);
  const following = new Set<string>();
  for (const { type, data } of happened) {
    const { userId } = data as { readonly userId?: string };
    if (userId !== undefined && type === 'FollowerAdded') following.add(userId);
    if (userId !== undefined && type === 'FollowerLeft') following.delete(userId);
  }
  const ends = happened.filter(({ type }) => type === 'ThreadClosed');
  const told = ends.flatMap(({ data }) => (data as { readonly told: readonly string[] }).told);
  world.expect(
    'who follows a battle is told of its end once',
    ends.length <= 1 && (ends.length === 0 || isSame(told.toSorted(), [...following].toSorted())),
    () => `${watched.stream}: ${told.join()} of ${[...following].join()}`,
  );
};

/** What owners of the service wrote to guilds, and what threads told their followers, when all is at rest. */
export const auditNews = (watch: LogWatch, channels: Channels, world: World): void => {
  for (const watched of watch.streams.values()) {
    if (watched.ref.kind === 'broadcast') sentToAll(watched, channels, world);
    if (watched.ref.kind === 'thread') followersTold(watched, world);
  }
};
