import { user } from '#actors/user/user.ts';
import type { PrivacyArea, UserCommand, UserReply } from '#game/profile/user-protocol.ts';
import type { UserView } from '#game/profile/user-reads.ts';
import type { Rejection } from '#game/shared/errors.ts';
import { DEPLOYMENT_REALM } from '#game/shared/ids.ts';
import { callOf } from '../call.ts';
import type { CommandContext } from '../define-command.ts';
import { refuse, unwrap } from '../rejected.ts';

/** Where a person's own entity lives. */
export const userPlace = (userId: string): { readonly realm: string; readonly id: string } => ({
  realm: DEPLOYMENT_REALM,
  id: userId,
});

/** Why nothing can be shown of or sent to somebody who was erased. */
export const HAS_LEFT: Rejection = {
  code: 'E_TARGET',
  field: 'user',
  message: 'They have left and everything about them was erased. Choose somebody else.',
};

/** @param absent - what is said of somebody who never gave a command */
const readPerson = async (context: CommandContext, userId: string, absent: string): Promise<UserView> => {
  const view = await context.deps.engine.read(user, userPlace(userId), 'view', {}, context);
  if (view?.isErased === true) return refuse(HAS_LEFT);
  return view ?? refuse({ code: 'E_TARGET', field: 'user', message: absent });
};

/** A person's profile. @throws CommandRejection E_TARGET for somebody who never gave a command or was erased; Fault */
export const readProfile = (context: CommandContext, userId: string): Promise<UserView> =>
  readPerson(
    context,
    userId,
    'They have not started yet: a profile begins with a first command, for example `/eco balance`.',
  );

/** What a caller wants of somebody else, and what they are told when it cannot be. */
interface Wish {
  readonly privacy: PrivacyArea;
  /** They never gave a command. */
  readonly absent: string;
  /** They let nobody. */
  readonly closed: string;
}

/**
 * Somebody else who lets others do this.
 * @throws CommandRejection E_TARGET for strangers and the erased, E_CONSENT when they let nobody
 * @throws Fault
 */
export const readWilling = async (
  context: CommandContext,
  userId: string,
  { privacy, absent, closed }: Wish,
): Promise<UserView> => {
  const view = await readPerson(context, userId, absent);
  const settings = await context.deps.engine.read(user, userPlace(userId), 'privacy', undefined, context);
  return settings[privacy] === 'nobody'
    ? refuse({ code: 'E_CONSENT', field: 'user', message: closed })
    : view;
};

/** Asks the caller's own entity for something. @throws CommandRejection, Fault */
export const askSelf = async (
  context: CommandContext,
  command: UserCommand,
  step?: string,
): Promise<UserReply> =>
  unwrap(await context.deps.engine.ask(user, userPlace(context.userId), command, callOf(context, step)));
