import { z } from 'zod';
import { combatLevel } from '#game/battle/osrs/combat-level.ts';
import { expectation } from '#game/battle/osrs/formulas.ts';
import { LEVEL_MAX, levelOf, XP_MAX } from '#game/profile/experience.ts';
import { CalcError } from './calc-error.ts';
import { objectOf, oneOf, whole } from './fields.ts';
import { pokemonDamage, pokemonDamageRequest } from './pokemon-damage.ts';

const BONUS_LEAST = -64;
const BONUS_MOST = 1_000;
const MONSTER_LEVEL_MOST = 1_000;
const HITPOINTS_MOST = 10_000;
const SPELL_MOST = 1_000;
const SPEED_MOST = 100;
const BOOST_MOST = 100;
const SHOWN_CHARS = 40;

const level = whole(1, LEVEL_MAX);
const boost = whole(-LEVEL_MAX, BOOST_MOST).default(0);
const bonus = whole(BONUS_LEAST, BONUS_MOST);
const prayer = z
  .tuple([whole(0, 100), whole(1, 100)], 'two whole numbers, such as [20,100] for 20 % more')
  .default([0, 100]);

const dpsRequest = z.strictObject({
  kind: z.literal('osrs-dps'),
  style: oneOf(['melee', 'ranged', 'magic']),
  levels: objectOf(
    {
      attack: level.default(1),
      strength: level.default(1),
      ranged: level.default(1),
      magic: level.default(1),
    },
    { attack: 99, strength: 99 },
  ),
  boosts: objectOf(
    { attack: boost, strength: boost, ranged: boost, magic: boost },
    { strength: 19 },
  ).prefault({}),
  prayers: objectOf({ accuracy: prayer, damage: prayer }, { accuracy: [20, 100] }).prefault({}),
  stance: oneOf(['accurate', 'aggressive', 'controlled', 'defensive', 'rapid', 'longrange']),
  bonuses: objectOf(
    { attack: bonus.default(0), strength: bonus.default(0) },
    { attack: 82, strength: 82 },
  ).prefault({}),
  speedTicks: whole(1, SPEED_MOST),
  spellMaxHit: whole(0, SPELL_MOST).optional(),
  target: objectOf(
    {
      defenceLevel: whole(0, MONSTER_LEVEL_MOST),
      magicLevel: whole(0, MONSTER_LEVEL_MOST).default(1),
      bonus,
      hitpoints: whole(1, HITPOINTS_MOST),
    },
    { defenceLevel: 135, bonus: 20, hitpoints: 150 },
  ),
});

const LEVELS_OF = {
  melee: { accuracy: 'attack', damage: 'strength' },
  ranged: { accuracy: 'ranged', damage: 'ranged' },
  magic: { accuracy: 'magic', damage: 'magic' },
} as const;

const dps = ({ style, levels, boosts, prayers, bonuses, target, ...request }: z.infer<typeof dpsRequest>) => {
  const { accuracy, damage } = LEVELS_OF[style];
  const { spellMaxHit } = request;
  if (style === 'magic' && spellMaxHit === undefined)
    throw new CalcError('magic needs the max hit of its spell', 'spellMaxHit');
  for (const skill of [accuracy, damage]) {
    if (levels[skill] + boosts[skill] < 0)
      throw new CalcError(
        `${boosts[skill]} takes more than the level of ${levels[skill]}`,
        `boosts.${skill}`,
      );
  }
  return expectation({
    style,
    accuracyLevel: levels[accuracy] + boosts[accuracy],
    damageLevel: levels[damage] + boosts[damage],
    accuracyPrayer: prayers.accuracy,
    damagePrayer: prayers.damage,
    stance: request.stance,
    accuracyBonus: bonuses.attack,
    damageBonus: bonuses.strength,
    speedTicks: request.speedTicks,
    spellMaxHit: spellMaxHit ?? 0,
    target: {
      defenceLevel: style === 'magic' ? target.magicLevel : target.defenceLevel,
      bonus: target.bonus,
      hitpoints: target.hitpoints,
    },
  });
};

const xpRequest = z.strictObject({ kind: z.literal('osrs-xp'), xp: whole(0, XP_MAX) });

const combatLevelRequest = z.strictObject({
  kind: z.literal('osrs-combat-level'),
  attack: level,
  strength: level,
  defence: level,
  hitpoints: level,
  prayer: level,
  ranged: level,
  magic: level,
});

const request = z.discriminatedUnion('kind', [
  dpsRequest,
  pokemonDamageRequest,
  xpRequest,
  combatLevelRequest,
]);
const KINDS = 'osrs-dps, pokemon-damage, osrs-xp or osrs-combat-level';

const parsed = (line: string): unknown => {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    throw new CalcError('the line is not JSON: one request a line, such as {"kind":"osrs-xp","xp":83}');
  }
};

/** What stands at a path, short enough for a message. */
const shownAt = (data: unknown, path: readonly PropertyKey[]): string => {
  let value = data;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return 'missing';
    value = (value as Readonly<Record<PropertyKey, unknown>>)[key];
  }
  // JSON has no infinity: a number too large for a double has become one
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length <= SHOWN_CHARS ? text : `${text.slice(0, SHOWN_CHARS)}…`;
};

/** The first thing that is wrong, with the path of its field. */
const explained = ({ issues }: z.ZodError, data: unknown): CalcError => {
  const [issue] = issues;
  if (issue === undefined) return new CalcError('the request is not understood');
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const field = [...path, issue.keys[0] ?? ''].join('.');
    return new CalcError(`there is no field ${field}`, field);
  }
  if (issue.code === 'invalid_union') return new CalcError(`kind is one of ${KINDS}`, 'kind');
  if (path.length === 0) return new CalcError(`a request is a JSON object whose kind is ${KINDS}`);
  const field = path.join('.');
  return new CalcError(`${field} is ${shownAt(data, issue.path)}; accepted: ${issue.message}`, field);
};

const result = async (line: string): Promise<unknown> => {
  const raw = parsed(line);
  const { data, error } = request.safeParse(raw);
  if (error !== undefined) throw explained(error, raw);
  switch (data.kind) {
    case 'osrs-dps':
      return dps(data);
    case 'pokemon-damage':
      return pokemonDamage(data);
    case 'osrs-xp':
      return { level: levelOf(data.xp) };
    case 'osrs-combat-level':
      return { level: combatLevel(data) };
  }
};

/** The answer to one line, itself one line of JSON. Never throws for a bad request: its answer is `{"error":…}`. */
export const answerLine = async (line: string): Promise<string> => {
  try {
    return JSON.stringify(await result(line));
  } catch (error) {
    if (!(error instanceof CalcError)) throw error;
    const { message, field } = error;
    return JSON.stringify({ error: { code: 'E_INPUT', message, ...(field === undefined ? {} : { field }) } });
  }
};
