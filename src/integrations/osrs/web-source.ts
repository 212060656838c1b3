import { JsonSource, type JsonSourceOptions } from '../upstream/json-source.ts';
import { hiscoresSchema } from './hiscores-schema.ts';
import type { HiscoresSource } from './hiscores.ts';

/** Where the game's own hiscores are. */
export const OFFICIAL_URL = 'https://secure.runescape.com/m=hiscore_oldschool';
const NAME = 'The OSRS hiscores';

/** The hiscores under the address of the main board, without a slash at its end; the other boards are beside it. */
export const webSource = (baseUrl: string, options: Omit<JsonSourceOptions, 'name'>): HiscoresSource => {
  const source = new JsonSource({ ...options, name: NAME });
  return {
    name: NAME,
    isDemo: false,
    look: () => source.look(),
    read: (player, { id, suffix }) =>
      source.get(
        `${baseUrl}${suffix}/index_lite.json?player=${encodeURIComponent(player)}`,
        hiscoresSchema,
        id,
      ),
  };
};
