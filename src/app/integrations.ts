import { cryptoRng } from '#actors/kit/mint.ts';
import { createMemoryCache } from '#adapters/memory/memory-cache.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import type { Area } from '#commands/index.ts';
import type { Cache } from '#ports/cache.ts';
import { demoSource } from '#integrations/osrs/demo-source.ts';
import { HiscoresClient } from '#integrations/osrs/hiscores.ts';
import { osrsArea } from '#integrations/osrs/index.ts';
import { OFFICIAL_URL, webSource } from '#integrations/osrs/web-source.ts';
import { pokemonArea } from '#integrations/pokemon/index.ts';
import type { Config } from './config.ts';

/** Players whose hiscores are kept in memory, about 3 KB each. */
const PLAYERS_MAX = 2_000;

/** What integrations follow from. */
export type IntegrationSettings = Pick<Config, 'playground' | 'publicUrl' | 'osrsUrl'> & {
  readonly version: string;
  /** Where answers of other services are kept for a while; default: in the memory of this process. */
  readonly cache?: Cache;
};

/** Who asks, so that the other side can write to somebody. */
const userAgentOf = ({ version, publicUrl }: IntegrationSettings): string =>
  `Guildhall/${version}${publicUrl === undefined ? '' : ` (+${publicUrl})`}`;

const osrs = (settings: IntegrationSettings): Area => {
  const { playground, osrsUrl } = settings;
  const source =
    playground && osrsUrl === undefined
      ? demoSource
      : webSource(osrsUrl ?? OFFICIAL_URL, {
          userAgent: userAgentOf(settings),
          clock: systemClock,
          rng: cryptoRng(),
        });
  const cache = settings.cache ?? createMemoryCache({ clock: systemClock, maxEntries: PLAYERS_MAX });
  return osrsArea(new HiscoresClient(source, cache, systemClock));
};

const pokemon = (): Area =>
  pokemonArea(async (question) => {
    // 12 MB that only those pay who ask
    const { damage } = await import('#adapters/smogon/damage.ts');
    // the calculator's names are branded texts; it looks each of them up itself
    return damage(question as Parameters<typeof damage>[0]);
  });

/** Every other game and service that commands reach, one line each. */
export const integrations = (settings: IntegrationSettings): readonly Area[] => [osrs(settings), pokemon()];
