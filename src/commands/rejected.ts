import type { Answer } from '#actors/kit/engine-api.ts';
import type { Rejection } from '#game/shared/errors.ts';

/** A rejection on its way out of a command's `run`; the surface turns it into a panel, never into an error log. */
export class CommandRejection extends Error {
  override readonly name = 'CommandRejection';
  readonly rejection: Rejection;

  constructor(rejection: Rejection) {
    super(rejection.message);
    this.rejection = rejection;
  }
}

/** Ends a command with a rule's no. @throws CommandRejection always */
export const refuse = (rejection: Rejection): never => {
  throw new CommandRejection(rejection);
};

/** The reply of a durable answer. @throws CommandRejection when the entity said no */
export const unwrap = <R>(answer: Answer<R>): R => {
  if (!answer.ok) throw new CommandRejection(answer.rejection);
  return answer.value;
};
