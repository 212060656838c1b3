import { ApiFault, unknown } from './api-fault.ts';
import { Snowflakes } from './ids.ts';

export interface FakeUser {
  readonly id: string;
  readonly username: string;
  readonly globalName: string | null;
  readonly isBot: boolean;
  /** Closed: nobody but friends may write to them (50007). */
  hasOpenMessages: boolean;
}

export interface FakeGuild {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  locale: string;
  /** Roles beside that of everybody. */
  readonly roles: number;
}

export interface FakeChannel {
  readonly id: string;
  /** 0 text, 1 direct messages, 11 public thread. */
  readonly type: 0 | 1 | 11;
  readonly guildId: string | undefined;
  readonly parentId: string | undefined;
  readonly recipientId: string | undefined;
  /** Who opened a thread; default: the bot. */
  readonly ownerId?: string;
  name: string;
  /** What the bot may do here. */
  botPermissions: bigint;
  isArchived: boolean;
  isLocked: boolean;
}

export interface FakeFile {
  readonly name: string;
  readonly bytes: Buffer;
}

export interface FakeMessage {
  readonly id: string;
  readonly channelId: string;
  readonly authorId: string;
  readonly atMs: number;
  /** Only this person sees it. */
  readonly forUserId: string | undefined;
  flags: number;
  content: string;
  components: unknown[];
  embeds: unknown[];
  allowedMentions: unknown;
  files: readonly FakeFile[];
  edits: number;
  isLoading: boolean;
  /** Under which it was sent, when that was to be enforced. */
  nonce: string | undefined;
}

export const PERMISSIONS = {
  manageThreads: 1n << 34n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  readMessageHistory: 1n << 16n,
  createPublicThreads: 1n << 35n,
  sendMessagesInThreads: 1n << 38n,
} as const;

const ALL = Object.values(PERMISSIONS).reduce((sum, bit) => sum | bit, 0n);

/** Everything that exists on the fake Discord. */
export class World {
  readonly users = new Map<string, FakeUser>();
  readonly guilds = new Map<string, FakeGuild>();
  readonly channels = new Map<string, FakeChannel>();
  readonly messages = new Map<string, FakeMessage>();
  readonly nowMs: () => number;
  readonly #ids = new Snowflakes();
  readonly bot: FakeUser;
  readonly applicationId: string;

  constructor(nowMs: () => number) {
    this.nowMs = nowMs;
    this.bot = this.addUser('guildhall', { isBot: true });
    this.applicationId = this.bot.id;
  }

  nextId(): string {
    return this.#ids.next(this.nowMs());
  }

  addUser(
    username: string,
    options: { readonly isBot?: boolean; readonly globalName?: string } = {},
  ): FakeUser {
    const { isBot = false, globalName = null } = options;
    const user: FakeUser = { id: this.nextId(), username, globalName, isBot, hasOpenMessages: true };
    this.users.set(user.id, user);
    return user;
  }

  addGuild(name: string, locale = 'en-US', roles = 0): FakeGuild {
    const guild: FakeGuild = { id: this.nextId(), name, ownerId: this.bot.id, locale, roles };
    this.guilds.set(guild.id, guild);
    return guild;
  }

  addChannel(fields: Partial<FakeChannel> & Pick<FakeChannel, 'type' | 'name'>): FakeChannel {
    const channel: FakeChannel = {
      guildId: undefined,
      parentId: undefined,
      recipientId: undefined,
      botPermissions: ALL,
      isArchived: false,
      isLocked: false,
      ...fields,
      id: fields.id ?? this.nextId(),
    };
    this.channels.set(channel.id, channel);
    return channel;
  }

  addMessage(fields: Pick<FakeMessage, 'channelId' | 'authorId' | 'forUserId'>): FakeMessage {
    const message: FakeMessage = {
      id: this.nextId(),
      atMs: this.nowMs(),
      flags: 0,
      content: '',
      components: [],
      embeds: [],
      allowedMentions: undefined,
      files: [],
      edits: 0,
      isLoading: false,
      nonce: undefined,
      ...fields,
    };
    this.messages.set(message.id, message);
    return message;
  }

  /** A channel that the bot sees. @throws ApiFault 10003, 50001 */
  channel(id: string): FakeChannel {
    const channel = this.channels.get(id);
    if (channel === undefined) throw unknown('Channel');
    if ((channel.botPermissions & PERMISSIONS.viewChannel) === 0n)
      throw new ApiFault(403, 50_001, 'Missing Access');
    return channel;
  }

  /** A message of a channel, not one that only one person sees. @throws ApiFault 10008 */
  message(channelId: string, id: string): FakeMessage {
    const message = this.messages.get(id);
    if (message === undefined || message.channelId !== channelId || message.forUserId !== undefined) {
      throw unknown('Message');
    }
    return message;
  }

  /** A message that was sent here under this nonce within the last `withinMs`. */
  sentWith(channelId: string, nonce: string, withinMs: number): FakeMessage | undefined {
    return [...this.messages.values()].find(
      (message) =>
        message.channelId === channelId && message.nonce === nonce && this.nowMs() - message.atMs < withinMs,
    );
  }

  /** @throws ApiFault 50013 */
  need(channel: FakeChannel, permission: keyof typeof PERMISSIONS): void {
    if ((channel.botPermissions & PERMISSIONS[permission]) === 0n) {
      throw new ApiFault(403, 50_013, 'Missing Permissions');
    }
  }

  /** Threads of a guild that are not archived. */
  activeThreads(guildId: string): readonly FakeChannel[] {
    return [...this.channels.values()].filter(
      (channel) => channel.type === 11 && channel.guildId === guildId && !channel.isArchived,
    );
  }
}
