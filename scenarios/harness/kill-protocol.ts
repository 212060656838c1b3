import type { DomainCommand } from '#game/shared/decider.ts';
import type { DataPlace } from './data-place.ts';
import type { KillPoint } from './kill-points.ts';

/** What a driver is started with, as its one argument in JSON. */
export interface DriverOrder {
  readonly place: DataPlace;
  /** Absent: it lives until it is told to finish. */
  readonly point?: KillPoint;
  readonly hit: number;
  readonly isBroken: boolean;
}

/** A command on its way to the driver. */
export interface AskWord {
  readonly kind: 'user' | 'ledger';
  readonly realm: string;
  readonly id: string;
  readonly command: DomainCommand;
  readonly commandId: string;
  readonly by: string;
}

/** What became of one. */
export type Told =
  | { readonly commandId: string; readonly seq: number; readonly said: string; readonly isOk: boolean }
  | { readonly commandId: string; readonly fault: string };

export type ParentWord = { readonly asks: readonly AskWord[] } | { readonly finish: true };
export type DriverWord =
  | { readonly isReady: true }
  | { readonly told: readonly Told[] }
  | { readonly alarm: string }
  | { readonly isClean: boolean };
