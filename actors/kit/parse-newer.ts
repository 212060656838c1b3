import type { ZodType } from 'zod';

type Fields = Record<string, unknown>;

/** What lies at a path of an object made of JSON. */
const at = (value: unknown, path: readonly PropertyKey[]): Fields =>
  path.reduce<unknown>((inner, key) => (inner as Fields)[String(key)], value) as Fields;

/** A state that the next release stored, without the fields that this one does not know. @throws ZodError for anything else */
export const parseNewer = (schema: ZodType, value: unknown): unknown => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const known = structuredClone(value);
  for (const issue of parsed.error.issues) {
    if (issue.code !== 'unrecognized_keys') throw parsed.error;
    const holder = at(known, issue.path);
    for (const key of issue.keys) delete holder[key];
  }
  return schema.parse(known);
};
