import {
  ChannelType,
  DiscordAPIError,
  Routes,
  ThreadAutoArchiveDuration,
  type APIMessage,
  type APIThreadChannel,
  type RawFile,
  type REST,
} from 'discord.js';
import { begins, canWait, canWaitLong, once } from '../bot-budget.ts';
import type { RenderedMessage } from '../render/panel.ts';

/** A thread, as far as it is looked at. */
export interface ActiveThread {
  readonly id: string;
  readonly parentId: string | undefined;
  readonly ownerId: string | undefined;
  readonly name: string;
  /** Messages that were written in it. */
  readonly messages: number;
}

/** A message that is there, as far as it is looked at. */
export interface PostedMessage {
  readonly id: string;
  readonly authorId: string;
  /** Of its controls. */
  readonly customIds: readonly string[];
}

/** What a bot may do in channels without anybody's interaction. Every call may fail as Discord pleases. */
export interface Posting {
  /** A public thread; answers its id. Never asked for twice by itself. @throws what `signal` is aborted with */
  createThread(channelId: string, name: string, signal: AbortSignal): Promise<string>;
  /** Threads of a guild that are not archived. */
  activeThreads(guildId: string): Promise<readonly ActiveThread[]>;
  /** The oldest message of a channel; `undefined`: there is none, or we may not read what was written. */
  firstMessage(channelId: string): Promise<PostedMessage | undefined>;
  /** Discord's id of the bot as a user. */
  selfId(): Promise<string>;
  /** Answers the message's id. `nonce`, at most 25 characters: within minutes, one nonce is one message. */
  post(channelId: string, message: RenderedMessage, nonce?: string): Promise<string>;
  /** `isBetween`: more follows, so that it can wait for what begins or ends something. */
  edit(channelId: string, messageId: string, message: RenderedMessage, isBetween?: boolean): Promise<void>;
  /** When there is nothing else to do. */
  archive(threadId: string): Promise<void>;
  /** Writes to somebody alone; `closed`: they take no messages. */
  write(userId: string, message: RenderedMessage, nonce: string): Promise<'sent' | 'closed'>;
}

/** They take no messages of ours, or share no guild with us. */
const CLOSED_DOORS = new Set<number | string>([50_007, 50_278]);

const filesOf = ({ files }: RenderedMessage): { readonly files?: RawFile[] } =>
  files.length === 0
    ? {}
    : { files: files.map(({ name, data, contentType = 'text/plain' }) => ({ name, data, contentType })) };

/** A component as Discord sends it, whatever it is. */
interface Part {
  readonly custom_id?: string;
  readonly components?: readonly Part[];
  readonly accessory?: Part;
}

const customIdsOf = (parts: readonly Part[]): readonly string[] =>
  parts.flatMap(({ custom_id: id, components = [], accessory }) => [
    ...(id === undefined ? [] : [id]),
    ...customIdsOf(accessory === undefined ? components : [...components, accessory]),
  ]);

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });

/** Posts with a bot's own requests, which share one budget. */
export const postingBy = (rest: REST): Posting => {
  let self: string | undefined;
  const post: Posting['post'] = async (channelId, message, nonce) => {
    const { id } = (await rest.post(Routes.channelMessages(channelId), {
      body: nonce === undefined ? message.body : { ...message.body, nonce, enforce_nonce: true },
      ...filesOf(message),
      headers: begins,
    })) as { readonly id: string };
    return id;
  };
  return {
    post,
    createThread: async (channelId, name, signal) => {
      const body = {
        name,
        type: ChannelType.PublicThread,
        auto_archive_duration: ThreadAutoArchiveDuration.OneHour,
      };
      // the client itself sleeps over a limit; when it wakes it sends nothing any more
      const { id } = (await Promise.race([
        rest.post(Routes.threads(channelId), { body, signal, headers: { ...once, ...begins } }),
        untilAborted(signal),
      ])) as { readonly id: string };
      return id;
    },
    activeThreads: async (guildId) => {
      const { threads } = (await rest.get(Routes.guildActiveThreads(guildId))) as {
        readonly threads: readonly APIThreadChannel[];
      };
      return threads.map(({ id, parent_id, owner_id, name, message_count }) => ({
        id,
        parentId: parent_id ?? undefined,
        ownerId: owner_id,
        name,
        messages: message_count ?? 0,
      }));
    },
    firstMessage: async (channelId) => {
      const query = new URLSearchParams({ after: '0', limit: '1' });
      const [first] = (await rest.get(Routes.channelMessages(channelId), { query })) as readonly APIMessage[];
      return first === undefined
        ? undefined
        : {
            id: first.id,
            authorId: first.author.id,
            customIds: customIdsOf((first.components ?? []) as readonly Part[]),
          };
    },
    selfId: async () => {
      self ??= ((await rest.get(Routes.user())) as { readonly id: string }).id;
      return self;
    },
    edit: async (channelId, messageId, message, isBetween = false) => {
      await rest.patch(Routes.channelMessage(channelId, messageId), {
        body: message.body,
        ...filesOf(message),
        ...(isBetween ? { headers: canWait } : {}),
      });
    },
    archive: async (threadId) => {
      await rest.patch(Routes.channel(threadId), { body: { archived: true }, headers: canWaitLong });
    },
    write: async (userId, message, nonce) => {
      try {
        const { id } = (await rest.post(Routes.userChannels(), { body: { recipient_id: userId } })) as {
          readonly id: string;
        };
        await post(id, message, nonce);
        return 'sent';
      } catch (error) {
        if (error instanceof DiscordAPIError && CLOSED_DOORS.has(error.code)) return 'closed';
        throw error;
      }
    },
  };
};

/** What was written to is gone, or closed to us: trying again changes nothing. */
const FOR_GOOD = new Set<number | string>([10_003, 10_004, 10_008, 50_001, 50_013, 50_083, 160_004, 160_006]);

const UNKNOWN_CHANNEL = 10_003;
/** The message is unknown, or the thread is archived. */
const GONE_MESSAGE = new Set<number | string>([10_008, 50_083]);

/** What has to be made anew before the same can be shown again; `undefined`: that would not help. */
export const placeToRenew = (error: unknown): 'channel' | 'message' | undefined => {
  if (!(error instanceof DiscordAPIError)) return undefined;
  if (error.code === UNKNOWN_CHANNEL) return 'channel';
  return GONE_MESSAGE.has(error.code) ? 'message' : undefined;
};

/** Whether Discord takes no files here, or not these; the same without them may pass. */
export const refusesFiles = (error: unknown): boolean =>
  error instanceof DiscordAPIError && [400, 403, 413].includes(error.status);

/** Whether Discord will say the same to the same request. */
export const isForGood = (error: unknown): boolean =>
  error instanceof DiscordAPIError && FOR_GOOD.has(error.code);
