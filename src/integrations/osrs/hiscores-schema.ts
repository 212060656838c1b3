import { z } from 'zod';
import { levelsSchema } from '#game/osrs/adventurer-state.ts';
import type { Levels } from '#game/osrs/skills.ts';

const NAME_MAX = 60;
const ROWS_MAX = 1_000;

const name = z.string().min(1).max(NAME_MAX);

/**
 * What the hiscores answer, as far as it is read: skills by name. Their `id` is a position that shifts with each new
 * skill, so it is not read; rows and fields that nobody knew when this was written are kept or ignored, and refuse nothing.
 */
export const hiscoresSchema = z
  .object({
    skills: z
      .array(z.object({ name, rank: z.number(), level: z.number(), xp: z.number() }))
      .min(1)
      .max(ROWS_MAX),
  })
  .refine(({ skills }) => skills.some((row) => row.name === 'Hitpoints'), 'no Hitpoints among the skills');

export type RawHiscores = z.infer<typeof hiscoresSchema>;

/** A skill of an account; the total comes as `Overall`. */
export interface SkillRow {
  readonly name: string;
  /** `null`: not ranked, so that level and experience are not known and count as those of a beginner. */
  readonly rank: number | null;
  /** 1 to 99; of `Overall` their sum. */
  readonly level: number;
  readonly xp: number;
}

const OVERALL = 'Overall';
const LEVEL_MAX = 99;
const HITPOINTS_LEAST = 10;

/** No rank, no sum of levels and no experience comes near it. */
const FIGURE_MAX = 999_999_999_999;

/** A name as the game writes them; others would be markup, or not be seen. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} '’().,:&/+-]*$/u;

const whole = (value: number): number => Math.min(FIGURE_MAX, Math.max(0, Math.trunc(value)));

/** The skills in the order of the hiscores, the total first when it is there; a row whose name cannot be shown is left out. */
export const skillRows = ({ skills }: RawHiscores): readonly SkillRow[] => {
  const seen = new Set<string>();
  return skills.flatMap((row) => {
    if (seen.has(row.name) || !NAME.test(row.name)) return [];
    seen.add(row.name);
    const least = row.name === 'Hitpoints' ? HITPOINTS_LEAST : 1;
    const level = Math.max(least, whole(row.level));
    return [
      {
        name: row.name,
        rank: whole(row.rank) === 0 ? null : whole(row.rank),
        level: row.name === OVERALL ? level : Math.min(level, LEVEL_MAX),
        xp: whole(row.xp),
      },
    ];
  });
};

/** Whether a row is the total. */
export const isOverall = ({ name: rowName }: Pick<SkillRow, 'name'>): boolean => rowName === OVERALL;

/** Levels by the skill's name in lower case; a name of an unheard-of form is left out. */
export const levelsOf = (rows: readonly SkillRow[]): Levels => {
  const pairs = rows
    .filter((row) => !isOverall(row))
    .map(({ name: rowName, level }) => [rowName.toLowerCase(), level] as const)
    .filter(([key, level]) => levelsSchema.safeParse({ [key]: level }).success);
  return Object.fromEntries(pairs.slice(0, 100));
};
