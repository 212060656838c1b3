import { user } from '#actors/user/user.ts';
import { type UserCommand, type UserReply } from '#game/profile/user-protocol.ts';
import { type UserView } from '#game/profile/user-reads.ts';
import { type Rejection } from '#game/shared/errors.ts';
import { DEPLOYMENT_REALM } from '#game/shared/ids.ts';
import { callOf } from '../call.ts';
import { type CommandContext } from '../define-command.ts';
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

/** A person's profile. @throws CommandRejection E_TARGET for somebody who never gave a command or was erased; Fault */
export const readProfile = async (context: CommandContext, userId: string): Promise<UserView> => {
  const view = await context.deps.engine.read(user, userPlace(userId), 'view', {}, context);
  if (view?.isErased === true) return refuse(HAS_LEFT);
  return (
    view ??
    refuse({
      code: 'E_TARGET',
      field: 'user',
      message:
        'They have not started yet: a profile begins with a first command, for example `/eco balance`.',
    })
  );
};

/** Asks the caller's own entity for something. @throws CommandRejection, Fault */
export const askSelf = async (
  context: CommandContext,
  command: UserCommand,
  step?: string,
): Promise<UserReply> =>
  unwrap(await context.deps.engine.ask(user, userPlace(context.userId), command, callOf(context, step)));
