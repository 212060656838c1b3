import { hostname } from 'node:os';
import { systemClock } from '#adapters/memory/system-clock.ts';
import type { SeatKeeperParts } from '#surfaces/discord/seat-keeper.ts';
import type { Shards } from './settings.ts';
import type { BotShare } from './bot-share.ts';
import type { Surface } from '../service.ts';

export interface SeatSettings extends Pick<SeatKeeperParts, 'log' | 'onRefusal'> {
  readonly share: BotShare;
  readonly shards: Shards;
}

const SELF = `${hostname()}:${process.pid}`;

/** A process of this machine that is no longer there; of others nothing is known. */
const isGone = (holder: string): boolean => {
  const match = /^(.+):(\d+)$/.exec(holder);
  if (match === null || match[1] !== hostname()) return false;
  try {
    process.kill(Number(match[2]), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
};

/** Takes the shards of this process, opens what needs them, and frees them behind it. @throws DiscordRefusal when another has them */
export const withSeats = async <T extends Surface>(
  { share, shards, log, onRefusal }: SeatSettings,
  open: () => Promise<T>,
): Promise<Surface> => {
  const { SeatKeeper } = await import('#surfaces/discord/seat-keeper.ts');
  const keeper = new SeatKeeper({
    seats: share.seats,
    shards,
    self: SELF,
    isGone,
    clock: systemClock,
    log,
    onRefusal,
  });
  await keeper.start();
  try {
    const opened = await open();
    return {
      stop: async () => {
        await opened.stop();
        await keeper.stop();
      },
    };
  } catch (error) {
    await keeper.stop();
    throw error;
  }
};
