import { invariant } from '#game/shared/errors.ts';
import type { CommandDefinition, ComponentDefinition } from './define-command.ts';

/** Every command and control handler, by name. */
export interface CommandTree {
  /** In the order of their list. */
  readonly commands: readonly CommandDefinition[];
  readonly components: readonly ComponentDefinition[];
  command(name: string): CommandDefinition | undefined;
  component(feature: string, verb: string): ComponentDefinition | undefined;
  /** Whether `prefix` is an area or a group: commands of that name follow it. */
  hasBelow(prefix: string): boolean;
}

/** Builds the lookup. @throws InvariantError when two commands or two controls share a name */
export const commandTree = (
  commands: readonly CommandDefinition[],
  components: readonly ComponentDefinition[],
): CommandTree => {
  const byName = new Map<string, CommandDefinition>();
  const prefixes = new Set<string>();
  for (const command of commands) {
    invariant(!byName.has(command.name), `two commands are called /${command.name}`);
    byName.set(command.name, command);
    const words = command.name.split(' ');
    for (let length = 1; length < words.length; length += 1) prefixes.add(words.slice(0, length).join(' '));
  }
  const byControl = new Map<string, ComponentDefinition>();
  for (const component of components) {
    const key = `${component.feature}.${component.verb}`;
    invariant(!byControl.has(key), `two controls are called ${key}`);
    byControl.set(key, component);
  }
  return {
    commands,
    components,
    command: (name) => byName.get(name),
    component: (feature, verb) => byControl.get(`${feature}.${verb}`),
    hasBelow: (prefix) => prefixes.has(prefix),
  };
};
