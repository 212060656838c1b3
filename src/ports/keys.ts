/** A person's key as a store holds it. */
export interface UserKey {
  readonly userId: string;
  /** `undefined`: erased for ever. */
  readonly key: Buffer | undefined;
}

/** Keys that never leave the store in clear except to the kit: 32 bytes each. */
export interface Keys {
  /** Random 32 bytes made at the first use of this deployment and kept for ever. */
  deployment(): Promise<Buffer>;
  /** The key of one person; with `create`, made when missing and the person was never erased. `undefined`: erased or never there. */
  user(userId: string, options?: { readonly create?: boolean }): Promise<Buffer | undefined>;
  /** Deletes the key for ever: all that was sealed under it is noise from now on. Repeating it changes nothing. */
  erase(userId: string): Promise<void>;
  /** Everybody who has or had a key, by id in order of text, after the given one, at most `limit`. For moving house. */
  list(afterUserId: string, limit: number): Promise<readonly UserKey[]>;
  /** Gives this deployment the key of another store unless it has one; answers the one that it has. For moving house. */
  adoptDeployment(key: Buffer): Promise<Buffer>;
  /** The same for a person; nobody who was erased gets a key. For moving house. */
  adoptUser(userId: string, key: Buffer): Promise<Buffer | undefined>;
}
