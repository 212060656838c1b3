/** What is heard of a line. */
export interface HeardLine {
  readonly text: string;
  readonly isBig: boolean;
}

/** Screen readers hear at most so often from a battle, ms, and so many lines at once. */
const EVERY_MS = 4_000;
const LINES_AT_ONCE = 4;

/** Big lines first to stay, in their order. */
const chosen = (lines: readonly HeardLine[]): readonly HeardLine[] => {
  const big = lines.filter(({ isBig }) => isBig).slice(-LINES_AT_ONCE);
  const small = lines.filter(({ isBig }) => !isBig).slice(-(LINES_AT_ONCE - big.length) || lines.length);
  const kept = new Set([...big, ...small]);
  return lines.filter((line) => kept.has(line));
};

/** Says the lines of a battle in breaths, so that a fast one does not drown everything else. */
export const createSpeaker = (
  say: (text: string) => void,
  after: (delayMs: number, call: () => void) => () => void,
): { hear(lines: readonly HeardLine[]): void; stop(): void } => {
  let waiting: readonly HeardLine[] = [];
  let cancel: (() => void) | undefined;
  const speak = (): void => {
    cancel = undefined;
    if (waiting.length === 0) return;
    say(
      chosen(waiting)
        .map(({ text }) => text)
        .join(' '),
    );
    waiting = [];
    cancel = after(EVERY_MS, speak);
  };
  return {
    hear: (lines) => {
      waiting = [...waiting, ...lines];
      if (cancel === undefined) speak();
    },
    stop: () => cancel?.(),
  };
};
