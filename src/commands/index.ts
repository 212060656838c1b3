import { adminCommands } from './admin/index.ts';
import { battleCommands, battleComponents } from './battle/index.ts';
import { type CommandDefinition, type ComponentDefinition } from './define-command.ts';
import { ecoCommands, ecoComponents } from './eco/index.ts';
import { helpOn } from './general/help.ts';
import { generalCommands } from './general/index.ts';
import { notifyCommands, notifyComponents } from './notify/index.ts';
import { petCommands, petComponents } from './pet/index.ts';
import { profileCommands, profileComponents } from './profile/index.ts';
import { commandTree } from './tree.ts';

const help = helpOn(() => commands);

/** Every slash command, in the order of `/help`. */
export const commands: readonly CommandDefinition[] = [
  ...petCommands,
  ...battleCommands,
  ...ecoCommands,
  ...profileCommands,
  ...notifyCommands,
  help,
  ...generalCommands,
  ...adminCommands,
];

/** Every control: buttons, selects and forms. */
export const components: readonly ComponentDefinition[] = [
  ...petComponents,
  ...battleComponents,
  ...ecoComponents,
  ...profileComponents,
  ...notifyComponents,
];

/** All of it, by name. */
export const guildhallCommands = commandTree(commands, components);
