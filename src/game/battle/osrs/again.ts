import { toHex, utf8 } from '../../shared/bytes.ts';
import type { Hash } from '../../shared/hash.ts';
import type { PlayAgain } from '../match/match-verify.ts';
import type { MatchInput, MatchSetup, OsrsSetup, Ruling } from '../match/rules-words.ts';
import { Hunt, HUNT_VERSION } from './hunt.ts';
import { setupSchema } from './v1/setup.ts';

/** A hunt after inputs. `sha256` answers in hex. */
export const playHunt = (
  { hunt: setup }: OsrsSetup,
  inputs: readonly MatchInput[],
  sha256: (text: string) => string,
): Ruling => {
  const { success, error } = setupSchema.safeParse(setup);
  if (!success) {
    const [issue] = error.issues;
    const field = issue?.path.join('.') ?? 'hunt';
    return { ok: false, rejection: { code: 'E_INPUT', field, message: `This hunt cannot be: ${field}.` } };
  }
  const hunt = new Hunt(setup);
  hunt.play(inputs);
  const position = hunt.position(sha256);
  return hunt.refusal === undefined
    ? { ok: true, position }
    : { ok: false, rejection: hunt.refusal, position };
};

/** Plays hunts again, and no other matches: for whoever verifies without a service. */
export const playHuntsAgain = (hash: Hash): PlayAgain =>
  Object.assign(
    async (version: string, setup: MatchSetup, inputs: readonly MatchInput[]) =>
      setup.rules === 'osrs' && version === HUNT_VERSION
        ? playHunt(setup, inputs, (text) => toHex(hash.sha256(utf8(text))))
        : undefined,
    // what can be said of a file of other rules
    { versions: { pokemon: [], osrs: [HUNT_VERSION] } },
  );
