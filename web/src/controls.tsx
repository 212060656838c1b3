import { useState } from 'preact/hooks';
import type { Button, Control, Select } from './wire.ts';

interface ControlsProps {
  readonly rows: readonly (readonly Control[])[];
  readonly busy: string | undefined;
  readonly onPress: (customId: string, values?: readonly string[]) => void;
}

const PressButton = ({ button, busy, onPress }: { button: Button } & Omit<ControlsProps, 'rows'>) => {
  const waits = busy === button.customId;
  // `disabled` while waiting would throw the focus away: the button stays focusable and does nothing.
  return (
    <button
      type="button"
      class={`button ${button.style}${waits ? ' waits' : ''}`}
      data-custom-id={button.customId}
      disabled={button.disabled}
      aria-disabled={busy !== undefined}
      aria-busy={waits}
      onClick={() => {
        if (busy === undefined) onPress(button.customId);
      }}
    >
      {button.label}
    </button>
  );
};

const SingleSelect = ({ select, busy, onPress }: { select: Select } & Omit<ControlsProps, 'rows'>) => (
  <select
    class="select"
    aria-label={select.placeholder}
    data-custom-id={select.customId}
    disabled={select.disabled || busy !== undefined}
    value=""
    onChange={(event) => onPress(select.customId, [event.currentTarget.value])}
  >
    <option value="" disabled hidden>
      {select.placeholder}
    </option>
    {select.options.map((option) => (
      <option key={option.value} value={option.value}>
        {option.description === undefined ? option.label : `${option.label} — ${option.description}`}
      </option>
    ))}
  </select>
);

const ManySelect = ({ select, busy, onPress }: { select: Select } & Omit<ControlsProps, 'rows'>) => {
  const [chosen, setChosen] = useState<readonly string[]>(() =>
    select.options.filter(({ isChosen }) => isChosen).map(({ value }) => value),
  );
  const full = chosen.length >= select.max;
  return (
    <fieldset class="many" disabled={select.disabled || busy !== undefined}>
      <legend>
        {select.placeholder} <small>(up to {select.max})</small>
      </legend>
      {select.options.map((option) => {
        const on = chosen.includes(option.value);
        return (
          <label key={option.value} title={option.description}>
            <input
              type="checkbox"
              checked={on}
              disabled={full && !on}
              onChange={() =>
                setChosen(on ? chosen.filter((one) => one !== option.value) : [...chosen, option.value])
              }
            />
            {option.label}
          </label>
        );
      })}
      <button
        type="button"
        class="button primary"
        disabled={chosen.length < (select.min ?? 1)}
        onClick={() => onPress(select.customId, chosen)}
      >
        Choose
      </button>
    </fieldset>
  );
};

/** Rows of buttons and selects; while one waits for its answer, none of them sends another. */
export const Controls = ({ rows, busy, onPress }: ControlsProps) => (
  <div class="controls">
    {rows.map((row, index) => (
      <div key={index} class="row">
        {row.map((control) => {
          if (control.kind === 'button') {
            return <PressButton key={control.customId} button={control} busy={busy} onPress={onPress} />;
          }
          const Form = control.max > 1 || control.min === 0 ? ManySelect : SingleSelect;
          return <Form key={control.customId} select={control} busy={busy} onPress={onPress} />;
        })}
      </div>
    ))}
  </div>
);
