import type { Json } from './api-fault.ts';
import type { FakeChannel, FakeGuild, FakeMessage, FakeUser, World } from './world.ts';

/** A user as Discord sends it. */
export const userJson = (user: FakeUser): Json => ({
  id: user.id,
  username: user.username,
  global_name: user.globalName,
  discriminator: '0',
  avatar: null,
  bot: user.isBot,
  public_flags: 0,
});

/** A member of a guild as Discord sends it. */
export const memberJson = (user: FakeUser, nick: string | null = null): Json => ({
  user: userJson(user),
  nick,
  avatar: null,
  roles: [],
  joined_at: '2026-01-01T00:00:00.000Z',
  deaf: false,
  mute: false,
  flags: 0,
  pending: false,
  permissions: '0',
  premium_since: null,
  communication_disabled_until: null,
});

/** A channel or thread as Discord sends it. */
export const channelJson = (channel: FakeChannel, world: World): Json => ({
  id: channel.id,
  type: channel.type,
  name: channel.name,
  ...(channel.guildId === undefined
    ? {}
    : { guild_id: channel.guildId, position: 0, permission_overwrites: [] }),
  parent_id: channel.parentId ?? null,
  last_message_id: null,
  ...(channel.recipientId === undefined
    ? {}
    : { recipients: [userJson(world.users.get(channel.recipientId) ?? world.bot)] }),
  ...(channel.type === 11
    ? {
        owner_id: channel.ownerId ?? world.bot.id,
        message_count: [...world.messages.values()].filter(({ channelId }) => channelId === channel.id)
          .length,
        member_count: 1,
        thread_metadata: {
          archived: channel.isArchived,
          locked: channel.isLocked,
          auto_archive_duration: 60,
          archive_timestamp: new Date(world.nowMs()).toISOString(),
        },
      }
    : {}),
});

const roleJson = (id: string, name: string, position: number): Json => ({
  id,
  name,
  color: 0,
  hoist: false,
  position,
  permissions: '0',
  managed: false,
  mentionable: false,
  flags: 0,
});

/** A guild as `GUILD_CREATE` brings it. */
export const guildJson = (guild: FakeGuild, world: World): Json => {
  const channels = [...world.channels.values()].filter((channel) => channel.guildId === guild.id);
  return {
    id: guild.id,
    name: guild.name,
    owner_id: guild.ownerId,
    preferred_locale: guild.locale,
    unavailable: false,
    large: false,
    member_count: world.users.size,
    icon: null,
    features: [],
    afk_timeout: 300,
    verification_level: 0,
    default_message_notifications: 0,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    premium_tier: 0,
    system_channel_flags: 0,
    joined_at: '2026-01-01T00:00:00.000Z',
    roles: [
      roleJson(guild.id, '@everyone', 0),
      ...Array.from({ length: guild.roles }, (_, n) =>
        roleJson(String(BigInt(guild.id) + BigInt(n) + 1n), `Role ${n}`, n + 1),
      ),
    ],
    emojis: [],
    stickers: [],
    members: [memberJson(world.bot)],
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    channels: channels.filter(({ type }) => type === 0).map((channel) => channelJson(channel, world)),
    threads: channels.filter(({ type }) => type === 11).map((channel) => channelJson(channel, world)),
  };
};

/** A message as Discord sends it. */
export const messageJson = (message: FakeMessage, world: World): Json => ({
  id: message.id,
  channel_id: message.channelId,
  author: userJson(world.users.get(message.authorId) ?? world.bot),
  type: 0,
  content: message.content,
  timestamp: new Date(message.atMs).toISOString(),
  edited_timestamp: null,
  tts: false,
  mention_everyone: false,
  mentions: [],
  mention_roles: [],
  attachments: message.files.map(({ name, bytes }, index) => ({
    id: String(BigInt(message.id) + BigInt(index) + 1n),
    filename: name,
    size: bytes.length,
    url: `https://cdn.discordapp.com/attachments/${message.channelId}/${message.id}/${name}`,
    proxy_url: `https://media.discordapp.net/attachments/${message.channelId}/${message.id}/${name}`,
  })),
  embeds: message.embeds,
  components: message.components,
  pinned: false,
  flags: message.flags,
  application_id: world.applicationId,
});
