import { adminCommands, adminComponents } from './admin/index.ts';
import type { FighterSource } from './battle/fighters.ts';
import { battleCommands, battleComponents } from './battle/index.ts';
import type { CommandDefinition, ComponentDefinition } from './define-command.ts';
import { ecoCommands, ecoComponents } from './eco/index.ts';
import { helpOn } from './general/help.ts';
import { generalCommands } from './general/index.ts';
import { type Topic, TOPICS } from './general/topics.ts';
import { notifyCommands, notifyComponents } from './notify/index.ts';
import { petCommands, petComponents } from './pet/index.ts';
import { profileCommands, profileComponents } from './profile/index.ts';
import { settingsOn } from './settings/index.ts';
import { featureOf, isFeature } from './standing.ts';
import { type CommandTree, commandTree } from './tree.ts';
import type { LookUpstream } from './upstream.ts';

/** A part of the commands that comes from elsewhere: an integration. */
export interface Area {
  readonly commands: readonly CommandDefinition[];
  readonly components: readonly ComponentDefinition[];
  /** Its pages of `/help`. */
  readonly topics: readonly Topic[];
  /** The fighters that people have of it. */
  readonly fighters: FighterSource;
  /** Other services that it asks; none without. */
  readonly upstreams?: readonly LookUpstream[];
}

/** Every slash command, in the order of `/help`, with those of further areas. */
const commandsWith = (areas: readonly Area[]): readonly CommandDefinition[] => {
  const topics = [...TOPICS, ...areas.flatMap((area) => area.topics)];
  const playing = [
    ...petCommands,
    ...battleCommands,
    ...ecoCommands,
    ...profileCommands,
    ...areas.flatMap((area) => area.commands),
  ];
  const features = [...new Set(playing.map(({ name }) => featureOf(name)))].filter(isFeature);
  const all: readonly CommandDefinition[] = [
    ...playing,
    ...notifyCommands,
    ...settingsOn(features),
    helpOn(() => all, topics),
    ...generalCommands,
    ...adminCommands,
  ];
  return all;
};

/** Every slash command of the house itself. */
export const commands: readonly CommandDefinition[] = commandsWith([]);

/** Every control of the house itself: buttons, selects and forms. */
export const components: readonly ComponentDefinition[] = [
  ...petComponents,
  ...battleComponents,
  ...ecoComponents,
  ...profileComponents,
  ...notifyComponents,
  ...adminComponents,
];

/** All of it by name, with what further areas bring. @throws InvariantError when two share a name */
export const guildhallTree = (areas: readonly Area[]): CommandTree =>
  commandTree(commandsWith(areas), [...components, ...areas.flatMap((area) => area.components)]);

/** All of the house itself, by name. */
export const guildhallCommands = guildhallTree([]);
