import type { Progress } from '#adapters/sqlite/tools/inspect.ts';

const EVERY_MS = 500;
const LINE_EVERY_MS = 5_000;

/** Where a tool writes: results to one stream, progress to the other. */
export interface Output {
  line(text: string): void;
  problem(text: string): void;
  readonly progress: Progress;
}

/** 1,234,567 as people read it. */
export const grouped = (value: number): string => value.toLocaleString('en-US');

/** Bytes as people read them. */
export const sized = (bytes: number): string => {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit] ?? ''}`;
};

/** Writes to the process's own streams; progress as one line that is drawn anew, or line by line where nobody watches. */
export const terminalOutput = (): Output => {
  const isWatched = process.stderr.isTTY;
  let lastMs = isWatched ? 0 : performance.now();
  return {
    line: (text) => void process.stdout.write(`${text}\n`),
    problem: (text) => void process.stderr.write(`${text}\n`),
    progress: (done, total, what) => {
      const nowMs = performance.now();
      const isOver = done === total && total > 0;
      if (nowMs - lastMs < (isWatched ? EVERY_MS : LINE_EVERY_MS) && !(isOver && isWatched)) return;
      lastMs = nowMs;
      const share = total > 0 ? `${grouped(done)} of ${grouped(total)} ${what}` : what;
      process.stderr.write(isWatched ? `\r\u001b[2K${isOver ? '' : share}` : `${share}\n`);
    },
  };
};
