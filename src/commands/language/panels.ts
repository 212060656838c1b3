import type { Control, Modal, Panel } from '../panel.ts';
import type { Translator } from './translator.ts';

type Say = (text: string) => string;

const said = <K extends string, V>(
  value: V | undefined,
  key: K,
  make: (value: V) => V,
): Partial<Record<K, V>> => (value === undefined ? {} : ({ [key]: make(value) } as Record<K, V>));

const controlIn = (control: Control, say: Say): Control =>
  control.kind === 'button'
    ? { ...control, label: say(control.label) }
    : {
        ...control,
        placeholder: say(control.placeholder),
        options: control.options.map((option) => ({
          ...option,
          label: say(option.label),
          ...said(option.description, 'description', say),
        })),
      };

const modalIn = (modal: Modal, say: Say): Modal => ({
  ...modal,
  title: say(modal.title),
  fields: modal.fields.map((field) => ({
    ...field,
    label: say(field.label),
    ...said(field.placeholder, 'placeholder', say),
  })),
});

/** A panel in another language; ids, styles and what people typed into forms stay as they are. */
export const panelIn = (panel: Panel, translator: Translator): Panel => {
  const say: Say = (text) => translator.say(text);
  return {
    ...panel,
    title: say(panel.title),
    ...said(panel.text, 'text', say),
    ...said(panel.footer, 'footer', say),
    ...said(panel.fields, 'fields', (fields) =>
      fields.map((field) => ({ ...field, name: say(field.name), value: say(field.value) })),
    ),
    ...said(panel.meters, 'meters', (meters) =>
      meters.map((meter) => ({ ...meter, label: say(meter.label), ...said(meter.hint, 'hint', say) })),
    ),
    ...said(panel.tables, 'tables', (tables) =>
      tables.map((table) => ({
        ...said(table.caption, 'caption', say),
        columns: table.columns.map((column) => ({ ...column, label: say(column.label) })),
        rows: table.rows.map((row) => row.map(say)),
      })),
    ),
    ...said(panel.controls, 'controls', (rows) =>
      rows.map((row) => row.map((control) => controlIn(control, say))),
    ),
    ...said(panel.modal, 'modal', (modal) => modalIn(modal, say)),
  };
};
