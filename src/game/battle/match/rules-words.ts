import type { Setup as HuntSetup } from '../osrs/v1/setup.ts';
import type { Mon } from '../../pokemon/mon.ts';
import type { Rejection } from '../../shared/errors.ts';

/** The two sides of a match, by number. */
export type SideNo = 0 | 1;

/** A Pokémon battle: everything that it follows from, beside its inputs. */
export interface PokemonSetup {
  readonly rules: 'pokemon';
  /** One battle's own for ever. */
  readonly battleId: string;
  /** A format of Pokémon Showdown, such as `gen9anythinggoes`, `gen9doublesou` or `gen9randombattle`. */
  readonly format: string;
  /** Four words of 16 bits, 0 to 65,535. */
  readonly seed: readonly [number, number, number, number];
  /** A side's own team; `null` where the format deals one. Nicknames are left out: logs hold nobody's words. */
  readonly teams: readonly [readonly Mon[] | null, readonly Mon[] | null];
}

/** A hunt: an OSRS character (side 0) against a monster. */
export interface OsrsSetup {
  readonly rules: 'osrs';
  readonly battleId: string;
  readonly hunt: HuntSetup;
}

/** What a match follows from. Equal setups and inputs give equal positions, always. */
export type MatchSetup = PokemonSetup | OsrsSetup;

/** One word of a side, in the order of the match's log. */
export interface MatchInput {
  readonly side: SideNo;
  /**
   * A {@link LegalChoice.choice}, in doubles one for each slot, joined by `, `; `default` takes the first legal one and
   * `forfeit` gives up at any time.
   */
  readonly choice: string;
}

/** Something that a slot may do. */
export interface LegalChoice {
  /** What an input says: `move 1`, `move 2 +1 terastallize`, `switch 3`, `team 4`, `pass`; in a hunt `eat`, `flee`. */
  readonly choice: string;
  readonly kind: 'move' | 'switch' | 'team' | 'pass' | 'item' | 'guard' | 'flee';
  /** The move or the Pokémon meant, for people. */
  readonly name: string;
  /** What else is worth knowing: points left, health, target. */
  readonly note: string;
  /** Of a move, the type that its own data gives it, such as `Fire`; abilities may change it. */
  readonly type?: string;
  /** Of a move that hits one foe, what the type chart multiplies its damage by: 0, or 0.25 to 4. */
  readonly matchup?: number;
}

/** A multiplier for people: `×2`, `×½`; empty where nothing is multiplied. */
export const timesText = (matchup: number | undefined): string => {
  if (matchup === undefined || matchup === 1) return '';
  return `×${({ 0.5: '½', 0.25: '¼', 0.125: '⅛' } as Record<number, string>)[matchup] ?? matchup}`;
};

/** What a side is asked for, for its own eyes only; one slot for each of its active fighters. */
export interface SideRequest {
  readonly kind: 'team' | 'move' | 'switch';
  readonly slots: readonly { readonly mon: string; readonly choices: readonly LegalChoice[] }[];
}

/** A fighter as everybody sees it. */
export interface FieldFighter {
  readonly name: string;
  /** Level, condition and the like, for people. */
  readonly note: string;
  /** 0 to 100. */
  readonly healthPercent: number;
}

/** One side as everybody sees it. */
export interface FieldSide {
  /** On the field now. */
  readonly active: readonly FieldFighter[];
  /** How many of its fighters stand, of how many. */
  readonly standing: number;
  readonly fighters: number;
}

/** What happened in a turn, in sentences that name the sides {@link SIDE_NAMES}. */
export interface Chapter {
  readonly turn: number;
  readonly lines: readonly string[];
  /** How both sides stood at its end; told when the match is over. */
  readonly field?: readonly [FieldSide, FieldSide];
}

/** What the sides are called in stories; whoever shows one puts the players' names in their place. */
export const SIDE_NAMES = ['Side 1', 'Side 2'] as const;

/** Where a match stands. */
export interface MatchPosition {
  /** 0 before the first turn. */
  readonly turn: number;
  /** By side; `null`: nothing to choose now, because it has chosen, waits, or the match is over. */
  readonly requests: readonly [SideRequest | null, SideRequest | null];
  readonly field: readonly [FieldSide, FieldSide];
  /** From the start, nothing that was not shown to everybody. */
  readonly story: readonly Chapter[];
  /** SHA-256 of the whole state in hex, without wall-clock marks. */
  readonly hash: string;
  readonly isEnded: boolean;
  /** `null` while it runs and for a tie. */
  readonly winner: SideNo | null;
}

/** A position, or a rule's no; a refused input changes nothing, now and whenever the log is played again. */
export type Ruling =
  | { readonly ok: true; readonly position: MatchPosition }
  | { readonly ok: false; readonly rejection: Rejection; readonly position?: MatchPosition };

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
