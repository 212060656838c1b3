import { useEffect, useRef } from 'preact/hooks';
import { RichText } from './rich-text.tsx';
import { closeForm, submitForm } from './actions.ts';
import { session, type OpenForm } from './session.ts';
import { useSignal } from './signal.ts';
import type { ModalField } from './wire.ts';

const Field = ({ field, first }: { field: ModalField; first: boolean }) => {
  const shared = {
    id: `field-${field.id}`,
    name: field.id,
    required: field.required,
    maxLength: field.maxLength,
    defaultValue: field.value ?? '',
    placeholder: field.placeholder ?? '',
    autoComplete: 'off',
    autofocus: first,
  };
  return (
    <div class="field">
      <label htmlFor={shared.id}>
        {field.label} {field.required ? <small>needed</small> : <small>optional</small>}
      </label>
      {field.multiline ? <textarea rows={4} {...shared} /> : <input type="text" {...shared} />}
    </div>
  );
};

const valuesOf = (form: HTMLFormElement): Record<string, string> => {
  const fields: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields[name] = value;
  return fields;
};

const submit = (event: Event): void => {
  event.preventDefault();
  if (event.currentTarget instanceof HTMLFormElement) void submitForm(valuesOf(event.currentTarget));
};

/** Puts the keyboard back, where nothing else has it: to the first of these that is still on the page. */
const focusAgain = (places: readonly (Element | null)[]): void => {
  const isLost = document.activeElement === null || document.activeElement === document.body;
  const place = places.find((one) => one?.isConnected === true);
  if (isLost && place instanceof HTMLElement) place.focus({ preventScroll: true });
};

const Dialog = ({ form }: { form: OpenForm }) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const opener = useRef(document.activeElement);
  useEffect(() => {
    const element = dialog.current;
    const message = opener.current?.closest('.message') ?? null;
    if (element !== null && !element.open) element.showModal();
    return () => {
      element?.close();
      requestAnimationFrame(() => focusAgain([opener.current, message]));
    };
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby="form-title" onCancel={closeForm} onClose={closeForm}>
      <form onSubmit={submit}>
        <h2 id="form-title">{form.modal.title}</h2>
        {form.modal.fields.map((field, index) => (
          <Field key={field.id} field={field} first={index === 0} />
        ))}
        {form.error !== undefined && (
          <p class="problem" role="alert">
            <RichText text={form.error} />
          </p>
        )}
        <div class="row end">
          <button type="button" class="button quiet" onClick={closeForm}>
            Cancel
          </button>
          <button
            type="submit"
            class={`button primary${form.busy ? ' waits' : ''}`}
            aria-disabled={form.busy}
          >
            Submit
          </button>
        </div>
      </form>
    </dialog>
  );
};

/** The open form, if there is one, as a modal dialog. */
export const FormDialog = () => {
  const form = useSignal(session.form);
  return form === undefined ? null : <Dialog key={form.modal.customId} form={form} />;
};
