import { useEffect, useState } from 'preact/hooks';
import { mintKey, sendCommand } from '../api.ts';
import { RichText } from '../rich-text.tsx';
import { GiveUp } from './give-up.tsx';
import { edgeOf, effectPercent, type OrderButton, orderLine, orderOfKey, ordersOf } from './order-keys.ts';
import { effectName, TypeBadge } from './type-badge.tsx';
import { useKeys } from './use-keys.ts';
import type { BattleView, MoveView, SideNumber } from './wire.ts';

interface OrdersProps {
  readonly view: BattleView;
  readonly own: SideNumber;
  readonly persona: string;
  /** The drawing is behind: a press catches up instead of giving an order nobody could have meant. */
  readonly isBehind: boolean;
  readonly onCatchUp: () => void;
}

const MoveFacts = ({ move, interval }: { move: MoveView; interval: number }) => (
  <span class="facts">
    <TypeBadge type={move.type} />
    <span>
      {move.power === 0 ? 'no damage' : `power ${move.power}`}
      {move.effect !== 0 && `, ${effectPercent(move, interval)} % ${effectName(move.effect)}`}
    </span>
  </span>
);

const EDGES = { strong: '▲', weak: '▼' } as const;

/** How a move's type stands to the fighter on the other side. */
const Edge = ({ move, types }: { move: MoveView; types: readonly [number, number] | undefined }) => {
  const edge = edgeOf(move, types);
  return edge === undefined ? null : (
    <span
      class={`edge ${edge}`}
      role="img"
      aria-label={`${edge} here`}
      title={`${edge} against this fighter`}
    >
      {EDGES[edge]} <span class="roomy">{edge}</span>
    </span>
  );
};

interface ButtonProps {
  readonly button: OrderButton;
  /** Of the fighter that acts, ticks. */
  readonly interval: number;
  readonly types: readonly [number, number] | undefined;
  readonly waits: boolean;
  readonly isHeld: boolean;
  readonly onGive: (button: OrderButton) => void;
}

const Order = ({ button, interval, types, waits, isHeld, onGive }: ButtonProps) => (
  <button
    type="button"
    class={`order ${button.choice.replace(/\d$/, '')}${button.isChosen ? ' chosen' : ''}${waits ? ' waits' : ''}`}
    data-choice={button.choice}
    aria-pressed={button.isChosen}
    aria-disabled={!button.isPossible || isHeld}
    aria-keyshortcuts={button.key}
    onClick={() => onGive(button)}
  >
    <kbd>{button.key}</kbd>
    <span class="label">{button.label}</span>
    {button.move === undefined ? (
      <span class="facts">{button.state}</span>
    ) : (
      <>
        <Edge move={button.move} types={types} />
        <MoveFacts move={button.move} interval={interval} />
      </>
    )}
  </button>
);

/** What the player may order, with keys; the chosen order is marked until it is played. */
export const Orders = ({ view, own, persona, isBehind, onCatchUp }: OrdersProps) => {
  const [sending, setSending] = useState<number>();
  const [problem, setProblem] = useState<string>();
  const side = view.sides[own];
  const buttons = side === undefined ? [] : ordersOf(side, view.tick);
  const enemy = view.sides[1 - own];
  const types = enemy?.fighters[enemy.active]?.types;
  const round = view.tempo === 'rounds' ? view.round : undefined;

  useEffect(() => setProblem(undefined), [view.round]);
  const give = async (button: OrderButton | undefined): Promise<void> => {
    if (isBehind) return onCatchUp();
    if (button === undefined || sending !== undefined) return;
    if (!button.isPossible) {
      setProblem(`${button.label} cannot be ordered now: ${button.state}.`);
      return;
    }
    setSending(button.order);
    const reply = await sendCommand(persona, orderLine(view.id, button.choice, round), mintKey());
    setSending(undefined);
    setProblem('error' in reply ? reply.error.message : undefined);
  };
  useKeys((key) => {
    const order = orderOfKey(key);
    if (order !== undefined) void give(buttons.find((button) => button.order === order));
    return order !== undefined;
  });

  const chosen = buttons.find((button) => button.isChosen);
  const hint = isBehind
    ? 'The round plays. An order key shows its end.'
    : chosen === undefined
      ? 'Choose, or your fighter does what is best by itself.'
      : `Ordered: ${chosen.label}. Another order replaces it.`;
  return (
    <section class={`orders${isBehind ? ' behind' : ''}`} aria-label="Your orders">
      <div class="order-grid">
        {buttons.map((button) => (
          <Order
            key={button.choice}
            button={button}
            interval={side?.fighters[side.active]?.interval ?? 4}
            types={types}
            waits={sending === button.order}
            isHeld={isBehind}
            onGive={(pressed) => void give(pressed)}
          />
        ))}
      </div>
      <div class="orders-foot">
        <p role="status">
          {problem === undefined ? (
            hint
          ) : (
            <span class="problem">
              <RichText text={problem} />
            </span>
          )}
        </p>
        <GiveUp battleId={view.id} persona={persona} />
      </div>
    </section>
  );
};
