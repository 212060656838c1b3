import { RichText } from '../../rich-text.tsx';
import { HealthBar } from '../fighter-parts.tsx';
import { GiveUp } from '../give-up.tsx';
import { hasPicked, type Menu, type MenuEntry } from './choice-menu.ts';
import { type SideRequest, timesText } from './match-wire.ts';
import { healthIn } from './note-parts.ts';
import { useChoices } from './use-choices.ts';

const Note = ({ entry }: { entry: MenuEntry }) => {
  const health = entry.kind === 'switch' ? healthIn(entry.note) : undefined;
  if (health === undefined) return <span class="facts">{entry.note}</span>;
  return (
    <span class="facts">
      <HealthBar
        name={entry.label}
        now={health.now}
        full={health.full}
        share={Math.min(1, health.now / Math.max(1, health.full))}
        isSmall
      />
      <span>
        {health.now}/{health.full}
        {health.state !== '' && `, ${health.state}`}
      </span>
    </span>
  );
};

/** A move's type, with what the type chart multiplies its damage by against whom it hits. */
const MoveType = ({ entry: { type, matchup } }: { entry: MenuEntry }) => {
  const times = timesText(matchup);
  return type === undefined ? null : (
    <span
      class={`type ${type.toLowerCase()}`}
      title={times === '' ? undefined : `${times} by the type chart`}
    >
      {type} {times}
    </span>
  );
};

interface EntryProps {
  readonly entry: MenuEntry;
  /** The digit that presses it, if one does. */
  readonly digit: number | undefined;
  readonly isHeld: boolean;
  readonly onPick: (entry: MenuEntry) => void;
}

const Choice = ({ entry, digit, isHeld, onPick }: EntryProps) => {
  const { place } = entry;
  return (
    <button
      type="button"
      class={`order choice ${entry.kind}${place !== undefined && place > 0 ? ' chosen' : ''}`}
      data-choice={entry.choice}
      aria-pressed={place === undefined ? undefined : place > 0}
      aria-disabled={isHeld}
      aria-keyshortcuts={digit === undefined ? undefined : String(digit)}
      onClick={() => onPick(entry)}
    >
      {digit === undefined ? <span class="no-key" /> : <kbd>{digit}</kbd>}
      <span class="label">{entry.label}</span>
      <MoveType entry={entry} />
      <Note entry={entry} />
    </button>
  );
};

const questionOf = ({ asks, mon }: Menu, isHunt: boolean): string => {
  if (asks === 'team') return 'Who comes first? Press them in their order.';
  if (asks === 'target') return 'At whom?';
  if (asks === 'switch') return mon === '' ? 'Who comes in?' : `Who comes in for ${mon}?`;
  return mon === '' || isHunt ? 'What next?' : `What does ${mon} do?`;
};

const Specials = ({
  menu,
  armed,
  onToggle,
}: {
  menu: Menu;
  armed: string | undefined;
  onToggle: (word: string) => void;
}) => (
  <>
    {menu.specials.map(({ word, label }, n) => (
      <button
        key={word}
        type="button"
        class="button small secondary special"
        aria-pressed={armed === word}
        aria-keyshortcuts={n === 0 ? 'T' : undefined}
        onClick={() => onToggle(word)}
      >
        {n === 0 && <kbd>T</kbd>} {label}
      </button>
    ))}
  </>
);

interface ChoicesProps {
  readonly id: string;
  readonly persona: string;
  readonly request: SideRequest;
  readonly chosen: number;
  readonly isHunt: boolean;
  readonly onGiven: () => Promise<void>;
}

type Choosing = ReturnType<typeof useChoices>;

const ChoicesHead = ({
  choosing,
  request,
  isHunt,
}: Pick<ChoicesProps, 'request' | 'isHunt'> & {
  readonly choosing: Choosing;
}) => {
  const { menu, picking, isSending, toggle, anew, ready } = choosing;
  return (
    <header>
      <h2>{isSending ? 'Given…' : questionOf(menu, isHunt)}</h2>
      <div class="row">
        <Specials menu={menu} armed={picking.special} onToggle={toggle} />
        {hasPicked(request, picking) && !isSending && (
          <button type="button" class="button small secondary" aria-keyshortcuts="Escape" onClick={anew}>
            Choose anew
          </button>
        )}
        {menu.asks === 'team' && (
          <button
            type="button"
            class="button small primary"
            aria-disabled={picking.order.length === 0 || isSending}
            onClick={ready}
          >
            Send them out
          </button>
        )}
      </div>
    </header>
  );
};

const Choices = ({ isHunt, ...asked }: ChoicesProps) => {
  const choosing = useChoices(asked);
  const { menu, picking, isSending, problem, pick } = choosing;
  const { request } = asked;
  const isSecond = hasPicked(request, picking) && picking.picked.length > 0 && !isSending;
  return (
    <div class={`${isSending ? 'behind' : ''}${isHunt ? ' hunt' : ''}`}>
      <ChoicesHead choosing={choosing} request={request} isHunt={isHunt} />
      <div class="order-grid">
        {menu.entries.map((entry, n) => (
          <Choice
            key={entry.key}
            entry={entry}
            digit={n < 9 ? n + 1 : undefined}
            isHeld={isSending}
            onPick={pick}
          />
        ))}
      </div>
      <p class="choice-state" role="status">
        {problem === undefined ? (
          isSecond && `${picking.picked.length} of ${request.slots.length} chosen.`
        ) : (
          <span class="problem">
            <RichText text={problem} />
          </span>
        )}
      </p>
    </div>
  );
};

interface OwnProps extends Omit<ChoicesProps, 'request'> {
  /** `null`: nothing is asked now. */
  readonly request: SideRequest | null;
}

/** What the own side is asked for, as buttons; while nothing is asked, that the other side is next. */
export const MatchChoices = ({ request, ...own }: OwnProps) => (
  <section class="orders choices" aria-label="Your choice">
    {request !== null && <Choices {...own} request={request} />}
    <div class="orders-foot">
      <p role="status">
        {request === null && (
          <>
            <span class="dots" aria-hidden="true" /> You have chosen, the other side is next.
          </>
        )}
      </p>
      <GiveUp battleId={own.id} persona={own.persona} />
    </div>
  </section>
);
