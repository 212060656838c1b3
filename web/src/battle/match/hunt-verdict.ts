import { verifyMatchReplay } from '../../../../src/game/battle/match/match-verify.ts';
import { playHuntsAgain } from '../../../../src/game/battle/osrs/again.ts';
import type { Published, Verdict } from '../../../../src/game/battle/verify.ts';
import { browserHash } from '../browser-hash.ts';

/** Plays a hunt again in this browser and compares everything. Takes any value; of Pokémon battles it knows no rules. */
export const huntVerdictOf = (value: unknown, published: Published = {}): Promise<Verdict> =>
  verifyMatchReplay(value, browserHash, published, playHuntsAgain(browserHash));
