import type { Rejection } from '../../shared/errors.ts';
import {
  type Chapter,
  type FieldSide,
  isOffered,
  type LegalChoice,
  type MatchInput,
  type MatchPosition,
  type SideNo,
  type SideRequest,
} from '../match/rules-words.ts';
import { type BattleEvent, OsrsBattle } from './v1/battle.ts';
import { EAT, FLEE, FORM, PROTECT, UNPROTECT } from './v1/orders.ts';
import { type Form, PROTECTIONS, type Setup } from './v1/setup.ts';
import { tellHunt } from './telling.ts';

/** The rules of a hunt as the log names them: those of a battle and how choices become orders. */
export const HUNT_VERSION = 'osrs/v1';
/** Ticks that one choice lasts: 4.8 s of the game. */
export const CHOICE_TICKS = 8;

const wrong = (message: string): Rejection => ({ code: 'E_INPUT', field: 'choice', message });

/** An order by what an input says of it; `fight` orders nothing. */
const orderOf = (choice: string): number | undefined => {
  const [verb = '', what = ''] = choice.split(' ');
  switch (verb) {
    case 'eat':
      return EAT;
    case 'flee':
      return FLEE;
    case 'protect':
      return what === 'off' ? UNPROTECT : PROTECT + PROTECTIONS.findIndex((style) => style === what);
    case 'gear':
      return FORM + Number(what) - 1;
    default:
      return undefined;
  }
};

const chance = ({ attackRoll, targetRoll }: Form): number =>
  // each rolls from 0 to its own figure; see formulas.ts for the exact one
  attackRoll > targetRoll
    ? 1 - (targetRoll + 2) / (2 * (attackRoll + 1))
    : attackRoll / (2 * (targetRoll + 1));

const formNote = (form: Form): string =>
  `up to ${form.maxHit} every ${form.speedTicks} ticks, hits ${Math.round(100 * chance(form))} %`;

/**
 * A hunt: the player chooses, eight ticks follow, and so on until one of both has fallen or the player is away. All of it
 * follows from the setup and the inputs.
 */
export class Hunt {
  readonly #setup: Setup;
  readonly #battle: OsrsBattle;
  readonly #story: { turn: number; lines: string[]; field: MatchPosition['field'] }[];
  #hasGivenUp = false;
  #refusal: Rejection | undefined;

  constructor(setup: Setup) {
    this.#setup = setup;
    this.#battle = OsrsBattle.start(setup);
    const lines = [`Side 1 meets **${setup.monster.name}**.`];
    this.#story = [{ turn: 0, lines, field: this.#field() }];
  }

  /** Why the last input was refused, if it was. */
  get refusal(): Rejection | undefined {
    return this.#refusal;
  }

