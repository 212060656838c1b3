import { routeById } from '#game/pet/routes.ts';
import { speciesById } from '#game/pet/species.ts';

/** The first levels come by the handful; the feed tells of every fifth. */
export const isMilestone = (level: number): boolean => level % 5 === 0;

/** How facts read on the page: who did what, without amounts. People are named by user id. */
export interface FactTexts {
  /** Makes these people's names known; `undefined` when they are. Never fails. */
  learn(...userIds: readonly string[]): Promise<void> | undefined;
  paid(from: string, to: string): string;
  gave(from: string, to: string): string;
  welcomed(owner: string, name: string, species: string): string;
  setOut(owner: string, route: string): string;
  cameBack(owner: string, route: string): string;
  reached(userId: string, level: number): string;
}

/** The texts of the page's feed, live and remembered alike; somebody without a name is “Somebody”. */
export const factTexts = (
  nameOf: (userId: string) => string | undefined,
  learnNames: (userIds: readonly string[]) => Promise<void> = () => Promise.resolve(),
): FactTexts => {
  const who = (userId: string): string => nameOf(userId) ?? 'Somebody';
  const place = (route: string): string => routeById(route)?.name ?? route;
  return {
    learn: (...userIds) =>
      userIds.every((userId) => nameOf(userId) !== undefined)
        ? undefined
        : learnNames(userIds).catch(() => undefined),
    paid: (from, to) => `${who(from)} paid ${who(to)}`,
    gave: (from, to) => `${who(from)} gave ${who(to)} a present`,
    welcomed: (owner, name, species) =>
      `${who(owner)} welcomed ${name} the ${speciesById(species)?.name ?? species}`,
    setOut: (owner, route) => `A pet of ${who(owner)} set out for ${place(route)}`,
    cameBack: (owner, route) => `A pet of ${who(owner)} came back from ${place(route)}`,
    reached: (userId, level) => `${who(userId)} reached level ${level}`,
  };
};
