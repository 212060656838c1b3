import type { CommandDefinition, ComponentDefinition } from '../define-command.ts';
import { profileDelete, profileDeleteForm, profileErase } from './delete.ts';
import {
  profileDiscard,
  profileDraft,
  profileEdit,
  profileEditButton,
  profilePins,
  profileSave,
} from './edit.ts';
import { profilePrivacy } from './privacy.ts';
import { profileTimeline, profileTimelinePage } from './timeline.ts';
import { profileView } from './view.ts';

/** `/profile …`, in the order of `/help`. */
export const profileCommands: readonly CommandDefinition[] = [
  profileView,
  profileEdit,
  profileTimeline,
  profilePrivacy,
  profileDelete,
];

/** Every control about profiles. */
export const profileComponents: readonly ComponentDefinition[] = [
  profileEditButton,
  profileDraft,
  profilePins,
  profileSave,
  profileDiscard,
  profileTimelinePage,
  profileDeleteForm,
  profileErase,
];
