import { createHash } from 'node:crypto';
import type { CommandContext } from './define-command.ts';

const LENGTH = 14;

/**
 * Id of what a command creates, from the command's own id: a repeat means the same entity. Minted keys are taken as they
 * are, so that order of ids is order of time; others are hashed.
 */
export const entityIdOf = ({ commandId }: Pick<CommandContext, 'commandId'>): string => {
  const key = commandId.slice(commandId.indexOf('/') + 1);
  if (/^[a-z0-9]{14}$/.test(key)) return key;
  if (/^\d{15,20}$/.test(key)) return BigInt(key).toString(36).padStart(LENGTH, '0').slice(-LENGTH);
  const digest = createHash('sha256').update(commandId).digest('hex');
  return BigInt(`0x${digest}`).toString(36).padStart(LENGTH, '0').slice(-LENGTH);
};
