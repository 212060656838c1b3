import { z } from 'zod';
import { ROLES } from '#commands/access.ts';
import type { ErrorInfo } from '#commands/error-panel.ts';
import type { Panel } from '#commands/panel.ts';
import { ERROR_CODES } from '#game/shared/errors.ts';

const button = z.strictObject({
  kind: z.literal('button'),
  customId: z.string(),
  label: z.string(),
  style: z.enum(['primary', 'secondary', 'success', 'danger']),
  disabled: z.boolean(),
});

const select = z.strictObject({
  kind: z.literal('select'),
  customId: z.string(),
  placeholder: z.string(),
  options: z.array(
    z.strictObject({
      label: z.string(),
      value: z.string(),
      description: z.string().optional(),
      isChosen: z.literal(true).optional(),
    }),
  ),
  min: z.literal(0).optional(),
  max: z.int().min(1),
  disabled: z.boolean(),
});

const modal = z.strictObject({
  customId: z.string(),
  title: z.string(),
  fields: z.array(
    z.strictObject({
      id: z.string(),
      label: z.string(),
      multiline: z.boolean(),
      required: z.boolean(),
      maxLength: z.int(),
      value: z.string().optional(),
      placeholder: z.string().optional(),
    }),
  ),
});

/** A panel as JSON; docs/api/README.md explains it. */
const panelSchema = z
  .strictObject({
    title: z.string(),
    tone: z.enum(['neutral', 'good', 'warn', 'bad']).optional(),
    text: z.string().optional(),
    fields: z
      .array(z.strictObject({ name: z.string(), value: z.string(), inline: z.boolean().optional() }))
      .optional(),
    meters: z
      .array(
        z.strictObject({
          label: z.string(),
          value: z.int().min(0),
          max: z.int().min(0),
          hint: z.string().optional(),
        }),
      )
      .optional(),
    tables: z
      .array(
        z.strictObject({
          caption: z.string().optional(),
          columns: z.array(
            z.strictObject({ label: z.string(), align: z.enum(['left', 'right']).optional() }),
          ),
          rows: z.array(z.array(z.string())),
        }),
      )
      .optional(),
    images: z
      .array(z.strictObject({ alt: z.string(), initials: z.string(), hue: z.int().min(0).max(359) }))
      .optional(),
    controls: z.array(z.array(z.discriminatedUnion('kind', [button, select]))).optional(),
    modal: modal.optional(),
    footer: z.string().optional(),
    ephemeral: z.boolean(),
  })
  .meta({ id: 'Panel' });

/** What is wrong, in a form for programs. */
const errorSchema = z
  .strictObject({
    code: z.enum(ERROR_CODES),
    message: z.string(),
    field: z.string().optional(),
    retryAfterMs: z.number().optional(),
    traceId: z.string(),
  })
  .meta({ id: 'Error' });

/** Every answer that is not a success. `panel` shows the same to a person, with a Check button where there is one. */
export const failureSchema = z
  .strictObject({
    error: errorSchema,
    commandId: z.string().optional(),
    panel: panelSchema.optional(),
  })
  .meta({ id: 'Failure' });

/** A failure as we build it. */
export interface Failure {
  readonly error: ErrorInfo;
  readonly commandId?: string;
  readonly panel?: Panel;
}

export const answerSchema = z
  .strictObject({ commandId: z.string(), panel: panelSchema, ephemeral: z.boolean() })
  .meta({ id: 'Answer' });

const PERSONA = 'the name of a persona, for example `ash`';

export const personaName = z
  .string(PERSONA)
  .regex(/^[a-z][a-z0-9-]{0,31}$/, PERSONA)
  .describe('A persona of the playground, or `guest-` and 1 to 12 letters or digits');

/** Longest command line over HTTP; the parser names the option that is too long before that. */
const LINE_MAX = 60_000;
const LINE = 'slash text of at most 60,000 characters, for example `/eco balance`';

export const commandBody = z.strictObject({
  persona: personaName,
  text: z
    .string(LINE)
    .max(LINE_MAX, LINE)
    .describe('Slash text, for example `/eco pay user:misty amount:250k`'),
});

const CUSTOM_ID = 'the `customId` of a control as it stands in its panel, of 1 to 100 characters';
const VALUES = 'a list of at most 25 chosen values, for example `["berry"]`';
const VALUE = 'a chosen value, text of at most 200 characters';
const FIELDS = 'an object of at most 10 fields by their ids, for example `{"bio":"I like rain"}`';
const FIELD = 'text of at most 4,000 characters';
const FIELD_NAME = /^(?!(?:__proto__|constructor|prototype)$)[A-Za-z0-9_-]{1,64}$/;

