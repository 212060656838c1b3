import { ApiFault, badForm, type Json, unknown } from './api-fault.ts';
import type { FakeLimits } from './limits.ts';
import { FLAGS, messageFault, modalFault } from './message-form.ts';
import { formFault, type SCHEMAS } from './schemas.ts';
import type { FakeFile, FakeMessage, World } from './world.ts';

export type InteractionKind = 'command' | 'component' | 'autocomplete' | 'modal';

/** What somebody got for what they did. */
export interface Answer {
  readonly type: 'message' | 'update' | 'modal' | 'choices';
  readonly interactionId: string;
  /** From the interaction to its acknowledgement, ms. */
  readonly ackMs: number;
  readonly isDeferred: boolean;
  readonly message: FakeMessage | undefined;
  readonly modal: Json | undefined;
  readonly choices: readonly { readonly name: string; readonly value: string | number }[] | undefined;
}

/** One interaction from its sending to its last answer. */
export interface FakeInteraction {
  readonly id: string;
  readonly token: string;
  readonly kind: InteractionKind;
  readonly userId: string;
  readonly channelId: string;
  readonly sentAtMs: number;
  /** The message on which the control sat. */
  readonly messageId: string | undefined;
  ack: { readonly type: number; readonly atMs: number } | undefined;
  originalId: string | undefined;
  followUps: number;
  readonly settle: (answer: Answer) => void;
}

const ALLOWED: Readonly<Record<InteractionKind, readonly number[]>> = {
  command: [4, 5, 9],
  component: [4, 5, 6, 7, 9],
  autocomplete: [8],
  modal: [4, 5, 6, 7],
};

interface Sent {
  readonly body: Json;
  readonly files: readonly FakeFile[];
}

/** Interactions, their callbacks and what their tokens are good for. */
export class Interactions {
  readonly all = new Map<string, FakeInteraction>();
  readonly #byToken = new Map<string, FakeInteraction>();
  readonly #world: World;
  readonly #limits: FakeLimits;

  constructor(world: World, limits: FakeLimits) {
    this.#world = world;
    this.#limits = limits;
  }

  add(interaction: FakeInteraction): void {
    this.all.set(interaction.id, interaction);
    this.#byToken.set(interaction.token, interaction);
  }

  /** Drops what there was: their tokens are unknown from now on. */
  forget(): void {
    this.all.clear();
    this.#byToken.clear();
  }

  /** The first answer. @throws ApiFault 10062, 40060, 50035 */
  callback(id: string, token: string, { body, files }: Sent): FakeMessage | undefined {
    const interaction = this.all.get(id);
    const nowMs = this.#world.nowMs();
    if (interaction === undefined || interaction.token !== token) throw unknown('Interaction');
    if (interaction.ack === undefined && nowMs - interaction.sentAtMs > this.#limits.ackMs)
      throw unknown('Interaction');
    if (interaction.ack !== undefined)
      throw new ApiFault(400, 40_060, 'Interaction has already been acknowledged.');
    const type = Number(body['type']);
    const allowed = ALLOWED[interaction.kind];
    const onMessage = interaction.messageId !== undefined;
    if (!allowed.includes(type) || ((type === 6 || type === 7) && !onMessage)) {
      throw badForm(['type'], 'BASE_TYPE_CHOICES', `This value must be one of ${allowed.join(', ')}`);
    }
    // discord.js says so with every reply, and Discord takes no notice
    const { enforce_nonce: enforces, ...data } = (body['data'] ?? {}) as Json;
    const form = enforces === false ? { ...body, data } : body;
    const fault = formFault(`callback${type}` as keyof typeof SCHEMAS, form);
    if (fault !== undefined) throw fault;
    const message = this.#answer(interaction, type, { body: data, files });
    interaction.ack = { type, atMs: nowMs };
    if (type !== 5 && type !== 6) this.#settle(interaction, type, message, data);
    return message;
  }

  #answer(interaction: FakeInteraction, type: number, sent: Sent): FakeMessage | undefined {
    if (type === 9) {
      const fault = modalFault(sent.body);
      if (fault !== undefined) throw fault;
    }
    if (type === 4 || type === 5) {
      const message = this.#create(interaction, sent, type === 5);
      interaction.originalId = message.id;
      return message;
    }
    if (type === 6 || type === 7) {
      interaction.originalId = interaction.messageId;
      const message = this.#world.messages.get(interaction.messageId ?? '');
      if (message !== undefined && type === 7) this.edit(message, sent);
      return message;
    }
    return undefined;
  }

