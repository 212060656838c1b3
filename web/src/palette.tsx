import { useEffect, useRef } from 'preact/hooks';
import type { Suggestion } from './suggest.ts';

/** The id of the palette's list, for `aria-controls`. */
export const PALETTE_ID = 'palette';

/** The id of a row, for `aria-activedescendant`. */
export const rowId = (index: number): string => `palette-${index}`;

const Marked = ({ label, at }: { label: string; at: readonly number[] }) => (
  <span class="label">
    {at.length === 0
      ? label
      : label.split('').map((letter, index) => (at.includes(index) ? <b key={index}>{letter}</b> : letter))}
  </span>
);

interface RowProps {
  readonly row: Suggestion;
  readonly index: number;
  readonly active: boolean;
  readonly onPick: (row: Suggestion) => void;
}

const Row = ({ row, index, active, onPick }: RowProps) => {
  const element = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (active) element.current?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <li
      ref={element}
      id={rowId(index)}
      role="option"
      aria-selected={active}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onPick(row)}
    >
      <Marked label={row.label} at={row.at} />
      {row.tags.map((tag) => (
        <span key={tag.text} class={tag.required ? 'tag needed' : 'tag'}>
          {tag.text}
        </span>
      ))}
      <span class="detail">{row.detail}</span>
    </li>
  );
};

interface PaletteProps {
  readonly rows: readonly Suggestion[];
  readonly active: number;
  readonly title: string;
  readonly onPick: (row: Suggestion) => void;
}

/** Commands, options or values that fit what is typed; the input keeps the focus. */
export const Palette = ({ rows, active, title, onPick }: PaletteProps) => (
  <div class="palette">
    <p class="title" aria-hidden="true">
      <span>{title}</span>
      <span class="keys">
        <kbd>↑</kbd>
        <kbd>↓</kbd> move <kbd>Tab</kbd> take <kbd>Esc</kbd> close
      </span>
    </p>
    <ul id={PALETTE_ID} role="listbox" aria-label={title}>
      {rows.map((row, index) => (
        <Row key={row.key} row={row} index={index} active={index === active} onPick={onPick} />
      ))}
    </ul>
  </div>
);
