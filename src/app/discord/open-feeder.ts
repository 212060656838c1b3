import { systemClock } from '#adapters/memory/system-clock.ts';
import type { LookUpstream } from '#commands/upstream.ts';
import type { RateLimiter } from '#ports/rate-limiter.ts';
import type { SurfaceLog } from '#surfaces/discord/interactions.ts';
import type { Config } from '../config.ts';
import type { Logger } from '../logging.ts';
import type { Surface } from '../service.ts';
import type { BotShare } from './bot-share.ts';
import { withSeats } from './take-seats.ts';

export interface FeederSettings {
  readonly config: Pick<Config, 'discordApi' | 'discordShards'>;
  readonly token: string;
  readonly share: BotShare;
  readonly limiter: RateLimiter;
  readonly logger: Logger;
  /** Told how to see how Discord stands; without it nobody asks. */
  readonly addUpstream?: (look: LookUpstream) => void;
  readonly onRefusal: (refusal: Error) => void;
}

/** Opens this process's connections to Discord, whose events go into the stream. @throws DiscordRefusal */
export const openFeederOf = async (settings: FeederSettings): Promise<Surface> => {
  const { config, token, share, limiter, logger, onRefusal } = settings;
  const { discordApi: api, discordShards: shards } = config;
  const [{ openFeeder }, { BotBudget, budgetedRest }] = await Promise.all([
    import('#surfaces/discord/stream/feeder.ts'),
    import('#surfaces/discord/bot-budget.ts'),
  ]);
  const log: SurfaceLog = (level, what, about) => logger[level]({ ...about, surface: 'gateway' }, what);
  const budget = new BotBudget({ limiter, clock: systemClock, bot: share.bot, log });
  settings.addUpstream?.(() => budget.look());
  return withSeats({ share, shards, log, onRefusal }, async () => {
    const feeder = openFeeder({
      ...share,
      token,
      rest: budgetedRest(token, api, budget),
      shards,
      limiter,
      clock: systemClock,
      log,
      onRefusal,
    });
    try {
      await feeder.started;
      return feeder;
    } catch (error) {
      await feeder.stop();
      throw error;
    }
  });
};
