import type { CommandOption, Input } from '../define-command.ts';

/** On, off, or as it comes. */
export const stateOption: CommandOption = {
  name: 'state',
  type: 'choice',
  description: 'On, off, or back to the default',
  required: true,
  choices: [
    { label: 'on', value: 'on' },
    { label: 'off', value: 'off' },
    { label: 'reset', value: 'reset' },
  ],
};

/** `null`: back to the default. */
export const stateOf = ({ state }: Input): boolean | null => (state === 'reset' ? null : state === 'on');
