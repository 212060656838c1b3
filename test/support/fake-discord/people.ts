import { timeOf } from './ids.ts';
import { randomBytes } from 'node:crypto';
import type { Json } from './api-fault.ts';
import type { CommandJson, OptionJson } from './command-form.ts';
import type { Answer, FakeInteraction, InteractionKind, Interactions } from './interactions.ts';
import { allParts, FLAGS, type Part } from './message-form.ts';
import { memberJson, messageJson, userJson } from './payloads.ts';
import type { FakeChannel, FakeMessage, FakeUser, World } from './world.ts';

/** Where and how somebody acts. */
export interface Acting {
  readonly user: FakeUser;
  /** Default: the first text channel. */
  readonly channel?: FakeChannel;
  readonly locale?: string;
  readonly nick?: string;
  /** What they may do in the guild, as a bit field; default: nothing special. */
  readonly permissions?: bigint;
  /** Ids of their roles. */
  readonly roles?: readonly string[];
  /** How often the interaction is delivered, as a gateway may; default 1. */
  readonly copies?: number;
}

/** What was done and what comes of it. */
export interface Act {
  readonly interaction: FakeInteraction;
  readonly payload: Json;
  readonly answer: Promise<Answer>;
}

export type OptionValues = Readonly<Record<string, string | number | boolean | FakeUser>>;

interface Leaf {
  readonly command: CommandJson;
  readonly words: readonly string[];
  readonly options: readonly OptionJson[];
}

/** People at their screens: everything they can do that becomes an interaction. */
export class People {
  readonly #world: World;
  readonly #interactions: Interactions;
  readonly #commands: ReadonlyMap<string, readonly CommandJson[]>;
  readonly #send: (payload: Json) => void;

  constructor(
    world: World,
    interactions: Interactions,
    commands: ReadonlyMap<string, readonly CommandJson[]>,
    send: (payload: Json) => void,
  ) {
    this.#world = world;
    this.#interactions = interactions;
    this.#commands = commands;
    this.#send = send;
  }

  /** Types a slash command; only what is registered can be typed. @throws Error for a command or option that is not */
  slash(by: Acting, name: string, values: OptionValues = {}): Act {
    const leaf = this.#leaf(name);
    for (const option of leaf.options) {
      if (option.required === true && values[option.name] === undefined)
        throw new Error(`${name} needs ${option.name}`);
    }
    const { options, resolved } = this.#optionsJson(leaf, values);
    return this.#act(by, 'command', 2, { ...this.#commandData(leaf, options), resolved });
  }

  /** Has typed `partial` into an option so far. */
  complete(by: Acting, name: string, option: string, partial: string, values: OptionValues = {}): Act {
    const leaf = this.#leaf(name);
    const known = leaf.options.find((one) => one.name === option);
    if (known?.autocomplete !== true) throw new Error(`${name} ${option} has no suggestions`);
    const { options } = this.#optionsJson(leaf, values);
    const typed = [...options, { name: option, type: known.type, value: partial, focused: true }];
    return this.#act(by, 'autocomplete', 4, this.#commandData(leaf, typed));
  }

  /** Presses a button. @throws Error when the message has none of that id, or it is not theirs to see */
  press(by: Acting, message: FakeMessage, customId: string): Act {
    this.#part(by, message, customId);
    return this.#act(by, 'component', 3, { custom_id: customId, component_type: 2 }, message);
  }

  /** Chooses from a select. */
  choose(by: Acting, message: FakeMessage, customId: string, values: readonly string[]): Act {
    const part = this.#part(by, message, customId);
    const known = new Set((part.options ?? []).map(({ value }) => value));
    if (values.some((value) => !known.has(value))) throw new Error(`no such choice: ${values.join(', ')}`);
    return this.#act(by, 'component', 3, { custom_id: customId, component_type: 3, values }, message);
  }

  /** Fills in a form that an answer opened, and sends it. */
  submit(by: Acting, answer: Answer, fields: Readonly<Record<string, string>>, message?: FakeMessage): Act {
    const { modal } = answer;
    if (modal === undefined) throw new Error('no form was opened');
    const components = (modal['components'] as readonly Part[]).map((label, index) => {
      const input = label.component ?? label.components?.[0];
      const id = input?.custom_id ?? '';
      return {
        type: label.type,
        id: index + 1,
        component: { type: input?.type, id: index + 100, custom_id: id, value: fields[id] ?? '' },
      };
    });
    return this.#act(by, 'modal', 5, { custom_id: modal['custom_id'], components }, message);
  }

