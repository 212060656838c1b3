import { defineCommand } from '../define-command.ts';
import { settingsPanel } from './settings-panel.ts';

/** `/settings overview`: what the guild has chosen, and who chose it when. */
export const settingsOverview = defineCommand({
  name: 'settings overview',
  summary: 'What this guild has chosen, and who chose it',
  options: [],
  ephemeral: true,
  examples: ['/settings overview'],
  run: (_input, context) => settingsPanel(context),
});
