import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  ChannelType,
  ComponentType,
  InteractionType,
  MessageFlags,
  PermissionFlagsBits,
  type APIApplicationCommandInteractionDataOption,
  type APIChatInputApplicationCommandInteraction,
  type APIInteraction,
  type APIInteractionDataResolved,
  type APIModalSubmitInteraction,
  type APIUser,
} from 'discord.js';
import type { Role } from '#commands/access.ts';
import type { Caller, GuildVisit } from '#commands/desk.ts';
import type { SeenPerson } from '#commands/parse.ts';

/** Provider of Discord's identities. */
export const PROVIDER = 'discord';
/** Ms of the first second of Discord's ids. */
const EPOCH_MS = 1_420_070_400_000;

/** A channel of a guild in which the bot is, and what it may do there. */
export interface GuildPlace {
  readonly guildId: string;
  readonly channelId: string;
  readonly isThread: boolean;
  /** Whether public threads may be opened and written in. */
  readonly mayThread: boolean;
  /** The guild's language by Discord, as a tag; not kept. */
  readonly locale?: string;
}

interface Common {
  /** `undefined` in direct messages, and where the bot itself is no member. */
  readonly place: GuildPlace | undefined;
  readonly id: string;
  readonly token: string;
  readonly applicationId: string;
  readonly caller: Caller;
  /** When the interaction was made, by its id, ms since the epoch. */
  readonly mintedMs: number;
}

/** A slash command. */
export interface IncomingCommand extends Common {
  readonly kind: 'command';
  readonly name: string;
  readonly options: ReadonlyMap<string, string>;
  readonly people: ReadonlyMap<string, SeenPerson>;
}

/** What somebody has typed so far. */
export interface IncomingPartial extends Common {
  readonly kind: 'partial';
  readonly name: string;
  readonly option: string;
  readonly partial: string;
}

/** A press, a choice or a submitted form. */
export interface IncomingControl extends Common {
  readonly kind: 'control';
  readonly customId: string;
  readonly values: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
  /** Whom the message shows itself to on which the control sits: one person or all; `none`: there is no message. */
  readonly on: 'own' | 'all' | 'none';
  /** The message on which the control sits. */
  readonly messageId: string | undefined;
}

/** One interaction, read into what the desk takes. */
export type Incoming = IncomingCommand | IncomingPartial | IncomingControl;

/** When a Discord id was minted, ms since the epoch. */
export const snowflakeMs = (id: string): number => Number(BigInt(id) >> 22n) + EPOCH_MS;

/** The name under which a person goes where they are. */
const shownName = (user: APIUser, nick: string | null | undefined): string =>
  nick ?? user.global_name ?? user.username;

/** Room is shared by guild, or by person in direct messages. */
const scopeOf = (guildId: string | undefined, userId: string): string =>
  guildId === undefined ? `d${BigInt(userId).toString(36)}` : BigInt(guildId).toString(36);

const THREADS = PermissionFlagsBits.CreatePublicThreads | PermissionFlagsBits.SendMessagesInThreads;
const THREAD_TYPES: ReadonlySet<number> = new Set([
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
]);

const placeOf = (payload: APIInteraction): GuildPlace | undefined => {
  const {
    guild_id: guildId,
    guild_locale: locale,
    channel,
    authorizing_integration_owners: owners,
  } = payload;
  if (guildId === undefined || channel?.id === undefined) return undefined;
  // installed by the guild: else the bot sees no more than the interaction
  if (owners[ApplicationIntegrationType.GuildInstall] === undefined) return undefined;
  const permissions = BigInt(payload.app_permissions);
  if ((permissions & PermissionFlagsBits.SendMessages) === 0n) return undefined;
  return {
    guildId,
    channelId: channel.id,
    isThread: THREAD_TYPES.has(channel.type),
    mayThread: (permissions & THREADS) === THREADS,
    ...(locale === undefined ? {} : { locale }),
  };
};

const MANAGES = PermissionFlagsBits.ManageGuild | PermissionFlagsBits.Administrator;

/** Roles by what Discord says of somebody's permissions where they stand. */
const rolesOf = ({ member }: APIInteraction): ReadonlySet<Role> =>
  member !== undefined && (BigInt(member.permissions) & MANAGES) !== 0n
    ? new Set(['member', 'manager'])
    : new Set(['member']);

