import { defineCommand } from '../define-command.ts';
import { careFor } from './caring.ts';
import { choosePet, petOption } from './stable.ts';

/** `/pet clean`: a bath, free of charge. */
export const petClean = defineCommand({
  name: 'pet clean',
  summary: 'Give your pet a bath',
  options: [petOption],
  ephemeral: true,
  examples: ['/pet clean'],
  run: async (input, context) => careFor(context, await choosePet(input, context), { type: 'Clean' }),
});
