import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { uncountedText } from '#game/battle/counting.ts';
import type { Link } from '../live.ts';
import type { BattleView, SideNumber } from './wire.ts';

const TEMPOS: Readonly<Record<string, string>> = {
  rounds: '15 s to decide, then 8 ticks',
  live: 'a tick each 0.6 s',
  sim: 'without a clock',
};

const LINKS: Readonly<Record<Link, string>> = {
  connecting: 'Connecting…',
  open: 'Connected',
  lost: 'Connection lost, trying again',
};

interface PageHeadProps {
  readonly id: string;
  readonly names: readonly string[];
  readonly link?: Link | undefined;
  readonly isPrivate: boolean;
  /** What kind of battle it is, as pieces of a line. */
  readonly facts?: ComponentChildren;
  /** The clock. */
  readonly children?: ComponentChildren;
}

const useTitle = (title: string): void => {
  useEffect(() => {
    const before = document.title;
    document.title = title;
    return () => {
      document.title = before;
    };
  }, [title]);
};

/** Who fights, how, and where it stands: of a battle of any kind. */
export const PageHead = ({ id, names, link, isPrivate, facts, children }: PageHeadProps) => {
  useTitle(`${names.join(' against ')} · Guildhall`);
  return (
    <header class="battle-head">
      <nav aria-label="Back">
        <a href="#/battles">← Battles</a>
      </nav>
      <h1>
        {names[0]} <small>against</small> {names[1]}
      </h1>
      <p class="facts-line">
        {link !== undefined && <span class={`link-state ${link}`}>{LINKS[link]}</span>}
        {facts}
        {isPrivate && <span>private</span>}
        <span>
          battle <code>{id}</code>
        </span>
      </p>
      <div class="clock">{children}</div>
    </header>
  );
};

interface HeadProps {
  readonly view: BattleView;
  readonly names: readonly string[];
  readonly link?: Link;
  readonly children?: ComponentChildren;
}

/** The head of a battle by ticks. */
export const BattleHead = ({ view, names, link, children }: HeadProps) => (
  <PageHead
    id={view.id}
    names={names}
    link={link}
    isPrivate={view.isPrivate}
    facts={
      <>
        {link !== undefined && (
          <span>
            {view.tempo}
            <span class="roomy">: {TEMPOS[view.tempo] ?? ''}</span>
          </span>
        )}
        {view.stake > 0 && <span>stake {view.stake.toLocaleString('en')} each</span>}
      </>
    }
  >
    {children}
  </PageHead>
);

/** Ticks played, and the round where there are rounds. */
export const TickCounter = ({ view }: { view: BattleView }) => (
  <p class="counter">
    {view.tempo === 'rounds' && view.status === 'live' && (
      <span>
        Round <b>{view.round}</b>
      </span>
    )}
    <span>
      Tick <b class="tick-number">{view.tick}</b>
    </span>
  </p>
);

const useSecondsUntil = (endsAtMs: number): number => {
  const [nowMs, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((endsAtMs - nowMs) / 1_000));
};

/** How long the round still waits for orders. `wholeMs`: a full round. */
export const Countdown = ({ endsAtMs, wholeMs }: { endsAtMs: number; wholeMs: number }) => {
  const seconds = useSecondsUntil(endsAtMs);
  // the bar runs by itself: what it starts with stays as it was when it started
  const leftMs = useMemo(() => Math.max(0, endsAtMs - Date.now()), [endsAtMs]);
  return (
    <p class={`countdown${seconds <= 5 ? ' soon' : ''}`} role="timer" aria-label={`${seconds} s to decide`}>
      <b>{seconds}</b> s to decide
      <i
        key={endsAtMs}
        aria-hidden="true"
        style={{ '--from': Math.min(1, leftMs / wholeMs).toFixed(3), '--left': `${leftMs}ms` }}
      />
    </p>
  );
};

const HOW: Readonly<Record<string, string>> = {
  knockout: 'by knock-out',
  forfeit: 'because the other side gave up',
  cap: 'when time was up',
};

/** How a battle ended, in a sentence. */
export const resultText = (view: BattleView, names: readonly string[]): string => {
  const { outcome, status, reason } = view;
  if (status === 'closed') return 'This challenge ended without a battle.';
  if (status === 'void')
    return `This battle was voided${reason === null || reason === '' ? '' : `: ${reason}`}. Stakes went back.`;
  if (outcome === null) return 'This battle is over.';
  const ticks = `after ${outcome.tick} ticks`;
  if (outcome.winner === null) return `A draw ${ticks}.`;
  const why = outcome.counts === false ? ` ${uncountedText('cross')}` : '';
  return `${names[outcome.winner] ?? 'A side'} won ${HOW[outcome.how] ?? ''} ${ticks}.${why}`;
};

interface ResultProps {
  readonly text: string;
  /** `null`: nobody; `undefined`: it never came to that. */
  readonly winner: SideNumber | null | undefined;
  readonly own: SideNumber | undefined;
  /** A line under the text. */
  readonly more?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** The banner at the end. */
export const ResultBanner = ({ text, winner, own, more, children }: ResultProps) => {
  const isOwn = own !== undefined && winner !== undefined && winner !== null;
  const tone = isOwn ? (winner === own ? 'good' : 'warn') : 'neutral';
  return (
    <section class={`result ${tone}`} aria-label="Result">
      <h2>{isOwn ? (winner === own ? 'You won' : 'You lost') : 'Battle over'}</h2>
      <p>{text}</p>
      {more}
      {children !== undefined && <div class="row">{children}</div>}
    </section>
  );
};
