import type { CommandContext, ComponentDefinition, ComponentInput } from './define-command.ts';
import { shown } from './options.ts';
import type { Panel } from './panel.ts';
import { refuse } from './rejected.ts';

/** The handler of a submitted form. */
export interface FormDefinition extends ComponentDefinition {
  /** Ids of its fields. Surfaces send all of them; what was left empty comes as an empty text. */
  readonly fields: readonly string[];
}

/** Whether a control is a submitted form. */
export const isForm = (component: ComponentDefinition): component is FormDefinition => 'fields' in component;

const named = (ids: readonly string[]): string => ids.map((id) => `\`${shown(id)}\``).join(', ');

/**
 * Declares the handler of a submitted form. It sees exactly the form's fields: a form with a field too many or too few
 * is refused by `E_INPUT`, as neither an unknown field nor one that was left out says what its sender meant.
 */
export const defineForm = (form: {
  readonly feature: string;
  readonly verb: string;
  readonly fields: readonly string[];
  run(input: ComponentInput, context: CommandContext): Promise<Panel>;
}): FormDefinition => ({
  ...form,
  run: async (input, context) => {
    const given = Object.keys(input.fields);
    const takes = `This form takes all of: ${named(form.fields)}. What is left empty is sent as an empty text.`;
    const unknown = given.filter((id) => !form.fields.includes(id));
    if (unknown.length > 0) {
      const message = `The form has no field ${named(unknown)}. ${takes}`;
      return refuse({ code: 'E_INPUT', field: shown(unknown[0] ?? ''), message });
    }
    const missing = form.fields.filter((id) => !given.includes(id));
    if (missing.length > 0) {
      const message = `${named(missing)} is missing. ${takes}`;
      return refuse({ code: 'E_INPUT', field: missing[0] ?? '', message });
    }
    return form.run(input, context);
  },
});
