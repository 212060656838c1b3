import {
  ComponentType,
  MessageFlags,
  type APIComponentInContainer,
  type APIContainerComponent,
  type APITextDisplayComponent,
} from 'discord.js';
import type { Panel } from '#commands/panel.ts';
import { blocksOf, plainTextOf } from './blocks.ts';
import { controlsOf } from './controls.ts';
import { cutMarkup } from './cutting.ts';
import type { NameOf } from './markup.ts';

/** A file that goes with a message. */
export interface MessageFile {
  readonly name: string;
  readonly data: Buffer;
  /** Default: plain text. */
  readonly contentType?: string;
}

/** A message as Discord's REST takes it; `files` travel beside the body. */
export interface RenderedMessage {
  readonly body: {
    readonly flags: number;
    readonly components: readonly [APIContainerComponent];
    readonly allowed_mentions: { readonly parse: readonly never[]; readonly users?: readonly string[] };
    readonly attachments: readonly {
      readonly id: string;
      readonly filename: string;
      readonly description?: string;
    }[];
  };
  readonly files: readonly MessageFile[];
}

/** Components of one message, those within others included. */
export const COMPONENTS_MAX = 40;
const CHARS_MAX = 4_000;
/** Kept free for the line that points to the file. */
const NOTE_CHARS = 200;
const FILE_NAME = 'details.txt';
/** Pieces of text beyond these are joined. */
const TEXTS_MAX = 8;

const COLOURS: Readonly<Record<NonNullable<Panel['tone']>, number>> = {
  neutral: 0x5b_8d_ef,
  good: 0x3b_a5_5d,
  warn: 0xe0_a8_2e,
  bad: 0xd8_4a_4a,
};

/** As much of the blocks as fits into `room` units: whole ones, then the head of the next. */
const fitting = (blocks: readonly string[], room: number): readonly string[] => {
  const shown: string[] = [];
  let free = room;
  for (const block of blocks) {
    if (block.length > free) {
      if (free > NOTE_CHARS) shown.push(cutMarkup(block, free));
      break;
    }
    shown.push(block);
    free -= block.length;
  }
  return shown;
};

const textOf = (content: string): APITextDisplayComponent => ({ type: ComponentType.TextDisplay, content });

const joined = (blocks: readonly string[], most: number): readonly string[] =>
  blocks.length <= most ? blocks : [...blocks.slice(0, most - 1), blocks.slice(most - 1).join('\n')];

const totalOf = (blocks: readonly string[]): number => blocks.reduce((sum, block) => sum + block.length, 0);

/**
 * A panel as one message of Components V2: at most 40 components and 4,000 characters. What does not fit goes whole into a
 * text file, and the message says so. Nobody is notified but `notify`, a Discord user id.
 */
export const renderPanel = (panel: Panel, nameOf: NameOf, notify?: string): RenderedMessage => {
  const all = [...(notify === undefined ? [] : [`<@${notify}>`]), ...blocksOf(panel, nameOf)];
  // the container, the note and the file are always reckoned with
  const texts = joined(all, TEXTS_MAX);
  const wide = controlsOf(panel.controls ?? [], COMPONENTS_MAX - 3 - texts.length);
  const isCrowded = wide.left.length > 0;
  const { rows, left } = isCrowded ? controlsOf(panel.controls ?? [], COMPONENTS_MAX - 4) : wide;
  const isLong = totalOf(texts) + texts.length > CHARS_MAX;
  const isOver = isLong || left.length > 0;
  const shown = isOver ? fitting(texts, CHARS_MAX - NOTE_CHARS - texts.length) : texts;
  const pieces = isCrowded ? [cutMarkup(shown.join('\n'), CHARS_MAX - NOTE_CHARS)] : shown;
  const parts: APIComponentInContainer[] = [...pieces.map(textOf), ...rows];
  const files: MessageFile[] = [];
  if (isOver) {
    const missing = left.length === 0 ? '' : `\n\nControls that did not fit: ${left.join(', ')}`;
    files.push({ name: FILE_NAME, data: Buffer.from(`${plainTextOf(panel, nameOf)}${missing}\n`) });
    parts.push(textOf('-# This is more than one message holds: all of it is in the file.'));
    parts.push({ type: ComponentType.File, file: { url: `attachment://${FILE_NAME}` } });
  }
  return {
    body: {
      flags: MessageFlags.IsComponentsV2 | (panel.ephemeral ? MessageFlags.Ephemeral : 0),
      components: [
        { type: ComponentType.Container, accent_color: COLOURS[panel.tone ?? 'neutral'], components: parts },
      ],
      allowed_mentions: { parse: [], ...(notify === undefined ? {} : { users: [notify] }) },
      attachments: files.map(({ name }, id) => ({ id: String(id), filename: name })),
    },
    files,
  };
};
