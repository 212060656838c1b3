import { defineCommand } from '../define-command.ts';
import { changeGuild } from './guild-desk.ts';
import { changedPanel } from './settings-panel.ts';

/** `/settings news`: where messages of the service's owners come. */
export const settingsNews = defineCommand({
  name: 'settings news',
  summary: 'The channel for news of this service; without a channel none comes',
  options: [{ name: 'channel', type: 'channel', description: 'Where news comes; nothing: nowhere' }],
  ephemeral: true,
  examples: ['/settings news channel:#hall', '/settings news'],
  run: async (input, context) => {
    const channel = input['channel'] === undefined ? null : String(input['channel']);
    const { changed } = await changeGuild(context, { type: 'SetNews', channel });
    return changedPanel(context, changed);
  },
});
