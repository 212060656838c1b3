import type { Battle, Pokemon } from '@pkmn/sim';

/** As everybody sees it: an illusion is believed. */
export const faceOf = (mon: Pokemon): Pokemon => mon.illusion ?? mon;

/**
 * By how much the type chart multiplies a move's damage to a foe as everybody sees it: 0, or 0.25 to 4 in powers of two.
 * `undefined` for what the chart does not multiply: what does no damage, or always the same. Abilities and items are not
 * asked: who has which may be hidden.
 */
export const matchupOf = ({ dex }: Battle, moveId: string, foe: Pokemon): number | undefined => {
  const move = dex.moves.get(moveId);
  if (!move.exists || move.category === 'Status') return undefined;
  const types = faceOf(foe).getTypes();
  if (!dex.getImmunity(move.type, types)) return 0;
  const isFixed = move.damage !== undefined || move.ohko !== undefined || move.damageCallback !== undefined;
  return isFixed ? undefined : 2 ** dex.getEffectiveness(move.type, types);
};
