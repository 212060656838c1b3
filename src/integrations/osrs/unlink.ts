import { defineCommand } from '#commands/define-command.ts';
import { serviceOption } from './options.ts';
import { askAdventurer } from './person.ts';

/** `/profile unlink`: lets go of a linked account. */
export const profileUnlink = defineCommand({
  name: 'profile unlink',
  summary: 'Let go of a linked account',
  options: [serviceOption],
  ephemeral: true,
  examples: ['/profile unlink service:osrs'],
  run: async (_input, context) => {
    await askAdventurer(context, { type: 'Unlink' });
    return {
      title: 'Unlinked',
      tone: 'good',
      text: 'Your OSRS account is not linked any more. Your loadouts stay for when you link again.',
      ephemeral: true,
    };
  },
});
