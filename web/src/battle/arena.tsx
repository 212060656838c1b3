import { ActiveFighter } from './fighter-card.tsx';
import { Team } from './team.tsx';
import type { BattleView, SeenEvent, SideNumber } from './wire.ts';

interface ArenaProps {
  readonly view: BattleView;
  readonly names: readonly string[];
  readonly struck: readonly SeenEvent[];
  /** The viewer's own side: it stands on the left. */
  readonly own: SideNumber | undefined;
}

const usedText = (food: number, antidotes: number): string =>
  [
    ...(food === 0 ? [] : [`${food} food`]),
    ...(antidotes === 0 ? [] : [`${antidotes} ${antidotes === 1 ? 'antidote' : 'antidotes'}`]),
  ].join(', ');

/** Both sides of a battle, face to face. */
export const Arena = ({ view, names, struck, own }: ArenaProps) => {
  const order = own === 1 ? [1, 0] : [0, 1];
  const isOver = view.status !== 'live';
  return (
    <div class="arena">
      {order.map((number) => {
        const side = view.sides[number];
        if (side === undefined) return null;
        const used = usedText(side.foodUsed, side.antidotesUsed);
        const hasWon = view.outcome?.winner === number;
        return (
          <section
            key={number}
            class={`side side-${number}${hasWon ? ' won' : ''}`}
            aria-label={`Side of ${names[number] ?? 'somebody'}`}
          >
            <header>
              <h2>{names[number]}</h2>
              {own === number && <span class="tag">you</span>}
              {hasWon && <span class="tag winner">winner</span>}
              <small>{used !== '' ? `used ${used}` : view.tick > 0 ? 'no items used' : ''}</small>
            </header>
            <ActiveFighter side={side} number={number} tick={view.tick} struck={struck} isOver={isOver} />
            <Team side={side} tick={view.tick} />
          </section>
        );
      })}
    </div>
  );
};
