import { describe, expect, it } from 'vitest';
import type { EntityRef } from '#game/shared/ids.ts';
import type { SurfaceParts } from '../service.ts';
import { sharingOf } from './thread-sharing.ts';

const partsOf = (isAlone: boolean, here: readonly string[]) => ({
  isAlone,
  bus: { react: () => () => undefined } as unknown as SurfaceParts['bus'],
  isHere: ({ kind, realm, id }: EntityRef) => kind === 'thread' && realm === 'home' && here.includes(id),
  onMoved: () => () => undefined,
});
/** A guild that the third of four shards hears of. */
const GUILD = String((4n * 1_000n + 2n) << 22n);
const shards = (...ids: readonly number[]) => ({ count: 4, ids });

describe('which battles a process shows', () => {
  it.each(['client', 'http', 'stream'] as const)('%s: all, when it is alone', (discordSource) => {
    const settings = { discordSource, discordShards: shards(0) };
    expect(sharingOf(partsOf(true, []), 'home', settings)).toBeUndefined();
  });

  it('client: those of the guilds that it is connected for, wherever their entities are', () => {
    const isOurs = (ids: readonly number[], guildId?: string) =>
      sharingOf(partsOf(false, []), 'home', {
        discordSource: 'client',
        discordShards: shards(...ids),
      })?.isOurs('a', guildId);
    expect([isOurs([2], GUILD), isOurs([0, 2, 3], GUILD)]).toEqual([true, true]);
    expect([isOurs([0], GUILD), isOurs([0, 1, 3], GUILD)]).toEqual([false, false]);
    // where it is shown has to be read first
    expect(isOurs([0])).toBe(true);
  });

  it.each(['http', 'stream'] as const)('%s: those whose entities it has', (discordSource) => {
    const settings = { discordSource, discordShards: shards(0) };
    const sharing = sharingOf(partsOf(false, ['a']), 'home', settings);
    expect([sharing?.isOurs('a'), sharing?.isOurs('a', GUILD)]).toEqual([true, true]);
    expect([sharing?.isOurs('b'), sharing?.isOurs('b', GUILD)]).toEqual([false, false]);
  });
});
