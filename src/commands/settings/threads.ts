import { THREAD_MODES } from '#game/guild/guild-protocol.ts';
import { defineCommand } from '../define-command.ts';
import { changeGuild } from './guild-desk.ts';
import { changedPanel } from './settings-panel.ts';

/** `/settings threads`: whether battles open threads. */
export const settingsThreads = defineCommand({
  name: 'settings threads',
  summary: 'Whether battles open a thread, or stay in their channel',
  options: [
    {
      name: 'mode',
      type: 'choice',
      description: 'A thread for each battle, or one message in the channel',
      required: true,
      choices: [
        { label: 'a thread for each battle', value: 'on' },
        { label: 'one message in the channel', value: 'off' },
      ],
    },
  ],
  ephemeral: true,
  examples: ['/settings threads mode:off'],
  run: async (input, context) => {
    const mode = THREAD_MODES.find((known) => known === input['mode']) ?? null;
    const { changed } = await changeGuild(context, { type: 'SetThreads', mode });
    return changedPanel(context, changed);
  },
});
