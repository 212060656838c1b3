import { guild } from '#actors/guild/guild.ts';
import { defineCommand } from '../define-command.ts';
import { guildPlace } from '../guild-book.ts';
import { guildOf } from './guild-desk.ts';
import { authorText, learnAuthors, subjectText, valueText } from './words.ts';

const SHOWN = 20;

/** `/settings audit`: the last changes, newest first. */
export const settingsAudit = defineCommand({
  name: 'settings audit',
  summary: 'Who changed which setting, and when',
  options: [],
  ephemeral: true,
  examples: ['/settings audit'],
  run: async (_input, context) => {
    const { id } = guildOf(context);
    const entries = await context.deps.engine.read(guild, guildPlace(id), 'audit', { limit: SHOWN }, context);
    if (entries.length === 0) {
      return {
        title: 'Nothing was changed yet',
        text: 'This guild runs as it comes. `/settings overview` shows how; `/settings feature` changes it.',
        ephemeral: true,
      };
    }
    await learnAuthors(entries, context);
    return {
      title: 'Changes of this guild',
      tables: [
        {
          columns: [
            { label: 'When' },
            { label: 'Who' },
            { label: 'Setting' },
            { label: 'Before' },
            { label: 'After' },
          ],
          rows: entries.map((entry) => [
            `<t:${Math.floor(entry.atMs / 1_000)}:R>`,
            authorText(entry.by, context),
            subjectText(entry),
            valueText(entry.before),
            valueText(entry.after, entry.by),
          ]),
        },
      ],
      ephemeral: true,
    };
  },
});
