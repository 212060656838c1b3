import {
  ButtonStyle,
  ComponentType,
  TextInputStyle,
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIComponentInMessageActionRow,
  type APISelectMenuOption,
  type APIModalInteractionResponseCallbackData,
  type APIStringSelectComponent,
} from 'discord.js';
import type { Button, Control, Modal, Select } from '#commands/panel.ts';
import { cut } from './cutting.ts';

/** What Discord takes at most, in UTF-16 units or pieces. */
const MAX = {
  customId: 100,
  label: 80,
  buttonsInRow: 5,
  placeholder: 150,
  options: 25,
  optionText: 100,
  modalTitle: 45,
  modalFields: 5,
  modalLabel: 45,
  inputChars: 4_000,
  inputPlaceholder: 100,
} as const;

/** A text that Discord lets stand where something has to. */
const filled = (text: string, max: number): string => cut(text.trim() === '' ? '…' : text, max);

export type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** Rows as Discord takes them, and the labels of what it would not take. */
export interface RenderedControls {
  readonly rows: readonly Row[];
  readonly left: readonly string[];
}

const STYLES: Readonly<
  Record<Button['style'], Exclude<ButtonStyle, ButtonStyle.Link | ButtonStyle.Premium>>
> = {
  primary: ButtonStyle.Primary,
  secondary: ButtonStyle.Secondary,
  success: ButtonStyle.Success,
  danger: ButtonStyle.Danger,
};

const buttonOf = ({ customId, label, style, disabled }: Button): APIButtonComponent => ({
  type: ComponentType.Button,
  custom_id: customId,
  label: filled(label, MAX.label),
  style: STYLES[style],
  disabled,
});

const optionOf = ({
  label,
  value,
  description = '',
  isChosen,
}: Select['options'][number]): APISelectMenuOption => {
  const option = {
    label: filled(label, MAX.optionText),
    value,
    ...(isChosen === undefined ? {} : { default: true }),
  };
  return description === '' ? option : { ...option, description: cut(description, MAX.optionText) };
};

const selectOf = ({
  customId,
  placeholder,
  options,
  min,
  max,
  disabled,
}: Select): APIStringSelectComponent | undefined => {
  const byValue = new Map(
    options
      .filter(({ value }) => value !== '' && value.length <= MAX.optionText)
      .map((option) => [option.value, option]),
  );
  const shown = [...byValue.values()].slice(0, MAX.options);
  if (shown.length === 0) return undefined;
  return {
    type: ComponentType.StringSelect,
    custom_id: customId,
    placeholder: cut(placeholder, MAX.placeholder),
    min_values: min ?? 1,
    max_values: Math.min(Math.max(1, max), shown.length),
    disabled,
    options: shown.map(optionOf),
  };
};

const labelOf = (control: Control): string =>
  control.kind === 'button' ? control.label : control.placeholder;

/** How many components a row is, itself counted. */
const sizeOf = (row: Row): number => 1 + row.components.length;

/** Rows of controls within `room` components; what does not fit, or has no id that Discord takes, is named in `left`. */
export const controlsOf = (controls: readonly (readonly Control[])[], room: number): RenderedControls => {
  const rows: Row[] = [];
  const left: string[] = [];
  const seen = new Set<string>();
  let free = room;
  const add = (components: APIComponentInMessageActionRow[], labels: readonly string[]): void => {
    const row: Row = { type: ComponentType.ActionRow, components };
    if (components.length === 0) return;
    if (sizeOf(row) > free) {
      left.push(...labels);
      return;
    }
    free -= sizeOf(row);
    rows.push(row);
  };
  for (const line of controls) {
    let buttons: Button[] = [];
    const flush = (): void => {
      add(buttons.map(buttonOf), buttons.map(labelOf));
      buttons = [];
    };
    for (const control of line) {
      const isTaken =
        control.customId !== '' && control.customId.length <= MAX.customId && !seen.has(control.customId);
      const select = control.kind === 'select' ? selectOf(control) : undefined;
      if (!isTaken || (control.kind === 'select' && select === undefined)) {
        left.push(labelOf(control));
        continue;
      }
      seen.add(control.customId);
      if (control.kind === 'button') buttons.push(control);
      if (buttons.length === MAX.buttonsInRow || select !== undefined) flush();
      if (select !== undefined) add([select], [labelOf(control)]);
    }
    flush();
  }
  return { rows, left };
};

/** A form as Discord opens it. */
export const modalOf = ({ customId, title, fields }: Modal): APIModalInteractionResponseCallbackData => ({
  custom_id: customId,
  title: filled(title, MAX.modalTitle),
  components: fields.slice(0, MAX.modalFields).map((field) => {
    const maxLength = Math.min(Math.max(1, field.maxLength), MAX.inputChars);
    return {
      type: ComponentType.Label as const,
      label: filled(field.label, MAX.modalLabel),
      component: {
        type: ComponentType.TextInput as const,
        custom_id: field.id,
        style: field.multiline ? TextInputStyle.Paragraph : TextInputStyle.Short,
        required: field.required,
        max_length: maxLength,
        ...(field.value === undefined || field.value === '' ? {} : { value: cut(field.value, maxLength) }),
        ...(field.placeholder === undefined || field.placeholder === ''
          ? {}
          : { placeholder: cut(field.placeholder, MAX.inputPlaceholder) }),
      },
    };
  }),
});
