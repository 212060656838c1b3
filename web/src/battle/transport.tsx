import { playerKey, type ReplayPlayer, seek, SPEEDS, toggle, withSpeed } from './replay-player.ts';

interface TransportProps {
  readonly player: ReplayPlayer;
  readonly onChange: (player: ReplayPlayer) => void;
  readonly onShare?: (() => void) | undefined;
  readonly shareLabel: string;
  /** What it goes through, in the singular. */
  readonly unit: 'tick' | 'turn';
}

/** Play, pause, step and scrub through a replay. */
export const Transport = ({ player, onChange, onShare, shareLabel, unit }: TransportProps) => {
  const { tick, last, isPlaying, speed } = player;
  const press = (key: string): void => {
    const next = playerKey(player, key, false);
    if (next !== undefined) onChange(next);
  };
  return (
    <section class="transport" aria-label="Replay">
      <button
        type="button"
        class="button primary play"
        aria-keyshortcuts="Space"
        onClick={() => onChange(toggle(player))}
      >
        {isPlaying ? 'Pause' : 'Play'}
      </button>
      <button
        type="button"
        class="button small secondary"
        aria-label={`One ${unit} back`}
        onClick={() => press('ArrowLeft')}
      >
        ‹
      </button>
      <input
        type="range"
        class="scrub"
        min={0}
        max={last}
        value={tick}
        aria-label={unit === 'tick' ? 'Tick' : 'Turn'}
        aria-valuetext={`${unit} ${tick} of ${last}`}
        onInput={(event) => onChange(seek(player, Number(event.currentTarget.value)))}
      />
      <button
        type="button"
        class="button small secondary"
        aria-label={`One ${unit} on`}
        onClick={() => press('ArrowRight')}
      >
        ›
      </button>
      <output class="position">
        <b>{tick}</b>/{last}
      </output>
      <label class="speed">
        <span class="unseen">Speed</span>
        <select
          class="select"
          value={String(speed)}
          onChange={(event) => {
            const chosen = SPEEDS.find((one) => String(one) === event.currentTarget.value);
            if (chosen !== undefined) onChange(withSpeed(player, chosen));
          }}
        >
          {SPEEDS.map((one) => (
            <option key={one} value={String(one)}>
              {one}×
            </option>
          ))}
        </select>
      </label>
      {onShare !== undefined && (
        <button type="button" class="button small secondary" onClick={onShare}>
          {shareLabel}
        </button>
      )}
      <p class="keys">
        <kbd>Space</kbd> plays, <kbd>←</kbd> <kbd>→</kbd> step, with <kbd>Shift</kbd> by ten, <kbd>Home</kbd>{' '}
        <kbd>End</kbd>
      </p>
    </section>
  );
};