  #settle(interaction: FakeInteraction, type: number, message: FakeMessage | undefined, data: Json): void {
    const ack = interaction.ack ?? { type, atMs: this.#world.nowMs() };
    interaction.settle({
      type: type === 9 ? 'modal' : type === 8 ? 'choices' : type === 7 ? 'update' : 'message',
      interactionId: interaction.id,
      ackMs: ack.atMs - interaction.sentAtMs,
      isDeferred: ack.type === 5 || ack.type === 6,
      message,
      modal: type === 9 ? data : undefined,
      choices: type === 8 ? (data['choices'] as Answer['choices']) : undefined,
    });
  }

  #create(
    interaction: FakeInteraction,
    { body, files }: Sent,
    isLoading: boolean,
    forced?: boolean,
  ): FakeMessage {
    const flags = Number(body['flags'] ?? 0);
    const isV2 = (flags & FLAGS.componentsV2) !== 0;
    if (!isLoading) {
      const fault = messageFault(body, files, isV2);
      if (fault !== undefined) throw fault;
    }
    const isEphemeral = forced ?? (flags & FLAGS.ephemeral) !== 0;
    const message = this.#world.addMessage({
      channelId: interaction.channelId,
      authorId: this.#world.bot.id,
      forUserId: isEphemeral ? interaction.userId : undefined,
    });
    message.flags =
      (isEphemeral ? flags | FLAGS.ephemeral : flags & ~FLAGS.ephemeral) | (isLoading ? FLAGS.loading : 0);
    message.isLoading = isLoading;
    fill(message, body, files);
    return message;
  }

  /** Changes a message as a bot asks. @throws ApiFault 50035 */
  edit(message: FakeMessage, { body, files }: Sent): void {
    const flags = Number(body['flags'] ?? 0);
    const isV2 = ((message.flags | flags) & FLAGS.componentsV2) !== 0;
    const kept = body['attachments'] === undefined ? message.files : [];
    const fault = messageFault(
      { content: isV2 ? '' : message.content, components: message.components, ...body },
      [...kept, ...files],
      isV2,
    );
    if (fault !== undefined) throw fault;
    message.flags = (message.flags | (flags & FLAGS.componentsV2)) & ~FLAGS.loading;
    message.isLoading = false;
    message.edits += 1;
    fill(message, body, [...kept, ...files]);
  }

  /** The interaction of a token. @throws ApiFault 50027 when it is over, 10015 before the first answer */
  ofToken(token: string): FakeInteraction {
    const interaction = this.#byToken.get(token);
    if (interaction === undefined) throw unknown('Webhook');
    if (this.#world.nowMs() - interaction.sentAtMs > this.#limits.tokenMs) {
      throw new ApiFault(401, 50_027, 'Invalid Webhook Token');
    }
    if (interaction.ack === undefined) throw unknown('Webhook');
    return interaction;
  }

  /** A message that a token may touch. @throws ApiFault 10008 */
  messageOf(interaction: FakeInteraction, id: string): FakeMessage {
    const message = this.#world.messages.get(id === '@original' ? (interaction.originalId ?? '') : id);
    if (message === undefined || message.channelId !== interaction.channelId) throw unknown('Message');
    return message;
  }

  /** Edits an answer; the first edit of a deferred one is the answer. @throws ApiFault */
  editAnswer(token: string, id: string, sent: Sent): FakeMessage {
    const interaction = this.ofToken(token);
    const message = this.messageOf(interaction, id);
    const fault = formFault('editAnswer', sent.body);
    if (fault !== undefined) throw fault;
    this.edit(message, sent);
    this.#settle(interaction, interaction.ack?.type === 6 ? 7 : 4, message, sent.body);
    return message;
  }

  /** A further message; for a deferred answer that is still loading it is that answer, and as ephemeral as that was. @throws ApiFault */
  followUp(token: string, sent: Sent): FakeMessage {
    const interaction = this.ofToken(token);
    const fault = formFault('followUp', sent.body);
    if (fault !== undefined) throw fault;
    interaction.followUps += 1;
    const loading = this.#world.messages.get(interaction.originalId ?? '');
    if (interaction.ack?.type === 5 && loading?.isLoading === true) {
      this.edit(loading, sent);
      this.#settle(interaction, 4, loading, sent.body);
      return loading;
    }
    const message = this.#create(interaction, sent, false);
    this.#settle(interaction, 4, message, sent.body);
    return message;
  }
}

/** Writes what a request says into a message. */
export const fill = (message: FakeMessage, body: Json, files: readonly FakeFile[]): void => {
  if (body['content'] !== undefined)
    message.content = typeof body['content'] === 'string' ? body['content'] : '';
  if (body['components'] !== undefined) message.components = (body['components'] ?? []) as unknown[];
  if (body['embeds'] !== undefined) message.embeds = (body['embeds'] ?? []) as unknown[];
  message.allowedMentions = body['allowed_mentions'];
  message.files = files;
};
