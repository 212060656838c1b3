import { NEVER } from '../../../src/game/battle/cross/v1/layout.ts';
import { hpPoints } from '../../../src/game/battle/points.ts';
import { stateName } from './type-badge.tsx';
import type { FighterView } from './wire.ts';

/** A hue of its own for each name, 0 to 359. */
const hueOf = (name: string): number =>
  Array.from(name).reduce((hue, letter) => (hue * 31 + (letter.codePointAt(0) ?? 0)) % 360, 7);

const initialsOf = (name: string): string => {
  const words = name.split(/[\s-]+/);
  return (words.length > 1 ? words.slice(0, 2).map((word) => word.slice(0, 1)) : [name.slice(0, 2)])
    .join('')
    .toUpperCase();
};

/** A fighter's initials on its colour; decoration, the name stands beside it. */
export const Badge = ({ name, isSmall }: { name: string | undefined; isSmall?: boolean }) => (
  <span
    class={`badge${isSmall === true ? ' small' : ''}${name === undefined ? ' unknown' : ''}`}
    style={name === undefined ? {} : { '--hue': String(hueOf(name)) }}
    aria-hidden="true"
  >
    {name === undefined ? '?' : initialsOf(name)}
  </span>
);

const levelOf = (share: number): string => (share < 0.2 ? 'low' : share < 0.5 ? 'middle' : 'high');

interface HealthProps {
  readonly name: string;
  readonly now: number;
  readonly full: number;
  /** 0 to 1; what is drawn. */
  readonly share: number;
  readonly isSmall?: boolean | undefined;
}

/** A bar of health, read out as `now` of `full`. */
export const HealthBar = ({ name, now, full, share, isSmall }: HealthProps) => (
  <span
    class={`hp ${levelOf(share)}${isSmall === true ? ' small' : ''}`}
    role="meter"
    aria-label={`HP of ${name}`}
    aria-valuemin={0}
    aria-valuemax={full}
    aria-valuenow={now}
    style={{ '--share': share.toFixed(4) }}
  />
);

/** The HP bar of a fighter, in points. */
export const HpBar = ({ fighter, isSmall }: { fighter: FighterView; isSmall?: boolean }) => {
  const full = fighter.hpFull ?? 1;
  const hp = Math.max(0, fighter.hp ?? 0);
  return (
    <HealthBar
      name={fighter.name ?? 'a fighter'}
      now={hpPoints(hp)}
      full={hpPoints(full)}
      share={Math.min(1, hp / full)}
      isSmall={isSmall}
    />
  );
};

const hasStatus = ({ status = 0, statusUntil = 0 }: FighterView, tick: number): boolean =>
  status !== 0 && statusUntil > tick;

/** The effect that a fighter suffers, and how many ticks it lasts. */
export const StatusChip = ({ fighter, tick }: { fighter: FighterView; tick: number }) =>
  hasStatus(fighter, tick) ? (
    <span class={`status-chip effect-${fighter.status}`}>
      {stateName(fighter.status ?? 0)}
      {fighter.statusUntil !== NEVER && (
        <span class="left" title="ticks left">
          {' '}
          {(fighter.statusUntil ?? 0) - tick}
        </span>
      )}
    </span>
  ) : null;
