import { z } from 'zod';
import { CalcError } from './calc-error.ts';
import { oneOf, whole } from './fields.ts';

const NAME_CHARS = 40;

const TYPES = [
  'Normal',
  'Fighting',
  'Flying',
  'Poison',
  'Ground',
  'Rock',
  'Bug',
  'Ghost',
  'Steel',
  'Fire',
  'Water',
  'Grass',
  'Electric',
  'Psychic',
  'Ice',
  'Dragon',
  'Dark',
  'Fairy',
  'Stellar',
] as const;

const name = z.string().min(1).max(NAME_CHARS);
const flag = z.boolean().optional();

const stats = (least: number, most: number) => {
  const stat = whole(least, most).optional();
  return z
    .strictObject({ hp: stat, atk: stat, def: stat, spa: stat, spd: stat, spe: stat, spc: stat })
    .optional();
};

const fighter = z.strictObject({
  name,
  level: whole(1, 100).optional(),
  ability: name.optional(),
  abilityOn: flag,
  isDynamaxed: flag,
  dynamaxLevel: whole(0, 10).optional(),
  alliesFainted: whole(0, 5).optional(),
  boostedStat: oneOf(['atk', 'def', 'spa', 'spd', 'spe', 'auto']).optional(),
  item: name.optional(),
  gender: oneOf(['M', 'F', 'N']).optional(),
  nature: name.optional(),
  ivs: stats(0, 31),
  evs: stats(0, 252),
  boosts: stats(-6, 6),
  curHP: whole(1, 1_000).optional(),
  originalCurHP: whole(1, 1_000).optional(),
  status: oneOf(['slp', 'psn', 'brn', 'frz', 'par', 'tox', '']).optional(),
  teraType: oneOf(TYPES).optional(),
  toxicCounter: whole(0, 15).optional(),
  moves: z.array(name).max(4).optional(),
});

const side = z
  .strictObject({
    spikes: whole(0, 3).optional(),
    steelsurge: flag,
    vinelash: flag,
    wildfire: flag,
    cannonade: flag,
    volcalith: flag,
    isSR: flag,
    isReflect: flag,
    isLightScreen: flag,
    isProtected: flag,
    isSeeded: flag,
    isNightmared: flag,
    isSaltCured: flag,
    isForesight: flag,
    isCharge: flag,
    isTailwind: flag,
    isHelpingHand: flag,
    isFlowerGift: flag,
    isPowerTrick: flag,
    isFriendGuard: flag,
    isAuroraVeil: flag,
    isBattery: flag,
    isPowerSpot: flag,
    isSteelySpirit: flag,
    isSwitching: oneOf(['out', 'in']).optional(),
  })
  .optional();

const field = z.strictObject({
  gameType: oneOf(['Singles', 'Doubles']).optional(),
  weather: oneOf([
    'Sand',
    'Sun',
    'Rain',
    'Hail',
    'Snow',
    'Harsh Sunshine',
    'Heavy Rain',
    'Strong Winds',
  ]).optional(),
  terrain: oneOf(['Electric', 'Grassy', 'Psychic', 'Misty']).optional(),
  isMagicRoom: flag,
  isWonderRoom: flag,
  isGravity: flag,
  isAuraBreak: flag,
  isFairyAura: flag,
  isDarkAura: flag,
  isBeadsOfRuin: flag,
  isSwordOfRuin: flag,
  isTabletsOfRuin: flag,
  isVesselOfRuin: flag,
  attackerSide: side,
  defenderSide: side,
});

export const pokemonDamageRequest = z.strictObject({
  kind: z.literal('pokemon-damage'),
  gen: whole(1, 9),
  attacker: fighter,
  defender: fighter,
  move: name,
  crit: z.boolean().default(false),
  field: field.prefault({}),
});

/** Rolls and description of one move. The calculator is loaded by the first question. @throws CalcError */
export const pokemonDamage = async (
  request: z.infer<typeof pokemonDamageRequest>,
): Promise<{ readonly rolls: readonly unknown[]; readonly description: string }> => {
  const { damage } = await import('#adapters/smogon/damage.ts');
  // the calculator takes a key that is there for set, even with the value undefined; JSON drops those
  const answer = damage(JSON.parse(JSON.stringify(request)) as Parameters<typeof damage>[0]);
  if (!answer.ok) throw new CalcError(answer.message, answer.field);
  return { rolls: answer.rolls, description: answer.description };
};
