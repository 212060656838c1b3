import { ApiFault, badForm, type Json, unknown } from './api-fault.ts';
import type { Buckets, Standing } from './buckets.ts';
import { type CommandJson, commandsFault } from './command-form.ts';
import { fill, type Interactions } from './interactions.ts';
import type { FakeLimits } from './limits.ts';
import { FLAGS, messageFault } from './message-form.ts';
import { channelJson, messageJson, userJson } from './payloads.ts';
import { messagesPage } from './reading.ts';
import { formFault } from './schemas.ts';
import type { FakeChannel, FakeFile, World } from './world.ts';

/** A request that has passed its first checks. */
export interface RestRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly files: readonly FakeFile[];
}

export interface RestAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly standing?: Standing;
}

/** What the routes work on. */
export interface RestParts {
  readonly world: World;
  readonly limits: FakeLimits;
  readonly buckets: Buckets;
  readonly interactions: Interactions;
  /** Registered commands: `global`, or the guild's id. */
  readonly commands: Map<string, CommandJson[]>;
  readonly gatewayUrl: () => string;
  readonly starts: () => {
    readonly identifies: number;
    readonly maxConcurrency: number;
    readonly shardsMin: number;
  };
}

type Handler = (request: RestRequest, ids: readonly string[], parts: RestParts) => RestAnswer;

export interface Route {
  readonly method: string;
  readonly pattern: RegExp;
  /** Without a bot's token. */
  readonly isOpen?: boolean;
  readonly run: Handler;
}

const json = (request: RestRequest): Json => (request.body ?? {}) as Json;

const checked = (name: Parameters<typeof formFault>[0], body: unknown): Json => {
  const fault = formFault(name, body);
  if (fault !== undefined) throw fault;
  return body as Json;
};

const route = (method: string, path: string, run: Handler, isOpen = false): Route => ({
  method,
  pattern: new RegExp(`^${path.replaceAll(':id', '([^/]+)')}$`),
  run,
  ...(isOpen ? { isOpen } : {}),
});

const callback: Handler = (request, [id = '', token = ''], { interactions, world }) => {
  const message = interactions.callback(id, token, { body: json(request), files: request.files });
  if (request.query.get('with_response') !== 'true') return { status: 204 };
  const resource =
    message === undefined ? {} : { resource: { type: 4, message: messageJson(message, world) } };
  return { status: 200, body: { interaction: { id, type: 2 }, ...resource } };
};

const followUp: Handler = (request, [, token = ''], parts) => {
  const { interactions, buckets, limits, world } = parts;
  const { channelId } = interactions.ofToken(token);
  const standing = buckets.take(`answers ${token}`, limits.answers, world.nowMs());
  buckets.take(`follow-ups ${channelId}`, limits.followUps, world.nowMs(), 'shared');
  const message = interactions.followUp(token, { body: json(request), files: request.files });
  return { status: 200, body: messageJson(message, world), standing };
};

const editAnswer: Handler = (request, [, token = '', id = ''], { interactions, buckets, limits, world }) => {
  interactions.ofToken(token);
  const standing = buckets.take(`answers ${token}`, limits.answers, world.nowMs());
  const message = interactions.editAnswer(token, id, { body: json(request), files: request.files });
  return { status: 200, body: messageJson(message, world), standing };
};

const readAnswer: Handler = (_request, [, token = '', id = ''], { interactions, world }) => ({
  status: 200,
  body: messageJson(interactions.messageOf(interactions.ofToken(token), id), world),
});

const deleteAnswer: Handler = (_request, [, token = '', id = ''], { interactions, world }) => {
  world.messages.delete(interactions.messageOf(interactions.ofToken(token), id).id);
  return { status: 204 };
};

const isArchived = (channel: FakeChannel): boolean => channel.type === 11 && channel.isArchived;

