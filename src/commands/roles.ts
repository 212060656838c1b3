import type { Role } from './access.ts';
import type { Caller, Desk } from './desk.ts';

/** How an operator names an owner: the surface's provider and its own id of the person. */
export const ownerKey = (provider: string, externalId: string): string => `${provider}:${externalId}`;

/** The roles of a caller: those that the surface gives, and `owner` for who is named as one. */
export const rolesOf = (
  desk: Pick<Desk, 'owners'>,
  caller: Pick<Caller, 'provider' | 'externalId' | 'roles'>,
): ReadonlySet<Role> =>
  desk.owners?.has(ownerKey(caller.provider, caller.externalId)) === true
    ? new Set<Role>([...caller.roles, 'owner'])
    : caller.roles;
