import type { CommandDefinition } from '../define-command.ts';
import { status } from './status.ts';

/** Commands about the service itself, beside `/help`, which is made from the whole list. */
export const generalCommands: readonly CommandDefinition[] = [status];
