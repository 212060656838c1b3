import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { Arena } from './arena.tsx';
import { BattleHead, TickCounter } from './battle-head.tsx';
import { BattleLog } from './battle-log.tsx';
import { type Course, eventsAt, viewAt } from './replay-course.ts';
import { seek } from './replay-player.ts';
import { Transport } from './transport.tsx';
import { usePlayer } from './use-player.ts';
import { useShare } from './use-share.ts';
import type { SideNumber } from './wire.ts';

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
  const [shareLabel, share] = useShare(course.replay.battleId, player.tick, 'tick');
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
          unit="tick"
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
