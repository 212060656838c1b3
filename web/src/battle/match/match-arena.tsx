import { HiddenFighter } from '../fighter-card.tsx';
import { Badge, HealthBar } from '../fighter-parts.tsx';
import { TypeBadge } from '../type-badge.tsx';
import type { SideNumber } from '../wire.ts';
import type { FieldFighter, FieldSide, MatchScreen } from './match-wire.ts';
import { partsOf } from './note-parts.ts';

/** By how many percent the health of whoever stands at a place has changed. */
const changeOf = (now: FieldFighter, before: FieldFighter | undefined): number =>
  before?.name === now.name ? now.healthPercent - before.healthPercent : 0;

const Face = ({ name, change, moment }: { name: string; change: number; moment: string }) => (
  <div class="face">
    <span key={change < 0 ? moment : 'still'} class={change < 0 ? 'struck' : ''}>
      <Badge name={name} />
    </span>
    <span class="floaters" aria-hidden="true">
      {change !== 0 && (
        <i key={moment} class={change > 0 ? 'healed' : 'hit'}>
          {change > 0 ? `+${change}` : `−${-change}`} %
        </i>
      )}
    </span>
  </div>
);

interface FighterProps {
  readonly fighter: FieldFighter;
  readonly change: number;
  /** Another one for each change that is drawn. */
  readonly moment: string;
}

const Fighter = ({ fighter, change, moment }: FighterProps) => {
  const { name, note, healthPercent } = fighter;
  const { types, states, hitpoints, words } = partsOf(note);
  const isFallen = healthPercent === 0;
  return (
    <div class={`fighter match-fighter${isFallen ? ' fallen' : ''}`}>
      <Face name={name} change={change} moment={moment} />
      <div class="who">
        <b>{name}</b>
        {words !== '' && <small>{words}</small>}
      </div>
      <div class="chips">
        {types.length > 0 && (
          <span class="types">
            {types.map((type) => (
              <TypeBadge key={type} type={type} />
            ))}
          </span>
        )}
        <span class="states">
          {states.map((state) => (
            <span key={state.name} class={`status-chip effect-${state.effect}`}>
              {state.name}
            </span>
          ))}
          {isFallen && <span class="status-chip">fallen</span>}
        </span>
      </div>
      <HealthBar
        name={name}
        now={hitpoints?.now ?? healthPercent}
        full={hitpoints?.full ?? 100}
        share={healthPercent / 100}
      />
      <span class="points">
        {hitpoints === undefined ? (
          <>
            <b>{healthPercent}</b> %
          </>
        ) : (
          <>
            <b>{hitpoints.now}</b>/{hitpoints.full}
          </>
        )}
      </span>
    </div>
  );
};

/** How many of a team stand, as dots. */
const Standing = ({ side }: { side: FieldSide }) =>
  side.fighters < 2 ? null : (
    <p class="standing" role="img" aria-label={`${side.standing} of ${side.fighters} stand`}>
      {Array.from({ length: side.fighters }, (_, n) => (
        <i key={n} class={n < side.standing ? 'up' : ''} />
      ))}
    </p>
  );

interface ArenaProps {
  readonly match: MatchScreen;
  readonly before: MatchScreen | undefined;
  /** The viewer's own side: it stands on the left. */
  readonly own: SideNumber | undefined;
}

/** Both sides of a match, face to face. */
export const MatchArena = ({ match, before, own }: ArenaProps) => {
  const { names, view, position } = match;
  if (position === undefined) return null;
  const winner = view.outcome?.winner;
  return (
    <div class="arena match-arena">
      {(own === 1 ? [1, 0] : [0, 1]).map((number) => {
        const side = position.field[number];
        if (side === undefined) return null;
        const past = before?.position?.field[number];
        return (
          <section
            key={number}
            class={`side side-${number}${winner === number ? ' won' : ''}`}
            aria-label={`Side of ${names[number] ?? 'somebody'}`}
          >
            <header>
              <h2>{names[number]}</h2>
              {own === number && <span class="tag">you</span>}
              {winner === number && <span class="tag winner">winner</span>}
              <Standing side={side} />
            </header>
            {side.active.length === 0 && <HiddenFighter />}
            {side.active.map((fighter, n) => (
              <Fighter
                key={n}
                fighter={fighter}
                change={changeOf(fighter, past?.active[n])}
                moment={`${view.turn}-${view.chosen}-${fighter.healthPercent}`}
              />
            ))}
          </section>
        );
      })}
    </div>
  );
};
