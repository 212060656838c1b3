import type { LogLine } from '../../../src/game/battle/log-text.ts';
import { useNewestInView } from './use-newest.ts';

interface LogProps {
  readonly lines: readonly LogLine[];
  readonly empty: string;
  /** The tick that is shown; later lines are left out. */
  readonly tick?: number;
  readonly onPick?: (tick: number) => void;
}

const Line = ({ line, onPick }: { line: LogLine; onPick: LogProps['onPick'] }) => (
  <li class={`side-${line.side}${line.isBig ? ' big' : ''}`}>
    {onPick === undefined ? (
      <span class="at">{line.tick}</span>
    ) : (
      <button type="button" class="at" onClick={() => onPick(line.tick)} title={`Go to tick ${line.tick}`}>
        {line.tick}
      </button>
    )}
    <span>{line.text}</span>
  </li>
);

/** A battle in words, the newest at the end and in sight unless one reads further up. */
export const BattleLog = ({ lines, empty, tick, onPick }: LogProps) => {
  const shown = tick === undefined ? lines : lines.filter((line) => line.tick <= tick);
  const { list, onScroll } = useNewestInView(`${shown.length} ${shown.at(-1)?.key ?? ''}`);
  return (
    <section class="battle-log" aria-label="What happened">
      <h2>What happened</h2>
      {shown.length === 0 && <p class="empty">{empty}</p>}
      <ol ref={list} onScroll={onScroll} tabIndex={0} aria-label="Log, the newest last">
        {shown.map((line) => (
          <Line key={line.key} line={line} onPick={onPick} />
        ))}
      </ol>
    </section>
  );
};
