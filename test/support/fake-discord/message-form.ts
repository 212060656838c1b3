import { badForm, type ApiFault, ApiFault as Fault, type Json } from './api-fault.ts';
import type { FakeFile } from './world.ts';

export const FLAGS = { ephemeral: 1 << 6, loading: 1 << 7, componentsV2: 1 << 15 } as const;

/** What Discord documents of a message. */
export const LIMITS = {
  contentChars: 2_000,
  componentsV2: 40,
  textChars: 4_000,
  rows: 5,
  customIdChars: 100,
  files: 10,
  fileBytes: 10 * 1024 * 1024,
} as const;

/** A component as a bot sends it. */
export interface Part {
  readonly type: number;
  readonly custom_id?: string;
  readonly content?: string;
  readonly components?: readonly Part[];
  readonly component?: Part;
  readonly accessory?: Part;
  readonly options?: readonly { readonly value: string }[];
  readonly min_values?: number;
  readonly max_values?: number;
  readonly label?: string;
  readonly emoji?: unknown;
  readonly style?: number;
  readonly url?: string;
  readonly file?: { readonly url: string };
  readonly items?: readonly { readonly media: { readonly url: string } }[];
}

interface Found {
  readonly part: Part;
  readonly path: readonly (string | number)[];
}

/** Every component, nested ones too, with its path. */
export const allParts = (
  parts: readonly Part[],
  path: readonly (string | number)[] = ['components'],
): readonly Found[] =>
  parts.flatMap((part, index) => {
    const here = [...path, index];
    return [
      { part, path: here },
      ...allParts(part.components ?? [], [...here, 'components']),
      ...allParts(part.component === undefined ? [] : [part.component], [...here, 'component']),
      ...allParts(part.accessory === undefined ? [] : [part.accessory], [...here, 'accessory']),
    ];
  });

const BUTTON = 2;
const STRING_SELECT = 3;
const ROW = 1;

const selectFault = ({ part, path }: Found): ApiFault | undefined => {
  const options = part.options ?? [];
  const values = options.map(({ value }) => value);
  if (new Set(values).size !== values.length) {
    return badForm(
      [...path, 'options'],
      'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
      'The specified option value is already used',
    );
  }
  const { min_values: least = 1, max_values: most = 1 } = part;
  if (options.length === 0)
    return badForm([...path, 'options'], 'BASE_TYPE_REQUIRED', 'This field is required');
  if (most > options.length || least > most) {
    return badForm([...path, 'max_values'], 'BASE_TYPE_MAX', 'More values than there are options');
  }
  return undefined;
};

const partFault = ({ part, path }: Found): ApiFault | undefined => {
  const children = part.components ?? [];
  if (part.type === ROW) {
    const most = children.some(({ type }) => type !== BUTTON) ? 1 : 5;
    if (children.length === 0 || children.length > most) {
      return badForm(
        [...path, 'components'],
        'BASE_TYPE_BAD_LENGTH',
        `Must be between 1 and ${most} in length.`,
      );
    }
  }
  if (part.type === BUTTON) {
    if (part.label === undefined && part.emoji === undefined) {
      return badForm(path, 'BUTTON_COMPONENT_REQUIRES_LABEL', 'A button needs a label or an emoji');
    }
    if (
      (part.style === 5) !== (part.url !== undefined) ||
      (part.style === 5) === (part.custom_id !== undefined)
    ) {
      return badForm(path, 'BUTTON_COMPONENT_CUSTOM_ID_REQUIRED', 'A button has either a custom id or a url');
    }
  }
  if (part.content !== undefined && part.content.trim() === '') {
    return badForm([...path, 'content'], 'BASE_TYPE_REQUIRED', 'This field is required');
  }
  return part.type === STRING_SELECT ? selectFault({ part, path }) : undefined;
};

const doubleId = (found: readonly Found[]): ApiFault | undefined => {
  const seen = new Set<string>();
  for (const { part, path } of found) {
    if (part.custom_id === undefined) continue;
    if (seen.has(part.custom_id)) {
      return badForm(
        [...path, 'custom_id'],
        'COMPONENT_CUSTOM_ID_DUPLICATED',
        'Component custom id cannot be duplicated',
      );
    }
    seen.add(part.custom_id);
  }
  return undefined;
};

