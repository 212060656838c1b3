import type { Access, Role } from '#commands/access.ts';
import { CustomIds } from '#commands/custom-id.ts';
import type { CommandDefinition, ComponentDefinition } from '#commands/define-command.ts';
import type { CommandLine, Desk } from '#commands/desk.ts';
import { People } from '#commands/enrol.ts';
import { GuildBook } from '#commands/guild-book.ts';
import { CommandMeter } from '#commands/meter.ts';
import { PeopleDirectory } from '#commands/people-directory.ts';
import { commandTree } from '#commands/tree.ts';
import { guildReads } from '#game/guild/guild-reads.ts';
import { initialGuild } from '#game/guild/guild-state.ts';
import type { UserId } from '#game/shared/ids.ts';
import type { Clock } from '#ports/clock.ts';
import type { DeadLetter } from '#ports/dead-letters.ts';
import { inProcessRules } from '../in-process-rules.ts';
import { aloneWith } from './alone.ts';
import { FakeEngine } from './fake-engine.ts';

export const NOW_MS = 1_800_000_000_000;
const KEY = Buffer.alloc(32, 7);

export interface FakeDesk extends Desk {
  readonly engine: FakeEngine;
  readonly lines: CommandLine[];
  readonly errors: unknown[];
  readonly letters: DeadLetter[];
  readonly enrolled: string[];
  readonly time: { nowMs: number; monoMs: number };
}

const MEMBERS: readonly Role[] = ['member', 'operator', 'owner'];

/** Members may do all of this, but for what has other roles named. */
export const membersMay = (
  commands: readonly CommandDefinition[],
  components: readonly ComponentDefinition[],
  others: Readonly<Record<string, readonly Role[]>> = {},
): Access => ({
  commands: { ...Object.fromEntries(commands.map(({ name }) => [name, MEMBERS])), ...others },
  controls: {
    'check.check': MEMBERS,
    ...Object.fromEntries(components.map(({ feature, verb }) => [`${feature}.${verb}`, MEMBERS])),
    ...others,
  },
  routes: {},
});

/** A desk over a fake engine; people get ids in the order in which they come: `user1`, `user2` … */
export const fakeDesk = (
  commands: readonly CommandDefinition[],
  components: readonly ComponentDefinition[] = [],
  more: Partial<Desk> = {},
): FakeDesk => {
  const engine = new FakeEngine();
  const directory = new PeopleDirectory();
  const lines: CommandLine[] = [];
  const errors: unknown[] = [];
  const letters: DeadLetter[] = [];
  const enrolled: string[] = [];
  const users = new Map<string, UserId>();
  const time = { nowMs: NOW_MS, monoMs: 0 };
  const timers = new Set<() => void>();
  let keys = 0;
  const clock: Clock = {
    nowMs: () => time.nowMs,
    monoMs: () => time.monoMs,
    after: (_delayMs, callback) => {
      timers.add(callback);
      return () => timers.delete(callback);
    },
  };
  const people = new People(
    {
      userOf: async (identityId) => {
        const userId = users.get(identityId) ?? (`user${users.size + 1}` as UserId);
        users.set(identityId, userId);
        return userId;
      },
      known: async (identityId) => users.get(identityId),
      enrol: async (userId) => {
        enrolled.push(userId);
        return false;
      },
    },
    directory,
    KEY,
  );
  return {
    engine,
    lines,
    errors,
    letters,
    enrolled,
    time,
    deps: {
      engine,
      views: { rows: async () => [] },
      deadLetters: {
        put: async (letter) => {
          letters.push(letter);
        },
        get: async (id) => letters.find((letter) => letter.id === id),
        list: async (limit) => letters.slice(0, limit),
        remove: async (id) => {
          letters.splice(0, letters.length, ...letters.filter((letter) => letter.id !== id));
        },
        count: async () => letters.length,
      },
      cache: {
        get: async () => undefined,
        set: async () => undefined,
        delete: async () => undefined,
        getOrLoad: async (_key, _ttlMs, load) => load(),
      },
      clock,
      guilds: new GuildBook({ read: async () => guildReads.settings(initialGuild()) as never }, clock, KEY),
      customIds: new CustomIds(KEY),
      directory,
      erase: async (userId) => people.forget(userId),
      service: {
        version: '0.1.0',
        startedAtMs: NOW_MS - 60_000,
        cluster: aloneWith(256),
        describe: async () => ({ engine: 'fake', synchronous: 'FULL' }),
      },
      battles: { live: () => [], dueInMs: () => undefined },
      matches: { live: () => [], dueAtMs: () => undefined, position: async () => undefined },
      matchRules: inProcessRules(),
      fighters: [],
    },
    tree: commandTree(commands, components),
    people,
    access: membersMay(commands, components),
    directory,
    kinds: new Map(),
    log: (line, error) => {
      lines.push(line);
      if (error !== undefined) errors.push(error);
    },
    meter: new CommandMeter(),
    mintKey: () => {
      keys += 1;
      return `key${keys}`;
    },
    mintedMsOf: () => undefined,
    answerWithinMs: 2_500,
    ...more,
  };
};
