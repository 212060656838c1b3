import type { Answer } from '#actors/kit/engine-api.ts';
import { THIS_PET } from '#game/pet/guards.ts';
import type { Rejection } from '#game/shared/errors.ts';

/** A rejection on its way out of a command's `run`; the surface turns it into a panel, never into an error log. */
export class CommandRejection extends Error {
  override readonly name = 'CommandRejection';
  readonly rejection: Rejection;

  constructor(rejection: Rejection) {
    const shown = calling(rejection, 'Your pet');
    super(shown.message);
    this.rejection = shown;
  }
}

/** A rejection with what a pet is called in it. */
export const calling = (rejection: Rejection, petName: string): Rejection =>
  rejection.message.includes(THIS_PET)
    ? { ...rejection, message: rejection.message.replaceAll(THIS_PET, () => petName) }
    : rejection;

/** Ends a command with a rule's no. @throws CommandRejection always */
export const refuse = (rejection: Rejection): never => {
  throw new CommandRejection(rejection);
};

/** The reply of a durable answer. @throws CommandRejection when the entity said no */
export const unwrap = <R>(answer: Answer<R>): R => {
  if (!answer.ok) throw new CommandRejection(answer.rejection);
  return answer.value;
};
