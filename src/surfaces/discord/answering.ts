import {
  DiscordAPIError,
  HTTPError,
  InteractionResponseType,
  MessageFlags,
  REST,
  Routes,
  type APIModalInteractionResponseCallbackData,
  type RawFile,
} from 'discord.js';
import type { Choice } from '#commands/define-command.ts';
import type { BotBudget } from './bot-budget.ts';
import type { Incoming } from './incoming.ts';
import type { RenderedMessage } from './render/panel.ts';
import { sendRequest } from './send-request.ts';

type To = Pick<Incoming, 'id' | 'token' | 'applicationId'>;

/** The ways in which one interaction can be answered. */
export interface Answering {
  /** First answers, of which one is given. */
  reply(to: To, message: RenderedMessage): Promise<void>;
  update(to: To, message: RenderedMessage): Promise<void>;
  open(to: To, form: APIModalInteractionResponseCallbackData): Promise<void>;
  suggest(to: To, choices: readonly Choice[]): Promise<void>;
  defer(to: To, isEphemeral: boolean): Promise<void>;
  deferUpdate(to: To): Promise<void>;
  /** After the first one. */
  edit(to: To, message: RenderedMessage): Promise<void>;
  followUp(to: To, message: RenderedMessage): Promise<void>;
  remove(to: To): Promise<void>;
}

/** The interaction is over: too late, or its token has ended. */
const GONE = new Set<number | string>([10_062, 10_008, 10_015, 50_027]);
const ANSWERED = 40_060;
/** Attempts at one answer while Discord fails or the connection breaks. */
const ATTEMPTS = 4;

/** Whether Discord has nobody any more to give this answer to. */
export const isOver = (error: unknown): boolean => error instanceof DiscordAPIError && GONE.has(error.code);

/** Whether somebody has given the first answer already: another source delivered the same interaction. */
export const isAnswered = (error: unknown): boolean =>
  error instanceof DiscordAPIError && error.code === ANSWERED;

/** Discord failed, or the connection broke, before it said what became of the request. */
const isUnknown = (error: unknown): boolean => {
  if (error instanceof HTTPError) return error.status >= 500;
  const code = (error as { readonly code?: unknown }).code;
  return typeof code === 'string' && /^(?:UND_ERR_SOCKET|ECONNRESET|EPIPE)$/.test(code);
};

const CHOICE_CHARS = 100;

const shortened = (text: string): string =>
  text.length <= CHOICE_CHARS ? text : `${text.slice(0, CHOICE_CHARS - 1)}…`;

/** Suggestions as Discord takes them; what has too long a value cannot be chosen and goes. */
const choicesOf = (
  choices: readonly Choice[],
): readonly { readonly name: string; readonly value: string }[] =>
  choices
    .filter(({ label, value }) => label.trim() !== '' && value !== '' && value.length <= CHOICE_CHARS)
    .slice(0, 25)
    .map(({ label, value }) => ({ name: shortened(label), value }));

/**
 * Answers by REST. Calls with an interaction's token have a queue of their own: Discord does not count them among a bot's
 * requests, and the client beneath would. `api`: REST base, default Discord's own; `budget` learns what is refused.
 */
export const answeringBy = (api?: string, budget?: Pick<BotBudget, 'answer'>): Answering => {
  const rest = new REST({
    version: '10',
    ...(api === undefined ? {} : { api }),
    makeRequest: budget?.answer ?? sendRequest,
    // the client would take the answer to its second attempt, that the first one had arrived, for somebody else's
    retries: 0,
    globalRequestsPerSecond: Number.MAX_SAFE_INTEGER,
    // one handler for each token that edits; they are swept each minute
    handlerSweepInterval: 60_000,
  });
  const again = async (call: () => Promise<unknown>): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await call();
        return;
      } catch (error) {
        // the first attempt did arrive after all
        if (attempt > 1 && isAnswered(error)) return;
        if (attempt >= ATTEMPTS || !isUnknown(error)) throw error;
      }
    }
  };
  const first = (
    to: To,
    type: InteractionResponseType,
    data?: unknown,
    message?: RenderedMessage,
  ): Promise<void> =>
    again(() =>
      rest.post(Routes.interactionCallback(to.id, to.token), {
        auth: false,
        body: { type, ...(data === undefined ? {} : { data }) },
        ...filesOf(message),
      }),
    );
  return {
    reply: (to, message) =>
      first(to, InteractionResponseType.ChannelMessageWithSource, message.body, message),
    update: (to, message) => first(to, InteractionResponseType.UpdateMessage, message.body, message),
    open: (to, form) => first(to, InteractionResponseType.Modal, form),
    suggest: (to, choices) =>
      first(to, InteractionResponseType.ApplicationCommandAutocompleteResult, {
        choices: choicesOf(choices),
      }),
    defer: (to, isEphemeral) =>
      first(to, InteractionResponseType.DeferredChannelMessageWithSource, {
        flags: isEphemeral ? MessageFlags.Ephemeral : 0,
      }),
    deferUpdate: (to) => first(to, InteractionResponseType.DeferredMessageUpdate),
    edit: (to, message) =>
      again(() =>
        rest.patch(Routes.webhookMessage(to.applicationId, to.token, '@original'), {
          auth: false,
          // an edit cannot change who sees the message
          body: { ...message.body, flags: message.body.flags & ~MessageFlags.Ephemeral },
          ...filesOf(message),
        }),
      ),
    followUp: (to, message) =>
      again(() =>
        rest.post(Routes.webhook(to.applicationId, to.token), {
          auth: false,
          body: message.body,
          ...filesOf(message),
        }),
      ),
    remove: (to) =>
      again(() =>
        rest.delete(Routes.webhookMessage(to.applicationId, to.token, '@original'), { auth: false }),
      ),
  };
};

const filesOf = (message: RenderedMessage | undefined): { readonly files?: RawFile[] } =>
  message === undefined || message.files.length === 0
    ? {}
    : { files: message.files.map(({ name, data }) => ({ name, data, contentType: 'text/plain' })) };
