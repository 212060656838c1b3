/** How a state that is changed in place can be taken back. */
export interface Undo {
  /** How many steps were released before the first one kept. */
  base: number;
  /** Steps are kept from the first mark on: a replay needs none. */
  recording: boolean;
  readonly steps: (() => void)[];
}

interface Undoable {
  readonly undo: Undo;
}

export const newUndo = (): Undo => ({ base: 0, recording: false, steps: [] });

/** How the kit takes back what never became durable, in a state that notes its steps in `undo`. */
export const undoDraft = {
  mark({ undo }: Undoable): number {
    undo.recording = true;
    return undo.base + undo.steps.length;
  },
  release({ undo }: Undoable, mark: number): void {
    const done = mark - undo.base;
    if (done <= 0) return;
    undo.steps.splice(0, done);
    undo.base = mark;
  },
  rollback({ undo }: Undoable, mark: number): void {
    const left = Math.max(0, mark - undo.base);
    while (undo.steps.length > left) undo.steps.pop()?.();
  },
};
