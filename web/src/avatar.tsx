/** The first letters of the first two words, in capitals. */
const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.slice(0, 1).toUpperCase())
    .join('');

/** Initials on a colour; decoration, the name stands beside it. `hue`: 0 to 359. */
export const Avatar = ({ name, hue, small }: { name: string; hue: number; small?: boolean }) => (
  <span
    class={small === true ? 'avatar small' : 'avatar'}
    style={{ '--hue': String(hue) }}
    aria-hidden="true"
  >
    {initialsOf(name)}
  </span>
);
