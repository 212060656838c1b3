import { type Published, type Verdict, verifyReplay } from '../../../src/game/battle/verify.ts';
import { hasTexts } from '../guards.ts';
import { browserHash } from './browser-hash.ts';
import type { BattleView } from './wire.ts';

/** Largest replay file that is read, bytes; real ones are below 100 KB. */
export const FILE_MAX = 2_000_000;

/** Plays a replay again in this browser and compares everything. Takes any value and never throws. */
export const verdictOf = (value: unknown, published?: Published): Verdict =>
  verifyReplay(value, browserHash, published);

interface Shown extends Pick<BattleView, 'commitment' | 'openingDigest'> {
  readonly outcome: { readonly replayDigest: string } | null;
}

/** What was published about a battle or a match while it was played. */
export const publishedOf = ({ commitment, openingDigest, outcome }: Shown): Published => ({
  commitment,
  ...(openingDigest === '' ? {} : { openingDigest }),
  ...(outcome === null || outcome.replayDigest === '' ? {} : { digest: outcome.replayDigest }),
});

const NO_HUNT =
  'This is the replay of a battle by choices that is no hunt: rules of Pokémon battles are too large for a browser. Its own page has a Verify button; without the service `npm run -s verify -- FILE.json` checks it';

/** Whether a value says that it is the replay of a battle by choices, whatever else is wrong with it. */
export const isMatchFile = (value: unknown): boolean =>
  hasTexts(value, 'format') && String(value['format']).startsWith('match/');

const isHuntFile = (value: unknown): boolean =>
  isMatchFile(value) && hasTexts(value, 'rules') && String(value['rules']).startsWith('osrs/');

/** Plays a replay of either kind again; what hunts need is loaded by the first of them. */
export const verdictOfAny = async (value: unknown, published?: Published): Promise<Verdict> => {
  if (!isMatchFile(value)) return verdictOf(value, published);
  const { huntVerdictOf } = await import('./match/hunt-verdict.ts');
  return huntVerdictOf(value, published);
};

/** The value in a file's text, or what is wrong with it. */
export const readFileText = (text: string): { readonly value: unknown } | { readonly problem: string } => {
  if (text.length > FILE_MAX)
    return { problem: 'This file is too large to be a replay: they are below 2 MB.' };
  try {
    const value: unknown = JSON.parse(text);
    return isMatchFile(value) && !isHuntFile(value) ? { problem: NO_HUNT } : { value };
  } catch {
    return { problem: 'This file is not a replay: it holds no JSON.' };
  }
};
