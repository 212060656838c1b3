import { createHash } from 'node:crypto';
import type { OsrsSetup, Ruling } from '#game/battle/match/rules-words.ts';
import { playHunt } from '#game/battle/osrs/again.ts';
import { Hunt, HUNT_VERSION } from '#game/battle/osrs/hunt.ts';
import type { BattleRules } from '#ports/battle-rules.ts';

/** Setups of open hunts kept here, about 1 KB each; the one asked for longest ago goes first. */
const OPEN_MAX = 10_000;

const GONE: Ruling = {
  ok: false,
  rejection: { code: 'E_GONE', message: 'This hunt is not open here. It is restored from its log.' },
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const huntAfter = ({ hunt }: OsrsSetup, inputs: Parameters<Hunt['play']>[0]): Hunt => {
  const played = new Hunt(hunt);
  played.play(inputs);
  return played;
};

/** Hunts: an OSRS character against a monster, by our own rules; a whole hunt is played again in less than a millisecond. */
export const createOsrsRules = (): BattleRules<OsrsSetup> => {
  const setups = new Map<string, OsrsSetup>();

  const restore: BattleRules<OsrsSetup>['restore'] = async (setup, inputs) => {
    const ruling = playHunt(setup, inputs, sha256);
    // a setup that cannot be has no position
    if (ruling.position === undefined) return ruling;
    setups.delete(setup.battleId);
    setups.set(setup.battleId, setup);
    const [oldest] = setups.keys();
    if (setups.size > OPEN_MAX && oldest !== undefined) setups.delete(oldest);
    return ruling;
  };

  return {
    version: HUNT_VERSION,
    open: (setup) => restore(setup, []),
    restore,
    choose: async (battleId, inputs) => {
      const setup = setups.get(battleId);
      return setup === undefined ? GONE : restore(setup, inputs);
    },
    autoChoice: async (battleId, inputs, side) => {
      const setup = setups.get(battleId);
      return setup === undefined ? undefined : huntAfter(setup, inputs).autoChoice(side);
    },
    close: async (battleId) => {
      setups.delete(battleId);
    },
    shutdown: async () => setups.clear(),
  };
};
