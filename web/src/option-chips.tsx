import type { Line } from './slash.ts';
import type { OptionInfo } from './wire.ts';

interface OptionChipsProps {
  readonly line: Line;
  readonly names: ReadonlyMap<string, string>;
  readonly onPick: (option: OptionInfo) => void;
}

const stateOf = (line: Line, option: OptionInfo, value: string | undefined): string => {
  if (line.focus.at === 'value' && line.focus.option === option) return 'current';
  if (value !== undefined && value !== '') return 'filled';
  return option.required === true ? 'needed' : 'optional';
};

/** The command's options at a glance: filled, needed, optional, and the one being typed. */
export const OptionChips = ({ line, names, onPick }: OptionChipsProps) => {
  const options = line.command?.options ?? [];
  if (options.length === 0) return null;
  return (
    <ul class="chips" aria-label="Options of this command">
      {options.map((option) => {
        const value = line.given.find((given) => given.option === option)?.value;
        const state = stateOf(line, option, value);
        return (
          <li key={option.name}>
            <button
              type="button"
              class={`chip ${state}`}
              title={option.description}
              onClick={() => onPick(option)}
            >
              {option.name}
              {value !== undefined && value !== '' && <b>{names.get(value) ?? value}</b>}
              {state === 'needed' && <span class="unseen"> needed</span>}
            </button>
          </li>
        );
      })}
    </ul>
  );
};
