import { defineCommand } from '../define-command.ts';
import { changeGuild } from './guild-desk.ts';
import { changedPanel } from './settings-panel.ts';
import { stateOf, stateOption } from './state-option.ts';

/** `/settings channel`: whether games are played in a channel at all. */
export const settingsChannel = defineCommand({
  name: 'settings channel',
  summary: 'Whether games are played in a channel at all',
  options: [{ name: 'channel', type: 'channel', description: 'Which channel', required: true }, stateOption],
  ephemeral: true,
  examples: ['/settings channel channel:#hall state:off', '/settings channel channel:#hall state:reset'],
  run: async (input, context) => {
    const channel = String(input['channel']);
    const { changed } = await changeGuild(context, { type: 'SetChannel', channel, isOn: stateOf(input) });
    return changedPanel(context, changed);
  },
});
