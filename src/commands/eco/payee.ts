import type { NotifyEvent, QuotePlan } from '#game/profile/user-protocol.ts';
import { DEPLOYMENT_REALM } from '#game/shared/ids.ts';
import { sealed } from '#game/shared/sealed.ts';
import type { CommandContext, CommandOption, Input } from '../define-command.ts';
import type { PanelField } from '../panel.ts';
import { readWilling } from '../profile/person.ts';
import { refuse } from '../rejected.ts';

/** Somebody who may be given something. */
export interface Payee {
  readonly userId: string;
  readonly name: string;
}

export const payeeOption: CommandOption = {
  name: 'user',
  type: 'user',
  description: 'Who gets it.',
  required: true,
};

export const noteOption: CommandOption = {
  name: 'note',
  type: 'text',
  description: 'A few words for them.',
  maxLength: 100,
};

/**
 * The person to whom value goes.
 * @throws CommandRejection E_TARGET for the caller and for strangers, E_CONSENT when they take no requests
 * @throws Fault
 */
export const findPayee = async (input: Input, context: CommandContext): Promise<Payee> => {
  const userId = String(input['user']);
  if (userId === context.userId) {
    return refuse({
      code: 'E_TARGET',
      field: 'user',
      message: 'That is you. Name somebody else: it has to change hands.',
    });
  }
  const view = await readWilling(context, userId, {
    privacy: 'requests',
    absent: 'They have not started yet. Once they have given a first command, you can send them something.',
    closed: 'They take nothing from others at the moment. Ask them to open `/profile privacy` requests.',
  });
  return { userId, name: context.deps.directory.nameOf(userId) ?? view.name };
};

/** The note as the ledger keeps it, encrypted under its writer's key. */
export const noteOf = (input: Input, context: CommandContext) =>
  typeof input['note'] === 'string' ? { note: sealed(context.userId, input['note']) } : {};

/** The note as the payee will read it, for the offer. */
export const noteFields = (input: Input): readonly PanelField[] =>
  typeof input['note'] === 'string' ? [{ name: 'Note', value: input['note'] }] : [];

/** Tells the receiver, once the transfer is durable. */
export const tellPayee = (
  payee: Payee,
  event: NotifyEvent,
  what: string,
  input: Input,
  context: CommandContext,
): NonNullable<QuotePlan['then']> => {
  const [who, note] = [context.displayName, input['note']];
  const told = typeof note === 'string' ? `${who} gave you ${what}: “${note}”` : `${who} gave you ${what}.`;
  const text = sealed(context.userId, told);
  return [
    {
      to: { kind: 'user', realm: DEPLOYMENT_REALM, id: payee.userId },
      command: { type: 'Notify', event, text, from: context.userId } as NonNullable<
        QuotePlan['then']
      >[number]['command'],
    },
  ];
};