const visitOf = ({
  guild_id: externalId,
  guild_locale: locale,
  channel,
  member,
}: APIInteraction): GuildVisit | undefined => {
  if (externalId === undefined) return undefined;
  const parent = channel !== undefined && 'parent_id' in channel ? channel.parent_id : undefined;
  return {
    externalId,
    channels: [channel?.id, parent].filter((id) => typeof id === 'string'),
    roleIds: member?.roles ?? [],
    ...(locale === undefined ? {} : { locale }),
  };
};

const commonOf = (payload: APIInteraction, realm: string): Common | undefined => {
  const user = payload.member?.user ?? payload.user;
  if (user === undefined) return undefined;
  const guild = visitOf(payload);
  return {
    id: payload.id,
    token: payload.token,
    applicationId: payload.application_id,
    mintedMs: snowflakeMs(payload.id),
    place: placeOf(payload),
    caller: {
      provider: PROVIDER,
      externalId: user.id,
      name: shownName(user, payload.member?.nick),
      realm,
      scope: scopeOf(payload.guild_id, user.id),
      roles: rolesOf(payload),
      ...(guild === undefined ? {} : { guild }),
      ...('locale' in payload ? { locale: payload.locale } : {}),
    },
  };
};

type Options = readonly APIApplicationCommandInteractionDataOption[];

/** The words of a command and its own options, below subcommands and groups. */
const leafOf = (name: string, options: Options): { readonly name: string; readonly options: Options } => {
  const [first] = options;
  const isBranch =
    first?.type === ApplicationCommandOptionType.Subcommand ||
    first?.type === ApplicationCommandOptionType.SubcommandGroup;
  return isBranch ? leafOf(`${name} ${first.name}`, first.options ?? []) : { name, options };
};

const peopleOf = (resolved: APIInteractionDataResolved | undefined): ReadonlyMap<string, SeenPerson> =>
  new Map(
    Object.values(resolved?.users ?? {}).map((user) => [
      user.id,
      {
        provider: PROVIDER,
        externalId: user.id,
        name: shownName(user, resolved?.members?.[user.id]?.nick),
        isBot: user.bot === true,
      },
    ]),
  );

const valueOf = (option: Options[number]): string => ('value' in option ? String(option.value) : '');

const commandOf = (common: Common, payload: APIChatInputApplicationCommandInteraction): IncomingCommand => {
  const { name, options } = leafOf(payload.data.name, payload.data.options ?? []);
  return {
    ...common,
    kind: 'command',
    name,
    options: new Map(options.map((option) => [option.name, valueOf(option)])),
    people: peopleOf(payload.data.resolved),
  };
};

const fieldsOf = ({ data }: APIModalSubmitInteraction): Readonly<Record<string, string>> => {
  const inputs = data.components.flatMap((part) =>
    part.type === ComponentType.Label
      ? [part.component]
      : part.type === ComponentType.ActionRow
        ? part.components
        : [],
  );
  return Object.fromEntries(
    inputs.flatMap((input) => ('value' in input ? [[input.custom_id, String(input.value)]] : [])),
  );
};

const seenBy = (flags: number | undefined): IncomingControl['on'] =>
  flags === undefined ? 'none' : (flags & MessageFlags.Ephemeral) === 0 ? 'all' : 'own';

/** Reads an interaction as Discord sends it; `undefined` for kinds that nothing here answers. */
export const readInteraction = (payload: APIInteraction, realm: string): Incoming | undefined => {
  const common = commonOf(payload, realm);
  if (common === undefined) return undefined;
  switch (payload.type) {
    case InteractionType.ApplicationCommand:
      return payload.data.type === ApplicationCommandType.ChatInput
        ? commandOf(common, payload as APIChatInputApplicationCommandInteraction)
        : undefined;
    case InteractionType.ApplicationCommandAutocomplete: {
      const { name, options } = leafOf(payload.data.name, payload.data.options);
      const focused = options.find((option) => 'focused' in option && option.focused);
      return focused === undefined
        ? undefined
        : { ...common, kind: 'partial', name, option: focused.name, partial: valueOf(focused) };
    }
    case InteractionType.MessageComponent:
      return {
        ...common,
        kind: 'control',
        customId: payload.data.custom_id,
        values: 'values' in payload.data ? payload.data.values : [],
        fields: {},
        on: seenBy(payload.message.flags ?? 0),
        messageId: payload.message.id,
      };
    case InteractionType.ModalSubmit:
      return {
        ...common,
        kind: 'control',
        customId: payload.data.custom_id,
        values: [],
        fields: fieldsOf(payload),
        on: seenBy(payload.message === undefined ? undefined : (payload.message.flags ?? 0)),
        messageId: payload.message?.id,
      };
    case InteractionType.Ping:
      return undefined;
  }
};
