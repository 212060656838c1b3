import { Badge, HpBar, StatusChip } from './fighter-parts.tsx';
import { hpPoints } from '../../../src/game/battle/points.ts';
import type { FighterView, SideView } from './wire.ts';

const Slot = ({ fighter, isActive, tick }: { fighter: FighterView; isActive: boolean; tick: number }) => {
  const { name } = fighter;
  const isFallen = fighter.hp === 0 && name !== undefined;
  return (
    <li class={`slot${isActive ? ' current' : ''}${isFallen ? ' fallen' : ''}`}>
      <Badge name={name} isSmall />
      <span class="slot-name">
        {name ?? 'not seen yet'}
        {isActive && <span class="unseen"> (on the field)</span>}
        {isFallen && <span class="unseen"> (fallen)</span>}
      </span>
      <span class="slot-state">
        <StatusChip fighter={fighter} tick={tick} />
      </span>
      {name === undefined ? (
        <span class="hp small empty" />
      ) : (
        <>
          <HpBar fighter={fighter} isSmall />
          <span class="slot-points">{hpPoints(fighter.hp ?? 0)}</span>
        </>
      )}
    </li>
  );
};

/** All places of a team; those that were not seen stay blank. */
export const Team = ({ side, tick }: { side: SideView; tick: number }) => (
  <ul class="team" aria-label="Team">
    {side.fighters.map((fighter, n) => (
      <Slot key={n} fighter={fighter} isActive={n === side.active} tick={tick} />
    ))}
  </ul>
);