/** What is wrong with the components of a message or a modal, beside what the schema says. */
export const componentsFault = (parts: readonly Part[]): ApiFault | undefined => {
  const found = allParts(parts);
  return found.map(partFault).find((fault) => fault !== undefined) ?? doubleId(found);
};

const mediaFault = (found: readonly Found[], files: readonly FakeFile[]): ApiFault | undefined => {
  for (const { part, path } of found) {
    const urls = [part.file?.url, ...(part.items ?? []).map(({ media }) => media.url)].filter(
      (url) => url !== undefined,
    );
    for (const url of urls) {
      const name = /^attachment:\/\/(.+)$/.exec(url)?.[1];
      if (name !== undefined && !files.some((file) => file.name === name)) {
        return badForm(
          [...path, 'file'],
          'MEDIA_ATTACHMENT_NOT_FOUND',
          `The attachment ${name} was not found`,
        );
      }
    }
  }
  return undefined;
};

const v2Fault = (body: Json, parts: readonly Part[], found: readonly Found[]): ApiFault | undefined => {
  for (const field of ['content', 'embeds', 'poll', 'sticker_ids']) {
    const value = body[field];
    const isEmpty =
      value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
    if (!isEmpty) {
      return badForm(
        [field],
        'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
        `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
      );
    }
  }
  if (parts.length === 0) return new Fault(400, 50_006, 'Cannot send an empty message');
  if (found.length > LIMITS.componentsV2) {
    return badForm(
      ['components'],
      'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      `The total number of components cannot exceed ${LIMITS.componentsV2}`,
    );
  }
  const chars = found.reduce((sum, { part }) => sum + (part.content?.length ?? 0), 0);
  if (chars > LIMITS.textChars) {
    return badForm(
      ['components'],
      'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
      `The total displayable text size cannot exceed ${LIMITS.textChars}`,
    );
  }
  return undefined;
};

const legacyFault = (
  body: Json,
  parts: readonly Part[],
  files: readonly FakeFile[],
): ApiFault | undefined => {
  if (parts.some(({ type }) => type !== ROW)) {
    return badForm(['components'], 'UNION_TYPE_CHOICES', 'Value of field "type" must be one of (1,).');
  }
  if (parts.length > LIMITS.rows) {
    return badForm(['components'], 'BASE_TYPE_BAD_LENGTH', `Must be ${LIMITS.rows} or fewer in length.`);
  }
  const content = typeof body['content'] === 'string' ? body['content'] : '';
  if (content.length > LIMITS.contentChars) {
    return badForm(['content'], 'BASE_TYPE_MAX_LENGTH', `Must be ${LIMITS.contentChars} or fewer in length.`);
  }
  const embeds = Array.isArray(body['embeds']) ? body['embeds'] : [];
  const isEmpty = content === '' && embeds.length === 0 && files.length === 0 && parts.length === 0;
  return isEmpty ? new Fault(400, 50_006, 'Cannot send an empty message') : undefined;
};

/** What is wrong with a message as it would stand after the request. `isV2`: its flag, which cannot be taken off. */
export const messageFault = (body: Json, files: readonly FakeFile[], isV2: boolean): ApiFault | undefined => {
  const parts = (Array.isArray(body['components']) ? body['components'] : []) as readonly Part[];
  if (files.length > LIMITS.files)
    return badForm(['files'], 'BASE_TYPE_MAX_LENGTH', 'Must be 10 or fewer in length.');
  if (files.some(({ bytes }) => bytes.length > LIMITS.fileBytes)) {
    return new Fault(413, 40_005, 'Request entity too large');
  }
  const found = allParts(parts);
  return (
    (isV2 ? v2Fault(body, parts, found) : legacyFault(body, parts, files)) ??
    componentsFault(parts) ??
    mediaFault(found, files)
  );
};

const MODAL_LABEL = 18;

/** What is wrong with a modal. */
export const modalFault = (data: Json): ApiFault | undefined => {
  const parts = data['components'] as readonly Part[];
  if (parts.length === 0 || parts.length > 5) {
    return badForm(['data', 'components'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 5 in length.');
  }
  const inputs = parts.filter(({ type }) => type === MODAL_LABEL || type === ROW);
  if (inputs.length === 0)
    return badForm(['data', 'components'], 'BASE_TYPE_REQUIRED', 'A modal needs an input');
  return componentsFault(parts);
};
