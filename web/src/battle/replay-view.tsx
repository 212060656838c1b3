import { type ComponentChildren } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { battleAddress } from '../route.ts';
import { session } from '../session.ts';
import { Arena } from './arena.tsx';
import { BattleHead, TickCounter } from './battle-head.tsx';
import { BattleLog } from './battle-log.tsx';
import { type Course, eventsAt, viewAt } from './replay-course.ts';
import { openPlayer, playerKey, playOn, type ReplayPlayer, seek, tickMs } from './replay-player.ts';
import { Transport } from './transport.tsx';
import { type SideNumber } from './wire.ts';

/** Keys of the player work where nobody types; a focused range or button keeps its own. */
const keepsKey = (target: EventTarget | null, key: string): boolean => {
  if (!(target instanceof Element)) return false;
  if (target.closest('textarea, select, dialog, input:not([type="range"])') !== null) return true;
  return key === ' ' && target.closest('button, a, summary') !== null;
};

const usePlayer = (last: number, tick: number) => {
  const [player, setPlayer] = useState<ReplayPlayer>(() => openPlayer(last, tick));
  useEffect(() => setPlayer((old) => seek(old, tick)), [tick]);
  useEffect(() => {
    if (!player.isPlaying) return undefined;
    const timer = setTimeout(() => setPlayer(playOn), tickMs(player));
    return () => clearTimeout(timer);
  }, [player]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || keepsKey(event.target, event.key)) return;
      if (playerKey(player, event.key, event.shiftKey) === undefined) return;
      event.preventDefault();
      // keys may come faster than the page is drawn
      setPlayer((old) => playerKey(old, event.key, event.shiftKey) ?? old);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [player]);
  return [player, setPlayer] as const;
};

const COPIED_MS = 2_000;

/** Copies a link to what is seen; the address of the page becomes it, too, so that nothing is lost without a clipboard. */
const useShare = (course: Course, tick: number) => {
  const [isCopied, setCopied] = useState(false);
  const share = async (): Promise<void> => {
    const address = battleAddress(course.replay.battleId, tick);
    history.replaceState(history.state, '', address);
    try {
      await navigator.clipboard.writeText(location.href);
      session.spoken.set('Link copied.');
    } catch {
      session.spoken.set('The link stands in the address bar.');
    }
    setCopied(true);
    setTimeout(() => setCopied(false), COPIED_MS);
  };
  return [isCopied ? 'Link is ready' : 'Link to this tick', () => void share()] as const;
};

interface ReplayProps {
  readonly course: Course;
  readonly tick: number;
  readonly own: SideNumber | undefined;
  /** A battle of this service: it can be linked to. */
  readonly isShared: boolean;
  /** What stands above the arena and beside its log; told how to go to a tick. */
  readonly above?: ComponentChildren;
  readonly below: (goTo: (tick: number) => void) => ComponentChildren;
}

/** A finished battle tick by tick, played in this browser by the rules themselves. */
export const ReplayView = ({ course, tick, own, isShared, above, below }: ReplayProps) => {
  const [player, setPlayer] = usePlayer(course.ticks, tick);
  const view = useMemo(() => viewAt(course, player.tick), [course, player.tick]);
  const struck = useMemo(() => eventsAt(course, player.tick), [course, player.tick]);
  const [shareLabel, share] = useShare(course, player.tick);
  const goTo = (at: number): void => setPlayer((old) => seek(old, at));
  return (
    <div class="battle-page replaying">
      <BattleHead view={view} names={course.names}>
        <TickCounter view={view} />
      </BattleHead>
      <div class="battle-main">
        {above}
        <Transport
          player={player}
          onChange={setPlayer}
          onShare={isShared ? share : undefined}
          shareLabel={shareLabel}
        />
        <Arena view={view} names={course.names} struck={struck} own={own} />
        {below(goTo)}
      </div>
      <BattleLog
        lines={course.lines}
        tick={player.tick}
        onPick={goTo}
        empty="The battle has not begun. Press Play, or take the slider."
      />
    </div>
  );
};
