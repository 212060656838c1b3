import type { CommandDefinition, ComponentDefinition } from '../define-command.ts';
import { notifySet } from './set.ts';
import { notifyRead, notifyView } from './view.ts';

/** `/notify …`, in the order of `/help`. */
export const notifyCommands: readonly CommandDefinition[] = [notifyView, notifySet];

/** Every control about the inbox. */
export const notifyComponents: readonly ComponentDefinition[] = [notifyRead];
