import { LANGUAGES } from '#game/guild/guild-protocol.ts';
import { defineCommand } from '../define-command.ts';
import { changeGuild } from './guild-desk.ts';
import { changedPanel, languageText } from './settings-panel.ts';

/** `/settings language`: the language of the guild. */
export const settingsLanguage = defineCommand({
  name: 'settings language',
  summary: 'The language of this guild',
  options: [
    {
      name: 'language',
      type: 'choice',
      description: 'For everybody here, or each person’s own',
      required: true,
      choices: [
        ...LANGUAGES.map((language) => ({ label: languageText(language), value: language })),
        { label: 'each person’s own', value: 'own' },
      ],
    },
  ],
  ephemeral: true,
  examples: ['/settings language language:de', '/settings language language:own'],
  run: async (input, context) => {
    const language = LANGUAGES.find((known) => known === input['language']) ?? null;
    const { changed } = await changeGuild(context, { type: 'SetLanguage', language });
    return changedPanel(context, changed);
  },
});
