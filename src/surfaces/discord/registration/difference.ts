import { createHash } from 'node:crypto';

/** A command as either side writes it down. */
export type AnyCommand = Readonly<Record<string, unknown>> & { readonly name: string };

/** What Discord adds by itself. */
const ADDED = new Set([
  'id',
  'application_id',
  'guild_id',
  'version',
  'dm_permission',
  'name_localized',
  'description_localized',
]);
/** What is meant when nothing is said. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  nsfw: false,
  required: false,
  autocomplete: false,
  type: 1,
  integration_types: [0],
};

const isNothing = (key: string, value: unknown): boolean =>
  value === null ||
  value === undefined ||
  (Array.isArray(value) && value.length === 0) ||
  (Object.hasOwn(DEFAULTS, key) && JSON.stringify(DEFAULTS[key]) === JSON.stringify(value));

const normal = (value: unknown, isTop: boolean): unknown => {
  if (Array.isArray(value)) return value.map((item) => normal(item, false));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value)
    .filter(
      ([key, inner]) => !(isTop && ADDED.has(key)) && !isNothing(isTop || key !== 'type' ? key : '', inner),
    )
    .map(
      ([key, inner]) =>
        [
          key,
          key === 'contexts' && Array.isArray(inner)
            ? inner.map(Number).toSorted((a, b) => a - b)
            : normal(inner, false),
        ] as const,
    )
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(kept);
};

const textOf = (command: AnyCommand): string => JSON.stringify(normal(command, true));

const keyOf = ({ name, type }: AnyCommand): string => `${typeof type === 'number' ? type : 1} ${name}`;

/** The hash of a set of commands: equal when Discord would show the same, in whatever order and form they come. */
export const commandsHash = (commands: readonly AnyCommand[]): string =>
  createHash('sha256')
    .update(JSON.stringify(commands.map(textOf).toSorted()))
    .digest('hex')
    .slice(0, 16);

/** What has to be done so that `registered` becomes `wanted`. */
export interface Difference<W extends AnyCommand, R extends AnyCommand> {
  readonly added: readonly W[];
  readonly changed: readonly W[];
  readonly removed: readonly R[];
  readonly same: readonly W[];
}

/** Compares by name and kind; what Discord adds and what goes without saying makes no difference. */
export const differenceOf = <W extends AnyCommand, R extends AnyCommand>(
  wanted: readonly W[],
  registered: readonly R[],
): Difference<W, R> => {
  const known = new Map(registered.map((command) => [keyOf(command), command]));
  const names = new Set(wanted.map(keyOf));
  const isSame = (command: W): boolean => {
    const before = known.get(keyOf(command));
    return before !== undefined && textOf(before) === textOf(command);
  };
  return {
    added: wanted.filter((command) => !known.has(keyOf(command))),
    changed: wanted.filter((command) => known.has(keyOf(command)) && !isSame(command)),
    removed: registered.filter((command) => !names.has(keyOf(command))),
    same: wanted.filter(isSame),
  };
};
