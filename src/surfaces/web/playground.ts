import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { rolesFor } from '#commands/access.ts';
import { autocomplete } from '#commands/autocomplete.ts';
import type { Caller, Outcome } from '#commands/desk.ts';
import { executeCommand, executeComponent } from '#commands/execute.ts';
import { languageOfTag, textFor } from '#commands/language/index.ts';
import { refuse } from '#commands/rejected.ts';
import { rolesOf } from '#commands/roles.ts';
import { shown } from '#commands/options.ts';
import type { WebApp, WebParts } from './app.ts';
import { failureOf, failWith } from './failures.ts';
import { COMMANDS_PATH, COMPONENTS_PATH, type Gate, guildOf } from './gate.ts';
import { PERSONAS, personaOf, PROVIDER } from './personas.ts';
import {
  answerSchema,
  autocompleteQuery,
  choicesSchema,
  commandBody,
  commandHeaders,
  componentBody,
  failureSchema,
  personasSchema,
  treeSchema,
} from './schemas.ts';

/** The channel of each guild of the playground in which its people stand. */
const HALL = 'hall';

/** Who a persona is to the command desk; `languages` as browsers name them. @throws CommandRejection E_INPUT for an unknown one */
export const callerOf = (name: string, realm: string, scope: string, languages?: string): Caller => {
  const persona = personaOf(name);
  if (persona === undefined) {
    return refuse({
      code: 'E_INPUT',
      field: 'persona',
      message: `There is no persona “${shown(name)}”: it takes ${PERSONAS.map((known) => known.name).join(', ')}, or guest-… with letters and digits.`,
    });
  }
  return {
    provider: PROVIDER,
    externalId: persona.name,
    name: persona.displayName,
    realm,
    scope,
    roles: new Set(persona.roles),
    guild: { externalId: scope, channels: [HALL], roleIds: [] },
    ...(languages === undefined ? {} : { locale: languages }),
  };
};

/** Commands, controls and what the page needs to write them, for demo personas. */
export const playgroundRoutes = (app: WebApp, parts: WebParts, gate: Gate): void => {
  commandRoutes(app, parts, gate);
  readingRoutes(app, parts);
};

const commandRoutes = (app: WebApp, parts: WebParts, gate: Gate): void => {
  const { desk, config } = parts;
  const responses = { 200: answerSchema, '4xx': failureSchema, '5xx': failureSchema };
  app.post(
    COMMANDS_PATH,
    {
      schema: {
        summary: 'Runs one slash command as a persona',
        tags: ['playground'],
        headers: commandHeaders,
        body: commandBody,
        response: responses,
      },
    },
    async (request, reply) => {
      const ticket = gate.ticketOf(request.raw);
      const { persona, text } = request.body;
      const caller = callerOf(
        persona,
        config.realm,
        guildOf(request.raw),
        request.headers['accept-language'],
      );
      const key = request.headers['idempotency-key'];
      const outcome = await executeCommand(desk, {
        caller,
        text,
        ...(key === undefined ? {} : { key }),
        ...(ticket === undefined ? {} : { ticket }),
      });
      show(parts, caller, outcome, text);
      return answer(reply, outcome);
    },
  );
  app.post(
    COMPONENTS_PATH,
    {
      schema: {
        summary: 'Presses a button, chooses from a select or submits a form as a persona',
        tags: ['playground'],
        headers: commandHeaders,
        body: componentBody,
        response: responses,
      },
    },
    async (request, reply) => {
      const ticket = gate.ticketOf(request.raw);
      const { persona, customId, values, fields } = request.body;
      const caller = callerOf(
        persona,
        config.realm,
        guildOf(request.raw),
        request.headers['accept-language'],
      );
      const outcome = await executeComponent(desk, {
        caller,
        customId,
        ...(values === undefined ? {} : { values }),
        ...(fields === undefined ? {} : { fields }),
        ...(ticket === undefined ? {} : { ticket }),
      });
      show(parts, caller, outcome, '');
      return answer(reply, outcome);
    },
  );
};

/** Public answers go to everybody's feed. */
const show = ({ feed, desk }: WebParts, caller: Caller, outcome: Outcome, text: string): void => {
  if (outcome.error !== undefined || outcome.panel.ephemeral) return;
  const userId = outcome.commandId?.split('/')[0] ?? '';
  const command = /^\s*(\/[a-z]+(?:\s+[a-z]+(?![a-z]*:))?)/i.exec(text)?.[1] ?? '';
  feed.publish({
    type: 'panel',
    atMs: desk.deps.clock.nowMs(),
    by: { userId, name: caller.name },
    command,
    panel: outcome.panel,
  });
};

const answer = (reply: FastifyReply, { commandId, panel, error, bug }: Outcome): FastifyReply => {
  if (error === undefined && commandId !== undefined) {
    return reply.send({ commandId, panel, ephemeral: panel.ephemeral });
  }
  const failure = {
    error: error ?? failureOf('E_UNAVAILABLE', 'Nothing was carried out.').error,
    ...(commandId === undefined ? {} : { commandId }),
    panel,
  };
  return failWith(reply, failure, bug === true ? 500 : undefined);
};

/** A text in the language that a browser asks for. */
const saidTo = (headers: IncomingHttpHeaders, text: string): string =>
  textFor(text, languageOfTag(headers['accept-language']) ?? 'en');

const readingRoutes = (app: WebApp, { desk, config }: WebParts): void => {
  const suggestions = async ({ persona, ...partial }: z.infer<typeof autocompleteQuery>, guild: string) => {
    const caller = callerOf(persona, config.realm, guild);
    return { choices: [...(await autocomplete(desk, { caller, ...partial }))] };
  };
  app.get(
    COMMANDS_PATH,
    {
      schema: {
        summary: 'Every command with its options',
        tags: ['playground'],
        response: { 200: treeSchema },
      },
    },
    ({ headers }) => ({
      commands: desk.tree.commands.map((command) => ({
        name: command.name,
        summary: saidTo(headers, command.summary),
        role: rolesFor(desk.access, 'commands', command.name)[0] ?? ('owner' as const),
        ephemeral: command.ephemeral,
        options: command.options.map(
          ({ autocomplete: suggest, choices, required, takes: _takes, ...option }) => ({
            ...option,
            description: saidTo(headers, option.description),
            required: required ?? false,
            ...(choices === undefined
              ? {}
              : { choices: choices.map(({ label, value }) => ({ label: saidTo(headers, label), value })) }),
            autocomplete: suggest !== undefined || option.type === 'user',
          }),
        ),
        examples: [...command.examples],
      })),
    }),
  );
  app.get(
    '/api/playground/autocomplete',
    {
      schema: {
        summary: 'Suggestions for one option, from memory',
        tags: ['playground'],
        querystring: autocompleteQuery,
        response: { 200: choicesSchema, '4xx': failureSchema },
      },
    },
    (request) => suggestions(request.query, guildOf(request.raw)),
  );
  app.get(
    '/api/playground/personas',
    { schema: { summary: 'Who you may be', tags: ['playground'], response: { 200: personasSchema } } },
    () => ({
      personas: PERSONAS.map(({ name, displayName, about, roles }) => ({
        name,
        displayName,
        about,
        userId: desk.directory.called(displayName)[0],
        roles: [...rolesOf(desk, { provider: PROVIDER, externalId: name, roles: new Set(roles) })],
      })),
    }),
  );
};
