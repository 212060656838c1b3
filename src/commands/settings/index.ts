import type { CommandDefinition } from '../define-command.ts';
import { settingsAudit } from './audit.ts';
import { settingsChannel } from './channel.ts';
import { settingsFeature } from './feature.ts';
import { settingsLanguage } from './language.ts';
import { settingsNews } from './news.ts';
import { settingsOverview } from './overview.ts';
import { settingsRoles } from './roles.ts';
import { settingsThreads } from './threads.ts';

/** `/settings …`, in the order of `/help`, for the features that can be switched off. */
export const settingsOn = (features: readonly string[]): readonly CommandDefinition[] => [
  settingsOverview,
  settingsFeature(features),
  settingsChannel,
  settingsRoles,
  settingsLanguage,
  settingsThreads,
  settingsNews,
  settingsAudit,
];