const createMessage: Handler = (request, [channelId = ''], { world, buckets, limits }) => {
  const channel = world.channel(channelId);
  const recipient = world.users.get(channel.recipientId ?? '');
  if (recipient?.hasOpenMessages === false)
    throw new ApiFault(403, 50_007, 'Cannot send messages to this user');
  world.need(channel, channel.type === 11 ? 'sendMessagesInThreads' : 'sendMessages');
  const standing = buckets.take(`messages ${channelId}`, limits.messages, world.nowMs());
  const body = checked('message', request.body);
  const flags = Number(body['flags'] ?? 0);
  const fault = messageFault(body, request.files, (flags & FLAGS.componentsV2) !== 0);
  if (fault !== undefined) throw fault;
  const nonce = body['enforce_nonce'] === true ? String(body['nonce']) : undefined;
  const known = nonce === undefined ? undefined : world.sentWith(channelId, nonce, limits.nonceMs);
  if (known !== undefined) return { status: 200, body: messageJson(known, world), standing };
  // writing in an archived thread opens it again
  if (channel.isLocked) throw new ApiFault(403, 50_013, 'Missing Permissions');
  channel.isArchived = false;
  const message = world.addMessage({ channelId, authorId: world.bot.id, forUserId: undefined });
  message.flags = flags & ~FLAGS.ephemeral;
  message.nonce = nonce;
  fill(message, body, request.files);
  return { status: 200, body: messageJson(message, world), standing };
};

const editMessage: Handler = (request, [channelId = '', id = ''], parts) => {
  const { world, buckets, limits, interactions } = parts;
  const channel = world.channel(channelId);
  const message = world.message(channelId, id);
  if (message.authorId !== world.bot.id)
    throw new ApiFault(403, 50_005, 'Cannot edit a message authored by another user');
  if (isArchived(channel)) throw new ApiFault(400, 50_083, 'Thread is archived');
  const nowMs = world.nowMs();
  const standing = buckets.take(`edits ${channelId}`, limits.edits, nowMs);
  if (nowMs - message.atMs > limits.oldMessageMs) {
    buckets.take(`old-edits ${channelId}`, limits.oldEdits, nowMs, 'user', 30_046);
  }
  interactions.edit(message, { body: checked('editMessage', request.body), files: request.files });
  return { status: 200, body: messageJson(message, world), standing };
};

const deleteMessage: Handler = (_request, [channelId = '', id = ''], { world }) => {
  world.channel(channelId);
  world.messages.delete(world.message(channelId, id).id);
  return { status: 204 };
};

const createThread: Handler = (request, [channelId = '', messageId], { world, buckets, limits }) => {
  const channel = world.channel(channelId);
  const { guildId } = channel;
  if (guildId === undefined || channel.type !== 0)
    throw new ApiFault(400, 50_024, 'Cannot execute action on this channel type');
  world.need(channel, 'createPublicThreads');
  const standing = buckets.take(`threads ${channelId}`, limits.threadsCreated, world.nowMs());
  const body = checked(messageId === undefined ? 'thread' : 'threadOfMessage', request.body);
  if (messageId !== undefined) {
    world.message(channelId, messageId);
    if (world.channels.has(messageId))
      throw new ApiFault(400, 160_004, 'A thread has already been created for this message');
  }
  if (world.activeThreads(guildId).length >= limits.activeThreads) {
    throw new ApiFault(400, 160_006, 'Maximum number of active threads reached');
  }
  const thread = world.addChannel({
    type: 11,
    name: String(body['name']),
    guildId,
    parentId: channelId,
    botPermissions: channel.botPermissions,
    ...(messageId === undefined ? {} : { id: messageId }),
  });
  return { status: 201, body: channelJson(thread, world), standing };
};

