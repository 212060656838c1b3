import type { Pokemon, Side } from '@pkmn/sim';
import type { FieldFighter, FieldSide } from '#game/battle/match/rules-words.ts';
import { faceOf } from './faces.ts';

const CONDITIONS: Readonly<Record<string, string>> = {
  brn: 'burned',
  frz: 'frozen',
  par: 'paralyzed',
  psn: 'poisoned',
  slp: 'asleep',
  tox: 'badly poisoned',
};

/** Rounded up, as the protocol tells it: only what is untouched has 100. */
const percentOf = ({ hp, maxhp }: Pokemon): number => {
  const percent = Math.ceil((100 * hp) / maxhp);
  return percent === 100 && hp < maxhp ? 99 : percent;
};

/** A Pokémon on the field as everybody sees it. */
const fighterOf = (mon: Pokemon): FieldFighter => {
  const face = faceOf(mon);
  const condition = CONDITIONS[mon.status];
  const parts = [
    `level ${face.level}`,
    face.getTypes().join('/'),
    ...(mon.terastallized === undefined ? [] : ['terastallized']),
    ...(condition === undefined ? [] : [condition]),
  ];
  return { name: face.species.name, note: parts.join(', '), healthPercent: mon.fainted ? 0 : percentOf(mon) };
};

/** A side as everybody sees it. */
export const fieldOf = (side: Side): FieldSide => ({
  active: side.active.flatMap((mon) => ((mon as Pokemon | null) === null ? [] : [fighterOf(mon)])),
  standing: side.pokemon.filter(({ fainted }) => !fainted).length,
  fighters: side.pokemon.length,
});
