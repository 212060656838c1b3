/** Keys that never leave the store in clear except to the kit: 32 bytes each. */
export interface Keys {
  /** Random 32 bytes made at the first use of this deployment and kept for ever. */
  deployment(): Promise<Buffer>;
  /** The key of one person; with `create`, made when missing and the person was never erased. `undefined`: erased or never there. */
  user(userId: string, options?: { readonly create?: boolean }): Promise<Buffer | undefined>;
  /** Deletes the key for ever: all that was sealed under it is noise from now on. Repeating it changes nothing. */
  erase(userId: string): Promise<void>;
}
