/** What the process with the battles is told. */
export interface BattleLiveOrder {
  readonly dir: string;
  readonly live: number;
  /** Share of battles that somebody attends. */
  readonly attended: number;
  /** They begin evenly over this time. */
  readonly spreadMs: number;
  readonly measureMs: number;
  /** Whether the battles are opened first, or are there from a process before. */
  readonly isNew: boolean;
}

/** What it answers when it has measured, or when all battles run again. */
export interface BattleLiveWord {
  readonly running: number;
  readonly cpuShare: number;
  readonly windows: number;
  readonly windowsPerS: number;
  /** Each is followed by another battle. */
  readonly endingsPerS: number;
  readonly lateP99Ms: number;
  readonly readyMs: number;
}
