/**
 * Ids and names. An id is `[a-z0-9]{1,14}`, minted by us and never a Discord id: four of them fit into one
 * custom id of 100 characters.
 */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type UserId = Branded<'UserId'>;
export type RealmId = Branded<'RealmId'>;

/** Deployment-wide kinds (user, identity) live in this realm. */
export const DEPLOYMENT_REALM = '0' as RealmId;

const ID = /^[a-z0-9]{1,14}$/;

/** Whether a text has the form of an id: 1 to 14 characters of `a-z0-9`. */
export const isId = (text: string): boolean => ID.test(text);

/** An entity's logical address; `realm` is `0` for kinds that span the deployment. */
export interface EntityRef {
  readonly kind: string;
  readonly realm: string;
  readonly id: string;
}

/** The same entity in text, without the shard: `pet:home:a1b2c3`. */
export const refKey = (ref: EntityRef): string => `${ref.kind}:${ref.realm}:${ref.id}`;
