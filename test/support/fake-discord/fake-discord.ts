import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Json } from './api-fault.ts';
import { Buckets } from './buckets.ts';
import type { CommandJson } from './command-form.ts';
import { Gateway } from './gateway.ts';
import { Interactions } from './interactions.ts';
import { DEFAULT_LIMITS, type FakeLimits } from './limits.ts';
import { People } from './people.ts';
import { type Faults, restServer, type SeenRequest } from './server.ts';
import { type FakeChannel, type FakeGuild, World } from './world.ts';

/** A token of the right form that opens nothing else. */
export const FAKE_TOKEN = 'MTAwMDAwMDAwMDAwMDAwMDAw.fakefa.not-a-secret-of-anybody';

export interface FakeOptions {
  readonly nowMs?: () => number;
  readonly limits?: Partial<FakeLimits>;
  readonly heartbeatMs?: number;
  readonly allowedIntents?: number;
  /** Identifies at once; default 1. */
  readonly maxConcurrency?: number;
  /** Shards that the bot must have at least; default 1. */
  readonly shardsMin?: number;
  /** Sends interactions elsewhere than to the gateway. */
  readonly deliver?: (payload: Json) => void;
  /** Told of each request instead of keeping it. */
  readonly onRequest?: (request: SeenRequest) => void;
}

/** A Discord for tests: gateway and REST with the limits of the real one, and people who use it. */
export interface FakeDiscord {
  readonly world: World;
  readonly gateway: Gateway;
  readonly people: People;
  readonly interactions: Interactions;
  readonly commands: Map<string, CommandJson[]>;
  readonly faults: Faults;
  readonly requests: readonly SeenRequest[];
  readonly guild: FakeGuild;
  readonly channel: FakeChannel;
  /** What `GUILDHALL_DISCORD_API` takes. */
  readonly api: string;
  token: string;
  /** Somebody deletes a channel with its threads, or a thread. */
  deleteChannel(channel: FakeChannel): void;
  /** Somebody deletes a role. */
  deleteRole(guild: FakeGuild, roleId: string): void;
  /** Uses up so many of the day's starts, as other processes with this token would. */
  useStarts(count: number): void;
  close(): Promise<void>;
}

/** Opens a fake with one guild and one channel on a free port. */
export const openFakeDiscord = async (options: FakeOptions = {}): Promise<FakeDiscord> => {
  const world = new World(options.nowMs ?? Date.now);
  const guild = world.addGuild('Test guild');
  const channel = world.addChannel({ type: 0, name: 'general', guildId: guild.id });
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const interactions = new Interactions(world, limits);
  const commands = new Map<string, CommandJson[]>();
  const requests: SeenRequest[] = [];
  const faults: Faults = { next: [] };
  const { maxConcurrency = 1, shardsMin = 1 } = options;
  let token = FAKE_TOKEN;
  let usedUp = 0;
  const server = restServer({
    world,
    limits,
    interactions,
    commands,
    faults,
    buckets: new Buckets(),
    token: () => token,
    gatewayUrl: () => gateway.url,
    starts: () => ({ identifies: gateway.identifies + usedUp, maxConcurrency, shardsMin }),
    seen: options.onRequest ?? ((request) => requests.push(request)),
  });
  const gateway = new Gateway(server, {
    world,
    token: () => token,
    heartbeatMs: options.heartbeatMs ?? 45_000,
    allowedIntents: options.allowedIntents ?? 0,
    maxConcurrency,
    shardsMin,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  gateway.url = `ws://127.0.0.1:${port}`;
  const deliver = options.deliver ?? ((payload: Json) => gateway.send('INTERACTION_CREATE', payload));
  return {
    world,
    gateway,
    people: new People(world, interactions, commands, deliver),
    interactions,
    commands,
    faults,
    requests,
    guild,
    channel,
    api: `http://127.0.0.1:${port}/api`,
    get token() {
      return token;
    },
    set token(value) {
      token = value;
    },
    deleteChannel: ({ id, type, guildId, parentId }) => {
      for (const one of world.channels.values()) if (one.parentId === id) world.channels.delete(one.id);
      world.channels.delete(id);
      gateway.send(type === 11 ? 'THREAD_DELETE' : 'CHANNEL_DELETE', {
        id,
        type,
        guild_id: guildId,
        parent_id: parentId ?? null,
      });
    },
    deleteRole: ({ id }, roleId) => gateway.send('GUILD_ROLE_DELETE', { guild_id: id, role_id: roleId }),
    useStarts: (count) => {
      usedUp += count;
    },
    close: async () => {
      gateway.close();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