export const componentBody = z.strictObject({
  persona: personaName,
  customId: z.string(CUSTOM_ID).min(1, CUSTOM_ID).max(100, CUSTOM_ID),
  values: z
    .array(z.string(VALUE).max(200, VALUE), VALUES)
    .max(25, VALUES)
    .optional()
    .describe('Chosen values of a select'),
  fields: z
    .record(z.string().regex(FIELD_NAME), z.string(FIELD).max(4_000, FIELD), FIELDS)
    .refine((fields) => Object.keys(fields).length <= 10, FIELDS)
    .optional()
    .describe('Fields of a submitted modal, by id'),
});

const KEY = 'a key of 1 to 200 characters, for example `tea-for-misty`';
const ID = '1 to 14 characters a-z0-9, for example `a1b2c3`';

export const commandHeaders = z.looseObject({
  'idempotency-key': z
    .string(KEY)
    .min(1, KEY)
    .max(200, KEY)
    .optional()
    .describe('Within one persona the same key is the same command: repeats get the stored answer'),
  'x-guildhall-guild': z
    .string(ID)
    .regex(/^[a-z0-9]{1,14}$/, ID)
    .optional()
    .describe('The guild from which the persona speaks, for fair sharing under load'),
});

const choice = z.strictObject({ label: z.string(), value: z.string() });

export const treeSchema = z.strictObject({
  commands: z.array(
    z.strictObject({
      name: z.string(),
      summary: z.string(),
      role: z.enum(ROLES),
      ephemeral: z.boolean(),
      options: z.array(
        z.strictObject({
          name: z.string(),
          type: z.enum([
            'text',
            'integer',
            'boolean',
            'user',
            'amount',
            'quantity',
            'choice',
            'channel',
            'role',
          ]),
          description: z.string(),
          required: z.boolean(),
          choices: z.array(choice).optional(),
          min: z.number().optional(),
          max: z.number().optional(),
          maxLength: z.number().optional(),
          autocomplete: z.boolean(),
        }),
      ),
      examples: z.array(z.string()),
    }),
  ),
});

const COMMAND = 'the full name of a command of at most 100 characters, for example `eco pay`';
const OPTION = 'the name of an option of at most 32 characters, for example `user`';
const PARTIAL = 'what was typed so far, of at most 100 characters, for example `be`';

export const autocompleteQuery = z.strictObject({
  persona: personaName,
  command: z.string(COMMAND).max(100, COMMAND).describe('Full name, for example `eco pay`'),
  option: z.string(OPTION).max(32, OPTION),
  partial: z.string(PARTIAL).max(100, PARTIAL).default(''),
});

export const choicesSchema = z.strictObject({ choices: z.array(choice).max(25) });

export const personasSchema = z.strictObject({
  personas: z.array(
    z.strictObject({
      name: z.string(),
      displayName: z.string(),
      about: z.string(),
      userId: z.string().optional(),
      roles: z.array(z.string()),
    }),
  ),
});

const KIND = 'a kind of entity, for example `pet`';
const kindName = z.string(KIND).regex(/^[a-z]{2,12}$/, KIND);

/** How many to list, in digits of an address; `usual` when nothing is said. */
export const limitUpTo = (max: number, usual: number) => {
  const takes = `a whole number from 1 to ${max}, for example \`${usual}\``;
  return z.coerce.number(takes).int(takes).min(1, takes).max(max, takes).default(usual);
};

export const actorsQuery = z.strictObject({ kind: kindName.optional(), limit: limitUpTo(500, 100) });

/** A live entity. */
export const actorSchema = z.strictObject({
  kind: z.string(),
  realm: z.string(),
  id: z.string(),
  name: z.string().optional(),
  status: z.string(),
  seq: z.int(),
  inboxDepth: z.int(),
  restarts: z.int(),
  lastError: z.string().optional(),
  incident: z.string().optional(),
});

export const actorsSchema = z.strictObject({
  process: z.string().describe('The process whose entities these are'),
  kinds: z.array(z.strictObject({ kind: z.string(), live: z.int() })),
  inboxDepth: z.int(),
  inFlight: z.int(),
  restarts: z.int(),
  quarantined: z.int(),
  entities: z.array(actorSchema),
});

/** The id of an entity or a realm. */
export const idText = z.string(ID).regex(/^[a-z0-9]{1,14}$/, ID);

export const crashBody = z.strictObject({
  kind: kindName,
  realm: idText,
  id: idText,
});

export const crashSchema = z.strictObject({ crashed: z.boolean() });