  #part(by: Acting, message: FakeMessage, customId: string): Part {
    if (message.forUserId !== undefined && message.forUserId !== by.user.id)
      throw new Error('not theirs to see');
    const found = allParts(message.components as readonly Part[]).find(
      ({ part }) => part.custom_id === customId,
    );
    if (found === undefined) throw new Error(`no control ${customId}`);
    return found.part;
  }

  #leaf(name: string): Leaf {
    const [head = '', ...words] = name.split(' ');
    const command = [...this.#commands.values()].flat().find((one) => one.name === head);
    if (command === undefined) throw new Error(`/${head} is not registered`);
    let { options = [] } = command;
    for (const word of words) {
      const next = options.find((option) => option.name === word && option.type <= 2);
      if (next === undefined) throw new Error(`/${name} is not registered`);
      options = next.options ?? [];
    }
    if (options.some(({ type }) => type <= 2)) throw new Error(`/${name} is not a command by itself`);
    return { command, words, options };
  }

  #commandData({ command, words }: Leaf, options: readonly Json[]): Json {
    let nested = options;
    for (const [index, word] of words.toReversed().entries()) {
      nested = [{ name: word, type: index === 0 ? 1 : 2, options: nested }];
    }
    return { id: command.id, name: command.name, type: 1, options: nested };
  }

  #optionsJson(
    { options }: Leaf,
    values: OptionValues,
  ): { readonly options: readonly Json[]; readonly resolved: Json } {
    const users: Json = {};
    const members: Json = {};
    const list = Object.entries(values).map(([name, value]): Json => {
      const option = options.find((one) => one.name === name);
      if (option === undefined) throw new Error(`no option ${name}`);
      if (typeof value !== 'object') return { name, type: option.type, value: typed(option, value) };
      users[value.id] = userJson(value);
      if (!value.isBot) members[value.id] = { ...memberJson(value), user: undefined };
      return { name, type: option.type, value: value.id };
    });
    return { options: list, resolved: Object.keys(users).length === 0 ? {} : { users, members } };
  }

  #act(by: Acting, kind: InteractionKind, type: number, data: Json, message?: FakeMessage): Act {
    const { user, locale = 'en-US', nick = null, permissions = 0n, roles = [] } = by;
    const world = this.#world;
    const channel =
      by.channel ??
      (message === undefined ? undefined : world.channels.get(message.channelId)) ??
      firstChannel(world);
    const { promise, resolve } = Promise.withResolvers<Answer>();
    const id = world.nextId();
    const interaction: FakeInteraction = {
      id,
      token: randomBytes(24).toString('base64url'),
      kind,
      userId: user.id,
      channelId: channel.id,
      // one moment: the clock may have moved on since
      sentAtMs: timeOf(id),
      messageId: message?.id,
      ack: undefined,
      originalId: undefined,
      followUps: 0,
      settle: resolve,
    };
    this.#interactions.add(interaction);
    const guild = world.guilds.get(channel.guildId ?? '');
    const payload: Json = {
      id: interaction.id,
      application_id: world.applicationId,
      type,
      token: interaction.token,
      version: 1,
      data,
      channel_id: channel.id,
      channel: {
        id: channel.id,
        type: channel.type,
        name: channel.name,
        parent_id: channel.parentId ?? null,
      },
      ...(guild === undefined
        ? { user: userJson(user), context: 1, authorizing_integration_owners: { '1': user.id } }
        : {
            guild_id: guild.id,
            guild: { id: guild.id, locale: guild.locale, features: [] },
            guild_locale: guild.locale,
            member: { ...memberJson(user, nick), permissions: permissions.toString(), roles },
            context: 0,
            authorizing_integration_owners: { '0': guild.id },
          }),
      ...(message === undefined ? {} : { message: messageJson(message, world) }),
      app_permissions: channel.botPermissions.toString(),
      locale,
      entitlements: [],
      attachment_size_limit: 10_485_760,
    };
    for (let copy = 0; copy < (by.copies ?? 1); copy += 1) this.#send(payload);
    return { interaction, payload, answer: promise };
  }
}

const firstChannel = (world: World): FakeChannel => {
  const channel = [...world.channels.values()].find(({ type }) => type === 0);
  if (channel === undefined) throw new Error('there is no channel');
  return channel;
};

/** What Discord's own client lets through for an option. */
const typed = (option: OptionJson, value: string | number | boolean): string | number | boolean => {
  const fits =
    option.type === 4
      ? Number.isInteger(value)
      : option.type === 5
        ? typeof value === 'boolean'
        : typeof value === 'string';
  if (!fits) throw new Error(`${option.name} cannot be ${String(value)}`);
  if (
    typeof value === 'number' &&
    (value < (option.min_value ?? value) || value > (option.max_value ?? value))
  ) {
    throw new Error(`${option.name} cannot be ${value}`);
  }
  if (typeof value === 'string' && value.length > (option.max_length ?? 6_000))
    throw new Error(`${option.name} is too long`);
  const { choices } = option;
  if (choices !== undefined && !choices.some((choice) => choice.value === value))
    throw new Error(`${option.name} has no ${String(value)}`);
  return value;
};

/** Whether only one person sees a message. */
export const isEphemeral = (message: FakeMessage): boolean => (message.flags & FLAGS.ephemeral) !== 0;
