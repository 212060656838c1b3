import type { APIInteraction } from 'discord.js';
import type { CommandDefinition, ComponentDefinition } from '#commands/define-command.ts';
import type { Desk } from '#commands/desk.ts';
import { answeringBy } from '#surfaces/discord/answering.ts';
import { Interactions } from '#surfaces/discord/interactions.ts';
import { commandsJson } from '#surfaces/discord/registration/command-json.ts';
import { fakeDesk, type FakeDesk } from '../commands/fake-desk.ts';
import type { CommandJson } from './command-form.ts';
import { type FakeDiscord, type FakeOptions, openFakeDiscord } from './fake-discord.ts';

/** One line of what the surface noticed. */
export interface Noticed {
  readonly level: string;
  readonly what: string;
  readonly about: Readonly<Record<string, unknown>> | undefined;
}

/** A fake desk behind the real surface, with a fake Discord in front. */
export interface DeskRig {
  readonly fake: FakeDiscord;
  readonly desk: FakeDesk;
  readonly interactions: Interactions;
  readonly noticed: readonly Noticed[];
  /** Lets every timer that is set go off, as if the moment had passed. */
  readonly passMoment: () => void;
  close(): Promise<void>;
}

/** Opens both with these commands registered. */
export const openDeskRig = async (
  commands: readonly CommandDefinition[],
  components: readonly ComponentDefinition[] = [],
  options: FakeOptions &
    Partial<Pick<Desk, 'owners' | 'access'>> & {
      /** Interactions are not handed over: a test does so. */
      readonly withholds?: true;
    } = {},
): Promise<DeskRig> => {
  const noticed: Noticed[] = [];
  const desk = fakeDesk(commands, components, {
    ...(options.owners === undefined ? {} : { owners: options.owners }),
    ...(options.access === undefined ? {} : { access: options.access }),
  });
  const timers = new Set<() => void>();
  const clock = {
    ...desk.deps.clock,
    after: (_delayMs: number, callback: () => void) => {
      timers.add(callback);
      return () => void timers.delete(callback);
    },
  };
  const fake: FakeDiscord = await openFakeDiscord({
    ...options,
    deliver: (payload) => {
      if (options.withholds !== true) void interactions.take(payload as unknown as APIInteraction);
    },
  });
  const interactions = new Interactions({
    desk: { ...desk, deps: { ...desk.deps, clock } },
    answering: answeringBy(fake.api),
    realm: 'home',
    log: (level, what, about) => noticed.push({ level, what, about }),
  });
  fake.commands.set(
    'global',
    commandsJson(desk.tree, desk.access).map((command, n) =>
      Object.assign(command as unknown as CommandJson, { id: `${n + 1}` }),
    ),
  );
  return {
    fake,
    desk,
    interactions,
    noticed,
    passMoment: () => {
      for (const callback of timers) callback();
      timers.clear();
    },
    close: async () => {
      await interactions.settled();
      await fake.close();
    },
  };
};
