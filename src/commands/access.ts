/**
 * Roles, deny by default. `everyone`: whoever comes, known or not. `member`: a person at a surface. `moderator` and
 * `manager`: by their guild, in their guild. `operator` and `owner`: of the service, the owners by `GUILDHALL_OWNER_IDS`.
 */
export const ROLES = ['everyone', 'member', 'moderator', 'manager', 'operator', 'owner'] as const;
export type Role = (typeof ROLES)[number];

/** Who may do what, by name. What is not there is allowed to nobody. */
export interface Access {
  /** By the command's name. */
  readonly commands: Readonly<Record<string, readonly Role[]>>;
  /** By `feature.verb`; Check has the verb `check`. */
  readonly controls: Readonly<Record<string, readonly Role[]>>;
  /** By method and path, for example `GET /api/actors`. */
  readonly routes: Readonly<Record<string, readonly Role[]>>;
}

const NOBODY: readonly Role[] = [];

/** The roles of which one is needed; none: nobody may. */
export const rolesFor = (access: Access, what: keyof Access, name: string): readonly Role[] =>
  Object.hasOwn(access[what], name) ? (access[what][name] ?? NOBODY) : NOBODY;

/** Whether one of the roles suffices. */
export const isAllowed = (roles: ReadonlySet<Role>, needed: readonly Role[]): boolean =>
  needed.some((role) => role === 'everyone' || roles.has(role));