const patchChannel: Handler = (request, [channelId = ''], { world, buckets, limits }) => {
  const channel = world.channel(channelId);
  if (channel.type !== 11) throw new ApiFault(400, 50_024, 'Cannot execute action on this channel type');
  const standing = buckets.take(`channels ${channelId}`, limits.channelPatches, world.nowMs());
  const body = checked('editThread', request.body);
  if (body['locked'] !== undefined) world.need(channel, 'manageThreads');
  if (typeof body['name'] === 'string') {
    buckets.take(`names ${channelId}`, limits.renames, world.nowMs());
    channel.name = body['name'];
  }
  channel.isArchived = Boolean(body['archived'] ?? channel.isArchived);
  channel.isLocked = Boolean(body['locked'] ?? channel.isLocked);
  return { status: 200, body: channelJson(channel, world), standing };
};

const openMessages: Handler = (request, _ids, { world }) => {
  const userId = String(json(request)['recipient_id']);
  if (!world.users.has(userId)) throw new ApiFault(404, 10_013, 'Unknown User');
  const known = [...world.channels.values()].find(({ recipientId }) => recipientId === userId);
  const channel = known ?? world.addChannel({ type: 1, name: '', recipientId: userId });
  return { status: 200, body: channelJson(channel, world) };
};

/** The list that an application may change. @throws ApiFault 20012, 10004 */
const listKey = ([applicationId = '', guildId]: readonly string[], { world }: RestParts): string => {
  if (applicationId !== world.applicationId) {
    throw new ApiFault(403, 20_012, 'You are not authorized to perform this action on this application');
  }
  if (guildId !== undefined && !world.guilds.has(guildId)) throw unknown('Guild');
  return guildId ?? 'global';
};

const isSame = (a: CommandJson, b: CommandJson): boolean =>
  a.name === b.name && (a.type ?? 1) === (b.type ?? 1);

/** Makes `list` the commands of a key, of which `sent` are new in this request. @throws ApiFault 50035, 30034 */
const setCommands = (
  key: string,
  list: readonly CommandJson[],
  sent: readonly CommandJson[],
  parts: RestParts,
): readonly CommandJson[] => {
  const { world, commands, buckets, limits } = parts;
  for (const command of sent) {
    // a quirk of the published schema: it takes a number, Discord itself sends and takes a text
    const { default_member_permissions: permissions, ...rest } = command;
    const number = typeof permissions === 'string' ? Number(permissions) : permissions;
    checked('command', {
      ...rest,
      ...(permissions === undefined ? {} : { default_member_permissions: number }),
    });
  }
  const fault = commandsFault(list);
  if (fault !== undefined) throw fault;
  const before = commands.get(key) ?? [];
  const stored = list.map((command): CommandJson => {
    const known = before.find((one) => isSame(one, command));
    if (known === undefined) {
      buckets.take(`commands ${key}`, limits.commandsCreated, world.nowMs(), 'user', 30_034);
    }
    return registered(command, known?.id ?? world.nextId(), world, key);
  });
  commands.set(key, stored);
  return stored;
};

const putCommands: Handler = (request, ids, parts) => {
  if (!Array.isArray(request.body)) {
    throw badForm([], 'BASE_TYPE_BAD', 'Only iterables may be used in a ArrayType');
  }
  const list = request.body as readonly CommandJson[];
  return { status: 200, body: setCommands(listKey(ids, parts), list, list, parts) };
};

/** What was registered, without what Discord added. */
const asSent = ({
  id: _id,
  application_id: _app,
  version: _version,
  guild_id: _guild,
  ...sent
}: CommandJson): CommandJson => sent;

const postCommand: Handler = (request, ids, parts) => {
  const key = listKey(ids, parts);
  const command = request.body as CommandJson;
  const others = (parts.commands.get(key) ?? []).filter((one) => !isSame(one, command)).map(asSent);
  const stored = setCommands(key, [...others, command], [command], parts);
  return { status: 201, body: stored.at(-1) };
};

const deleteCommand: Handler = (_request, ids, parts) => {
  const id = ids.at(-1);
  const key = listKey(ids.slice(0, -1), parts);
  const before = parts.commands.get(key) ?? [];
  if (!before.some((command) => command.id === id))
    throw new ApiFault(404, 10_063, 'Unknown application command');
  parts.commands.set(
    key,
    before.filter((command) => command.id !== id),
  );
  return { status: 204 };
};

