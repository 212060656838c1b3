import { Badge, HpBar, StatusChip } from './fighter-parts.tsx';
import { floatersOf, isStruck } from './floaters.ts';
import { hpPoints } from '../../../src/game/battle/points.ts';
import { className, TypeBadge, TypeBadges } from './type-badge.tsx';
import type { FighterView, SeenEvent, SideView } from './wire.ts';

/** Ticks until the next action, as beats that fill up and in words. */
const Cooldown = ({ side, fighter, tick }: { side: SideView; fighter: FighterView; tick: number }) => {
  const wait = Math.max(0, side.nextAt - tick);
  const beats = Math.max(fighter.interval ?? 4, wait);
  return (
    <p class="cooldown">
      <span class="beats" aria-hidden="true">
        {Array.from({ length: Math.min(beats, 12) }, (_, n) => (
          <i key={n} class={n < beats - wait ? 'full' : ''} />
        ))}
      </span>
      <span>
        <span class="roomy">every {fighter.interval} ticks · </span>
        {wait === 0 ? 'acts now' : `acts in ${wait} ${wait === 1 ? 'tick' : 'ticks'}`}
      </span>
    </p>
  );
};

const Moves = ({ fighter }: { fighter: FighterView }) => (
  <ul class="moves-seen" aria-label="Moves seen so far">
    {(fighter.moves ?? []).map((move, n) =>
      move === null ? (
        <li key={n} class="unseen-move">
          not seen yet
        </li>
      ) : (
        <li key={n}>
          <TypeBadge type={move.type} /> <span>{move.name}</span>
        </li>
      ),
    )}
  </ul>
);

const KINDS = { osrs: 'OSRS', pokemon: 'Pokémon', pet: 'Pet' } as const;

interface ActiveProps {
  readonly side: SideView;
  readonly number: number;
  readonly tick: number;
  readonly struck: readonly SeenEvent[];
  readonly isOver: boolean;
}

/** In place of a fighter that has not come onto the field. */
export const HiddenFighter = () => (
  <div class="fighter hidden-fighter">
    <Badge name={undefined} />
    <div class="who">
      <b>Not seen yet</b>
      <small>Shows itself when the battle begins</small>
    </div>
  </div>
);

/** The fighter that stands on the field. */
export const ActiveFighter = ({ side, number, tick, struck, isOver }: ActiveProps) => {
  const fighter = side.fighters[side.active];
  if (fighter?.name === undefined) return <HiddenFighter />;
  const floaters = floatersOf(struck, number);
  const isFallen = fighter.hp === 0;
  return (
    <div class={`fighter${isFallen ? ' fallen' : ''}`}>
      <div class="face">
        <span
          key={isStruck(floaters) ? `struck-${tick}` : 'still'}
          class={isStruck(floaters) ? 'struck' : ''}
        >
          <Badge name={fighter.name} />
        </span>
        <span class="floaters" aria-hidden="true">
          {floaters.map(({ key, text, kind }) => (
            <i key={key} class={kind}>
              {text}
            </i>
          ))}
        </span>
      </div>
      <div class="who">
        <b>{fighter.name}</b>
        <small>
          {KINDS[fighter.kind ?? 'pet']}, level {fighter.level} · {className(fighter.class ?? 0)}
          <span class="tight"> · every {fighter.interval} ticks</span>
        </small>
      </div>
      <div class="chips">
        <TypeBadges types={fighter.types ?? [18, 18]} />
        <span class="states">
          <StatusChip fighter={fighter} tick={tick} />
          {side.guardUntil >= tick && side.guardUntil > 0 && (
            <span class="status-chip guarding">guarding</span>
          )}
          {isFallen && <span class="status-chip">fallen</span>}
        </span>
      </div>
      <HpBar fighter={fighter} />
      <span class="points">
        <b>{hpPoints(fighter.hp ?? 0)}</b>/{hpPoints(fighter.hpFull ?? 0)}
      </span>
      {isOver ? <p class="cooldown" /> : <Cooldown side={side} fighter={fighter} tick={tick} />}
      <Moves fighter={fighter} />
    </div>
  );
};
