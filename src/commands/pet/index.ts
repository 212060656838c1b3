import type { CommandDefinition } from '../define-command.ts';
import { petAdopt } from './adopt.ts';
import { petClean } from './clean.ts';
import { petExpeditionRecall, petExpeditionStart, petExpeditionStatus } from './expedition.ts';
import { petFeed } from './feed.ts';
import { petHeal } from './heal.ts';
import { petPlay } from './play.ts';
import { petRehome } from './rehome.ts';
import { petRename } from './rename.ts';
import { petRest } from './rest.ts';
import { petTrain } from './train.ts';
import { petVacation } from './vacation.ts';
import { petView } from './view.ts';

/** `/pet …`, in the order of `/help`. */
export const petCommands: readonly CommandDefinition[] = [
  petAdopt,
  petView,
  petFeed,
  petPlay,
  petClean,
  petRest,
  petHeal,
  petTrain,
  petExpeditionStart,
  petExpeditionStatus,
  petExpeditionRecall,
  petVacation,
  petRename,
  petRehome,
];

export { petComponents } from './components.ts';
