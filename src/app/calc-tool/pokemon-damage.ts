import { z } from 'zod';
import { CalcError } from './calc-error.ts';
import { nameOf, objectOf, oneOf, whole, yesOrNo } from './fields.ts';

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

const flag = yesOrNo.optional();

const stats = (least: number, most: number) => {
  const stat = whole(least, most).optional();
  const shape = { hp: stat, atk: stat, def: stat, spa: stat, spd: stat, spe: stat, spc: stat };
  return objectOf(shape, { hp: 4, atk: most }).optional();
};

const shape = {
  name: nameOf('Pokémon', 'Garchomp'),
  level: whole(1, 100).optional(),
  ability: nameOf('ability', 'Rough Skin').optional(),
  abilityOn: flag,
  isDynamaxed: flag,
  dynamaxLevel: whole(0, 10).optional(),
  alliesFainted: whole(0, 5).optional(),
  boostedStat: oneOf(['atk', 'def', 'spa', 'spd', 'spe', 'auto']).optional(),
  item: nameOf('item', 'Choice Band').optional(),
  gender: oneOf(['M', 'F', 'N']).optional(),
  nature: nameOf('nature', 'Jolly').optional(),
  ivs: stats(0, 31),
  evs: stats(0, 252),
  boosts: stats(-6, 6),
  curHP: whole(1, 1_000).optional(),
  originalCurHP: whole(1, 1_000).optional(),
  status: oneOf(['slp', 'psn', 'brn', 'frz', 'par', 'tox', '']).optional(),
  teraType: oneOf(TYPES).optional(),
  toxicCounter: whole(0, 15).optional(),
  moves: z
    .array(nameOf('move', 'Earthquake'), 'a list of at most 4 names of moves, such as ["Earthquake"]')
    .max(4)
    .optional(),
};
const fighter = objectOf(shape, { name: 'Garchomp', level: 50 });

const side = objectOf(
  {
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
  },
  { isReflect: true },
).optional();

const field = objectOf(
  {
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
  },
  { weather: 'Sun' },
);

export const pokemonDamageRequest = z.strictObject({
  kind: z.literal('pokemon-damage'),
  gen: whole(1, 9),
  attacker: fighter,
  defender: fighter,
  move: nameOf('move', 'Earthquake'),
  crit: yesOrNo.default(false),
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