  get #isOver(): boolean {
    return this.#hasGivenUp || this.#battle.result !== 'running';
  }

  /** Plays inputs, one after the other; a refused one changes nothing. */
  play(inputs: readonly MatchInput[]): void {
    for (const input of inputs) this.#refusal = this.#apply(input);
  }

  #apply({ side, choice }: MatchInput): Rejection | undefined {
    if (this.#isOver) return wrong('This hunt is over.');
    if (side !== 0) return wrong('A monster chooses nothing.');
    if (choice === 'forfeit') {
      this.#hasGivenUp = true;
      this.#story.at(-1)?.lines.push('Side 1 gave up.');
      return undefined;
    }
    if (!isOffered(this.#request(), choice)) return wrong('This is none of the choices that are offered.');
    const order = orderOf(choice);
    if (order !== undefined) this.#battle.order(order);
    const lines: string[] = [];
    this.#battle.run(this.#battle.tick + CHOICE_TICKS, (tick, event: BattleEvent) => {
      lines.push(tellHunt(this.#setup, tick, event));
    });
    this.#story.push({ turn: this.#story.length, lines, field: this.#field() });
    return undefined;
  }

  #request(): SideRequest {
    const { player } = this.#battle.state;
    const { forms, heals } = this.#setup.player;
    const choice = (text: string, kind: LegalChoice['kind'], name: string, note: string): LegalChoice => ({
      choice: text,
      kind,
      name,
      note,
    });
    const form = forms[player.form];
    const choices: readonly LegalChoice[] = [
      choice('fight', 'move', 'Fight on', form === undefined ? '' : formNote(form)),
      ...(player.food > 0 && player.hitpoints < this.#setup.player.hitpoints
        ? [choice('eat', 'item', 'Eat', `heals ${heals}, ${player.food} left`)]
        : []),
      ...(player.prayer > 0
        ? PROTECTIONS.flatMap((style, n) =>
            n === player.protection
              ? []
              : [
                  choice(
                    `protect ${style}`,
                    'guard',
                    `Protect from ${style}`,
                    `${player.prayer} prayer points`,
                  ),
                ],
          )
        : []),
      ...(player.protection < 0
        ? []
        : [choice('protect off', 'guard', 'Stop praying', 'saves prayer points')]),
      ...forms.flatMap((other, n) =>
        n === player.form ? [] : [choice(`gear ${n + 1}`, 'switch', other.name, formNote(other))],
      ),
      choice('flee', 'flee', 'Flee', 'away in three ticks; nobody wins'),
    ];
    return { kind: 'move', slots: [{ mon: form?.name ?? '', choices }] };
  }

  #field(): MatchPosition['field'] {
    const { player, monster } = this.#battle.state;
    const percent = (hitpoints: number, full: number): number =>
      Math.max(0, Math.ceil((100 * hitpoints) / full));
    const { forms, hitpoints } = this.#setup.player;
    const protection = PROTECTIONS[player.protection];
    const side = (name: string, note: string, left: number, full: number): FieldSide => ({
      active: [{ name, note, healthPercent: percent(left, full) }],
      standing: left > 0 ? 1 : 0,
      fighters: 1,
    });
    const notes = [
      `${Math.max(0, player.hitpoints)} of ${hitpoints} HP`,
      ...(protection === undefined ? [] : [`protects from ${protection}`]),
    ];
    return [
      side(forms[player.form]?.name ?? 'Fists', notes.join(', '), player.hitpoints, hitpoints),
      side(
        this.#setup.monster.name,
        `${Math.max(0, monster.hitpoints)} of ${this.#setup.monster.hitpoints} HP`,
        monster.hitpoints,
        this.#setup.monster.hitpoints,
      ),
    ];
  }

  #winner(): SideNo | null {
    if (this.#hasGivenUp || this.#battle.result === 'lost') return 1;
    return this.#battle.result === 'won' ? 0 : null;
  }

  /** Where it stands; `sha256` answers in hex. */
  position(sha256: (text: string) => string): MatchPosition {
    const isEnded = this.#isOver;
    const story = this.#story.map(({ turn, lines, field }): Chapter => ({
      turn,
      lines: [...lines],
      ...(isEnded ? { field } : {}),
    }));
    return {
      turn: this.#story.length - 1,
      requests: [isEnded ? null : this.#request(), null],
      field: this.#field(),
      story,
      hash: sha256(`${this.#battle.hash}/${this.#hasGivenUp ? 'left' : 'there'}`),
      isEnded,
      winner: isEnded ? this.#winner() : null,
    };
  }

  /**
   * What a hunter without a player does: protects while prayer lasts, eats before the next blows could be the last, flees
   * when there is nothing left to eat, and fights.
   */
  autoChoice(side: SideNo): string | undefined {
    if (side !== 0 || this.#isOver) return undefined;
    const { player } = this.#battle.state;
    const { monster, player: full } = this.#setup;
    const isSafe = player.protection === monster.style;
    const blows = Math.ceil(CHOICE_TICKS / monster.speedTicks);
    if (!isSafe && player.prayer > 0) return `protect ${PROTECTIONS[monster.style] ?? 'melee'}`;
    if (isSafe || player.hitpoints > monster.maxHit * blows) return 'fight';
    if (player.food > 0 && player.hitpoints < full.hitpoints) return 'eat';
    return player.hitpoints <= monster.maxHit ? 'flee' : 'fight';
  }
}
