import { GUILD_ROLES } from '#game/guild/guild-protocol.ts';
import { defineCommand } from '../define-command.ts';
import { changeGuild } from './guild-desk.ts';
import { changedPanel } from './settings-panel.ts';

/** `/settings roles`: which roles of the guild count here, and as what. */
export const settingsRoles = defineCommand({
  name: 'settings roles',
  summary: 'Let a role of this guild moderate or manage here',
  options: [
    { name: 'role', type: 'role', description: 'A role of this guild', required: true },
    {
      name: 'as',
      type: 'choice',
      description: 'What those who bear it may do here',
      required: true,
      choices: [
        { label: 'moderator: features and channels', value: 'moderator' },
        { label: 'manager: every setting', value: 'manager' },
        { label: 'nobody special', value: 'nobody' },
      ],
    },
  ],
  ephemeral: true,
  examples: ['/settings roles role:@keepers as:moderator'],
  run: async (input, context) => {
    const as = GUILD_ROLES.find((known) => known === input['as']) ?? null;
    const { changed } = await changeGuild(context, { type: 'SetRole', role: String(input['role']), as });
    return changedPanel(context, changed);
  },
});
