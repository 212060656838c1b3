/** Turns of what carries on for each one of what begins, while both wait. */
const CARRY_ON_SHARE = 2;
/** When more wait to begin, they are served first: with 43 turns a second nobody waits much longer than a second. */
const BEGIN_LINE_MAX = 15;

/** How long something can wait: for nothing, behind what ends something, behind what begins, for everything else. */
export type Patience = 'at-once' | 'begins' | 'carries-on' | 'at-leisure';

type Turn = () => void;

/**
 * Who waits for a turn, in lines by patience; first come, first served in each. What begins goes before what carries on, but
 * leaves it two turns of three while not too much waits: a wave of beginnings would hold up all that is under way, and is itself
 * hardly later for it.
 */
export class TurnLines {
  readonly #lines: Readonly<Record<Patience, Turn[]>> = {
    'at-once': [],
    begins: [],
    'carries-on': [],
    'at-leisure': [],
  };
  /** Turns of what carries on since one that begins had its own. */
  #sinceBegin = CARRY_ON_SHARE;

  join(patience: Patience, turn: Turn): void {
    this.#lines[patience].push(turn);
  }

  /** Whose turn it is; they have left their line. */
  next(): Turn | undefined {
    return this.#lines['at-once'].shift() ?? this.#shared().shift() ?? this.#lines['at-leisure'].shift();
  }

  /** The line of those that begin or that of those that carry on. */
  #shared(): Turn[] {
    const { begins, 'carries-on': carriesOn } = this.#lines;
    const isTheirTurn = this.#sinceBegin >= CARRY_ON_SHARE || begins.length > BEGIN_LINE_MAX;
    if (begins.length > 0 && (isTheirTurn || carriesOn.length === 0)) {
      this.#sinceBegin = 0;
      return begins;
    }
    this.#sinceBegin += 1;
    return carriesOn;
  }
}
