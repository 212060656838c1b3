import { defineCommand } from '../define-command.ts';
import { careFor } from './caring.ts';
import { choosePet, petOption } from './stable.ts';

/** `/pet rest`: a nap brings energy back, and a little health. */
export const petRest = defineCommand({
  name: 'pet rest',
  summary: 'Let your pet nap: energy comes back',
  options: [petOption],
  ephemeral: true,
  examples: ['/pet rest'],
  run: async (input, context) => careFor(context, await choosePet(input, context), { type: 'Rest' }),
});
