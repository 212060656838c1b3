import { type CommandDefinition, defineCommand } from '../define-command.ts';
import { changeGuild } from './guild-desk.ts';
import { changedPanel } from './settings-panel.ts';
import { stateOf, stateOption } from './state-option.ts';

/** `/settings feature` for the given features: switches one on or off, in a channel or everywhere. */
export const settingsFeature = (features: readonly string[]): CommandDefinition =>
  defineCommand({
    name: 'settings feature',
    summary: 'Switch a game on or off, in one channel or everywhere',
    options: [
      {
        name: 'feature',
        type: 'choice',
        description: 'Which commands',
        required: true,
        choices: features.map((feature) => ({ label: `/${feature}`, value: feature })),
      },
      stateOption,
      { name: 'channel', type: 'channel', description: 'Only there; everywhere when left out' },
    ],
    ephemeral: true,
    examples: [
      '/settings feature feature:battle state:off',
      '/settings feature feature:battle state:on channel:#arena',
    ],
    run: async (input, context) => {
      const { feature, channel } = input;
      const { changed } = await changeGuild(context, {
        type: 'SetFeature',
        feature: String(feature),
        channel: typeof channel === 'string' ? channel : null,
        isOn: stateOf(input),
      });
      return changedPanel(context, changed);
    },
  });
