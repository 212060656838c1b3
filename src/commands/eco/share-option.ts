import type { CommandOption } from '../define-command.ts';

/** Makes the answer of a command that only reads public. */
export const shareOption: CommandOption = {
  name: 'share',
  type: 'boolean',
  description: 'Show the answer to everybody here.',
};
