import { CROSS_V1, type Rules } from '#game/battle/rules.ts';

/** The same rules under another name, but every fighter is a tenth weaker: small, and seen in every hash. */
export const weakerRules = (version: string): Rules => ({
  version,
  start: ([first, second]) => {
    const weaker = (team: typeof first): typeof first => ({
      ...team,
      fighters: team.fighters.map((one) => ({ ...one, attack: Math.ceil(one.attack * 0.9) })),
    });
    return CROSS_V1.start([weaker(first), weaker(second)]);
  },
  restore: (words) => CROSS_V1.restore(words),
});
