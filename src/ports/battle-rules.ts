import { type Mon } from '#game/pokemon/mon.ts';
import { type Rejection } from '#game/shared/errors.ts';

/** The two sides of a battle, by number. */
export type SideNo = 0 | 1;

/** Everything that a battle follows from, beside its inputs. Equal setups and inputs give equal positions, always. */
export interface BattleSetup {
  /** One battle's own for ever. */
  readonly battleId: string;
  /** A format of Pokémon Showdown, such as `gen9anythinggoes`, `gen9doublesou` or `gen9randombattle`. */
  readonly format: string;
  /** Four words of 16 bits, 0 to 65,535. */
  readonly seed: readonly [number, number, number, number];
  /** A side's own team; `null` where the format deals one. Nicknames are left out: logs hold nobody's words. */
  readonly teams: readonly [readonly Mon[] | null, readonly Mon[] | null];
}

/** One word of a side, in the order of the battle's log. */
export interface BattleInput {
  readonly side: SideNo;
  /**
   * A {@link LegalChoice.choice}, in doubles one for each slot, joined by `, `; `default` takes the first legal one and
   * `forfeit` gives up at any time.
   */
  readonly choice: string;
}

/** Something that a slot may do. */
export interface LegalChoice {
  /** What an input says: `move 1`, `move 2 +1 terastallize`, `switch 3`, `team 4`, `pass`. */
  readonly choice: string;
  readonly kind: 'move' | 'switch' | 'team' | 'pass';
  /** The move or the Pokémon meant, for people. */
  readonly name: string;
  /** What else is worth knowing: points left, health, target. */
  readonly note: string;
}

/** What a side is asked for, for its own eyes only; one slot for each of its active Pokémon. */
export interface SideRequest {
  readonly kind: 'team' | 'move' | 'switch';
  readonly slots: readonly { readonly mon: string; readonly choices: readonly LegalChoice[] }[];
}

/** Where a battle stands. */
export interface BattlePosition {
  /** 0 before the first turn. */
  readonly turn: number;
  /** By side; `null`: nothing to choose now, because it has chosen, waits, or the battle is over. */
  readonly requests: readonly [SideRequest | null, SideRequest | null];
  /** What spectators may see, from the start, as protocol lines: health in percent, nothing that was not shown. */
  readonly publicLog: readonly string[];
  /** The same with what each side knows of its own. */
  readonly privateLogs: readonly [readonly string[], readonly string[]];
  /** SHA-256 of the whole state in hex, without wall-clock marks. */
  readonly hash: string;
  readonly isEnded: boolean;
  /** `null` while it runs and for a tie. */
  readonly winner: SideNo | null;
}

/** A position, or a rule's no; a refused input changes nothing, now and whenever the log is played again. */
export type Ruling =
  | { readonly ok: true; readonly position: BattlePosition }
  | { readonly ok: false; readonly rejection: Rejection; readonly position?: BattlePosition };

/**
 * The rules of battles that are played outside this process's own code. The battle commits inputs first and asks then;
 * what comes back follows from setup and inputs alone, so that an engine that was lost plays them again.
 * Faults: `E_UNAVAILABLE` when the engine cannot be started or dies twice in a row.
 */
export interface BattleRules {
  /** Opens a battle. Rejections: `E_INPUT` for a format, seed or team that cannot be. @throws Fault */
  open(setup: BattleSetup): Promise<Ruling>;
  /**
   * The position after all inputs so far. Rejections: `E_INPUT` when the last of them was refused, with the position that
   * stays; `E_GONE` when the battle is not open here: restore it. @throws Fault
   */
  choose(battleId: string, inputs: readonly BattleInput[]): Promise<Ruling>;
  /** Opens a battle of the log again, after a restart. Rejections: as {@link open} and {@link choose}. @throws Fault */
  restore(setup: BattleSetup, inputs: readonly BattleInput[]): Promise<Ruling>;
  /**
   * What an opponent without a player does next: the same for the same log. It knows its own team and what the other side
   * has on the field. `undefined`: it has nothing to choose, or the battle is not open here. @throws Fault
   */
  autoChoice(battleId: string, inputs: readonly BattleInput[], side: SideNo): Promise<string | undefined>;
  /** Forgets a battle. */
  close(battleId: string): Promise<void>;
  /** Ends the engine; nothing may be asked after it. */
  shutdown(): Promise<void>;
}

/** `team 3`, or the places of several that come first, such as `team 31`. */
const isOrder = (choice: string, members: number): boolean => {
  const places = Array.from(/^team ([1-9]{1,9})$/.exec(choice)?.[1] ?? '', Number);
  return places.length > 0 && new Set(places).size === places.length && Math.max(...places) <= members;
};

/**
 * Whether a choice is one of those offered; `default` and `forfeit` always are. The rules may still refuse it for what
 * the side could not know, such as a foe that does not let it leave.
 */
export const isOffered = (request: SideRequest, choice: string): boolean => {
  if (choice === 'default' || choice === 'forfeit') return true;
  if (request.kind === 'team') return isOrder(choice, request.slots[0]?.choices.length ?? 0);
  const parts = choice.split(', ');
  return (
    parts.length === request.slots.length &&
    request.slots.every((slot, index) => slot.choices.some((one) => one.choice === parts[index]))
  );
};