/** A command as Discord gives it back: with its own fields, and with defaults where nothing was said. */
const registered = (command: CommandJson, id: string, world: World, key: string): CommandJson => ({
  default_member_permissions: null,
  nsfw: false,
  integration_types: [0],
  contexts: null as unknown as number[],
  ...command,
  type: command.type ?? 1,
  description: command.description ?? '',
  id,
  application_id: world.applicationId,
  version: world.nextId(),
  ...(key === 'global' ? {} : { guild_id: key }),
});

const readCommands: Handler = (request, ids, parts) => {
  const withTexts = request.query.get('with_localizations') === 'true';
  const list = parts.commands.get(listKey(ids, parts)) ?? [];
  return {
    status: 200,
    body: withTexts
      ? list.map((command) => ({ name_localizations: null, description_localizations: null, ...command }))
      : list,
  };
};

const gateway: Handler = (_request, _ids, { gatewayUrl, starts }) => {
  const { identifies, maxConcurrency, shardsMin } = starts();
  return {
    status: 200,
    body: {
      url: gatewayUrl(),
      shards: shardsMin,
      session_start_limit: {
        total: 1_000,
        remaining: Math.max(0, 1_000 - identifies),
        reset_after: 86_400_000,
        max_concurrency: maxConcurrency,
      },
    },
  };
};

/** Every route that the fake knows. */
export const ROUTES: readonly Route[] = [
  route('POST', '/interactions/:id/:id/callback', callback, true),
  route('POST', '/webhooks/:id/:id', followUp, true),
  route('PATCH', '/webhooks/:id/:id/messages/:id', editAnswer, true),
  route('GET', '/webhooks/:id/:id/messages/:id', readAnswer, true),
  route('DELETE', '/webhooks/:id/:id/messages/:id', deleteAnswer, true),
  route('GET', '/channels/:id/messages', (request, [id = ''], { world }) => ({
    status: 200,
    body: messagesPage(world, id, request.query).map((message) => messageJson(message, world)),
  })),
  route('POST', '/channels/:id/messages', createMessage),
  route('PATCH', '/channels/:id/messages/:id', editMessage),
  route('DELETE', '/channels/:id/messages/:id', deleteMessage),
  route('POST', '/channels/:id/threads', createThread),
  route('POST', '/channels/:id/messages/:id/threads', createThread),
  route('PATCH', '/channels/:id', patchChannel),
  route('GET', '/guilds/:id/threads/active', (_request, [id = ''], { world }) => ({
    status: 200,
    body: {
      threads: world.activeThreads(id).map((thread) => channelJson(thread, world)),
      members: [],
    },
  })),
  route('GET', '/channels/:id', (_request, [id = ''], { world }) => ({
    status: 200,
    body: channelJson(world.channel(id), world),
  })),
  route('POST', '/users/@me/channels', openMessages),
  route('GET', '/users/@me', (_request, _ids, { world }) => ({ status: 200, body: userJson(world.bot) })),
  route('GET', '/applications/@me', (_request, _ids, { world }) => ({
    status: 200,
    body: { id: world.applicationId, name: 'Guildhall', bot: userJson(world.bot), flags: 0 },
  })),
  route('PUT', '/applications/:id/commands', putCommands),
  route('PUT', '/applications/:id/guilds/:id/commands', putCommands),
  route('POST', '/applications/:id/commands', postCommand),
  route('POST', '/applications/:id/guilds/:id/commands', postCommand),
  route('DELETE', '/applications/:id/commands/:id', deleteCommand),
  route('DELETE', '/applications/:id/guilds/:id/commands/:id', deleteCommand),
  route('GET', '/applications/:id/commands', readCommands),
  route('GET', '/applications/:id/guilds/:id/commands', readCommands),
  route('GET', '/gateway/bot', gateway),
];
