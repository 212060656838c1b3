import { type Published, type Verdict, verifyReplay } from '../../../src/game/battle/verify.ts';
import { hasTexts } from '../guards.ts';
import { browserHash } from './browser-hash.ts';
import type { BattleView } from './wire.ts';

/** Largest replay file that is read, bytes; real ones are below 100 KB. */
export const FILE_MAX = 2_000_000;

/** Plays a replay again in this browser and compares everything. Takes any value and never throws. */
export const verdictOf = (value: unknown, published?: Published): Verdict =>
  verifyReplay(value, browserHash, published);

/** What was published about a battle while it was played. */
export const publishedOf = ({ commitment, openingDigest, outcome }: BattleView): Published => ({
  commitment,
  ...(openingDigest === '' ? {} : { openingDigest }),
  ...(outcome === null || outcome.replayDigest === '' ? {} : { digest: outcome.replayDigest }),
});

const MATCH_FILE =
  'This is the replay of a battle by choices, whose rules are too large for a browser. Its own page has a Verify button; without the service `npm run -s verify -- FILE.json` checks it';

const isMatchFile = (value: unknown): boolean =>
  hasTexts(value, 'format') && String(value['format']).startsWith('match/');

/** The value in a file's text, or what is wrong with it. */
export const readFileText = (text: string): { readonly value: unknown } | { readonly problem: string } => {
  if (text.length > FILE_MAX)
    return { problem: 'This file is too large to be a replay: they are below 2 MB.' };
  try {
    const value: unknown = JSON.parse(text);
    return isMatchFile(value) ? { problem: MATCH_FILE } : { value };
  } catch {
    return { problem: 'This file is not a replay: it holds no JSON.' };
  }
};
