import { TYPES } from '../../../src/game/battle/cross/v1/chart.ts';
import { CLASSES, EFFECTS } from '../../../src/game/battle/cross/v1/sheet.ts';

/** A type's name on its colour; nothing for "none". */
export const TypeBadge = ({ type }: { type: number }) => {
  const name = TYPES[type];
  return name === undefined ? null : (
    <span class={`type ${name}`} title={name}>
      {name}
    </span>
  );
};

/** Both types of a fighter. */
export const TypeBadges = ({ types }: { types: readonly [number, number] }) => {
  const named = types.filter((type, n) => TYPES[type] !== undefined && types.indexOf(type) === n);
  return (
    <span class="types">
      {named.length === 0 && <span class="type none">no type</span>}
      {named.map((type) => (
        <TypeBadge key={type} type={type} />
      ))}
    </span>
  );
};

/** `melee`, `ranged` or `magic`. */
export const className = (number: number): string => CLASSES[number] ?? 'melee';

const STATES: Readonly<Record<string, string>> = {
  poison: 'poisoned',
  burn: 'burned',
  paralysis: 'paralysed',
  sleep: 'asleep',
};

/** An effect as the state of a fighter: `poisoned`. */
export const stateName = (effect: number): string => STATES[EFFECTS[effect] ?? ''] ?? 'hurt';

/** An effect as what a move leaves behind: `poison`. */
export const effectName = (effect: number): string => EFFECTS[effect] ?? 'an effect';
