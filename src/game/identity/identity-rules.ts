import { z } from 'zod';
import { accept, type Decider, reject } from '../shared/decider.ts';
import { isId } from '../shared/ids.ts';
import { type Sealed, unsealed } from '../shared/sealed.ts';
import { countSchema, sealedSchema } from '../profile/schemas.ts';

/** Ties an account at a provider to one of our users. */
export interface IdentityCommand {
  readonly type: 'Bind';
  /** The user id, sealed under that same user's key: erasing the person ends the tie. */
  readonly userId: Sealed;
  /** Where the account lives: `discord`, `playground` … */
  readonly provider: string;
}

/** Form of each event's data, without its `type`. */
export const identityEventSchemas = {
  IdentityBound: z.strictObject({ userId: sealedSchema, provider: z.string() }),
};

export type IdentityEvent = { readonly type: 'IdentityBound' } & Readonly<
  z.infer<typeof identityEventSchemas.IdentityBound>
>;

/** An account somewhere else; its id here tells nothing about it. */
export interface IdentityState {
  readonly userId: Sealed | null;
  readonly provider: string;
  readonly boundAtMs: number;
}

export interface IdentityReply {
  /** The user of this account: an earlier tie wins over the one asked for. Sealed like everything that names a person. */
  readonly userId: Sealed;
  readonly isNew: boolean;
}

export const identityStateSchema: z.ZodType<IdentityState> = z.strictObject({
  userId: sealedSchema.nullable(),
  provider: z.string(),
  boundAtMs: countSchema,
});

const UNBOUND: IdentityState = { userId: null, provider: '', boundAtMs: 0 };

/** The user id; `undefined` when the account was never tied or its person was erased. */
const boundUser = (state: IdentityState): string | undefined => state.userId?.$sealed.text ?? undefined;

/**
 * The rules of an identity: the first tie stays, and a tie to an erased person counts as none, so that somebody who
 * comes back gets a new user id. Rejections: `E_INPUT`.
 */
export const identityDecider: Decider<IdentityState, IdentityCommand, IdentityEvent, IdentityReply> = {
  initial: () => UNBOUND,
  decide: (state, command) => {
    if (state.userId !== null && boundUser(state) !== undefined) {
      return accept([], { userId: state.userId, isNew: false });
    }
    const userId = unsealed(command.userId, '');
    if (!isId(userId) || command.userId.$sealed.by !== userId) {
      return reject({
        code: 'E_INPUT',
        field: 'userId',
        message: 'A user id has 1 to 14 characters of `a-z0-9` and is sealed under its own key.',
      });
    }
    if (!/^[a-z][a-z0-9-]{0,19}$/.test(command.provider)) {
      return reject({
        code: 'E_INPUT',
        field: 'provider',
        message: 'A provider is a short lower-case word, for example `discord`.',
      });
    }
    return accept<IdentityEvent, IdentityReply>(
      [{ type: 'IdentityBound', userId: command.userId, provider: command.provider }],
      { userId: command.userId, isNew: true },
    );
  },
  evolve: (_state, event, atMs) => ({
    userId: event.userId,
    provider: event.provider,
    boundAtMs: atMs,
  }),
};

/** Pure looks at an identity. */
export const identityReads = {
  userId: (state: IdentityState): string | undefined => boundUser(state),
};
