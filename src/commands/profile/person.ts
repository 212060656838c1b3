import { user } from '#actors/user/user.ts';
import { type UserCommand, type UserReply } from '#game/profile/user-protocol.ts';
import { type UserView } from '#game/profile/user-reads.ts';
import { DEPLOYMENT_REALM } from '#game/shared/ids.ts';
import { callOf } from '../call.ts';
import { type CommandContext } from '../define-command.ts';
import { refuse, unwrap } from '../rejected.ts';

/** Where a person's own entity lives. */
export const userPlace = (userId: string): { readonly realm: string; readonly id: string } => ({
  realm: DEPLOYMENT_REALM,
  id: userId,
});

/** A person's profile. @throws CommandRejection E_TARGET for somebody who never gave a command; Fault */
export const readProfile = async (context: CommandContext, userId: string): Promise<UserView> => {
  const view = await context.deps.engine.read(user, userPlace(userId), 'view', {}, context);
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
