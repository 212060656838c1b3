import type { AnyKind, Place } from '#actors/kit/define-entity.ts';
import type { Answer } from '#actors/kit/engine-api.ts';
import type { BattleCommand } from '#game/battle/battle-protocol.ts';
import { GUARD } from '#game/battle/cross/v1/orders.ts';
import type { DomainCommand } from '#game/shared/decider.ts';
import type { Rng } from '#game/shared/rng.ts';
import { teamOf } from '../battle/teams.ts';
import { between, idOf, oneIn } from './chance.ts';
import { simBattle, simLobby } from './kinds.ts';
import type { Threads } from './threads.ts';

/** Ticks of one window: a battle of single fighters has three or four. */
const WINDOW_TICKS = 16;
/** Per mille of challenges that are shown in a thread. */
const SHOWN_PER_MILLE = 400;
/** How often two people begin again whose battle must come to a result. */
const DUELS_MAX = 6;

/** Somebody who fights. */
export interface Fighter {
  readonly id: string;
  readonly realm: string;
  readonly pet: string | undefined;
}

/** Sends a command in somebody's name, or in a battle's own. */
export type Say = (
  by: { readonly id: string },
  kind: AnyKind,
  place: Place,
  command: DomainCommand,
  then: (answer: Answer<unknown>) => void,
  key?: string,
) => void;

/** A battle of two people; `duels`: it must come to a result, and may begin again so often. */
interface Bout {
  readonly one: Fighter;
  readonly other: Fighter;
  readonly place: Place;
  readonly duels: number;
}

/** People who challenge each other, with coins or without, change their minds, give orders and give up. */
export class Fights {
  readonly #rng: Rng;
  readonly #say: Say;
  readonly #threads: Threads;

  constructor(rng: Rng, say: Say, threads: Threads) {
    this.#rng = rng;
    this.#say = say;
    this.#threads = threads;
  }

  /** One challenge and what comes of it; `then` once it is under way or has come to nothing. */
  challenge(one: Fighter, other: Fighter, then: () => void): void {
    this.#open(this.#bout(one, other, 0), oneIn(this.#rng, 600) ? between(this.#rng, 1, 400) : 0, then);
  }

  /** The same without stakes and second thoughts, before an audience: it is played to its end and rated. */
  duel(one: Fighter, other: Fighter, then: () => void): void {
    this.#open(this.#bout(one, other, DUELS_MAX), 0, then);
  }

  /** Waits in the lobby, and perhaps leaves it. */
  queue(one: Fighter, then: () => void): void {
    const place = { realm: one.realm, id: 'cross' };
    const rating = between(this.#rng, 1_300, 1_700);
    const join = { type: 'Join', rating, lineup: teamOf(0, 1), pokemon: null };
    this.#say(one, simLobby, place, join, (answer) => {
      then();
      const id = answer.ok ? matchedIn(answer.value) : undefined;
      if (id !== undefined) {
        // the battle is opened by an effect: who is too early hears that there is none
        this.#battle(one, { realm: one.realm, id }, { type: 'Ready', seed: 'ready' });
      } else if (oneIn(this.#rng, 400)) this.#say(one, simLobby, place, { type: 'Leave' }, nothing);
    });
  }

  #bout(one: Fighter, other: Fighter, duels: number): Bout {
    return { one, other, place: { realm: one.realm, id: idOf(this.#rng, 'b', 9) }, duels };
  }

  #open(bout: Bout, stake: number, then: () => void): void {
    const { one, other, place, duels } = bout;
    const open: BattleCommand = {
      type: 'Open',
      tempo: 'rounds',
      players: [
        { kind: 'person', userId: one.id },
        { kind: 'person', userId: other.id },
      ],
      lineup: { ...teamOf(between(this.#rng, 0, 7), 1), pets: one.pet === undefined ? [] : [one.pet] },
      stake,
      isPrivate: false,
      isEven: true,
    };
    this.#battle(one, place, open, ({ ok }) => {
      then();
      if (!ok) return this.#again(bout);
      if (duels > 0 || oneIn(this.#rng, SHOWN_PER_MILLE)) this.#threads.show(place, 'battle', other);
      return this.#answer(bout);
    });
  }

  /** What had to come to a result has come to nothing: time may have jumped meanwhile. */
  #again({ one, other, place, duels }: Bout): void {
    this.#threads.over(place);
    if (duels > 0) this.#open(this.#bout(one, other, duels - 1), 0, nothing);
  }

  #battle(
    by: { readonly id: string },
    place: Place,
    command: BattleCommand,
    then: (answer: Answer<unknown>) => void = nothing,
    key?: string,
  ): void {
    this.#say(by, simBattle, place, command, then, key);
  }

  #answer(bout: Bout): void {
    const { one, other, place, duels } = bout;
    const roll = duels > 0 ? 99 : between(this.#rng, 0, 99);
    const over = (): void => this.#threads.over(place);
    if (roll < 8) return this.#battle(other, place, { type: 'Decline' }, over);
    if (roll < 14) return this.#battle(one, place, { type: 'Withdraw' }, over);
    // nobody answers: it expires
    if (roll < 20) return undefined;
    const lineup = {
      ...teamOf(between(this.#rng, 0, 7), 1),
      pets: other.pet === undefined ? [] : [other.pet],
    };
    return this.#battle(other, place, { type: 'Accept', lineup, seed: other.id }, ({ ok }) => {
      if (!ok) return this.#again(bout);
      return this.#battle(one, place, { type: 'Begin', seed: one.id }, (answer) => {
        if (answer.ok) this.#window(bout, 0);
        else this.#again(bout);
      });
    });
  }

  /** The clock's word under the battle's own id, and perhaps an order or a white flag before it. */
  #window(bout: Bout, fromTick: number): void {
    const rng = this.#rng;
    const { one, other, place, duels } = bout;
    if (oneIn(rng, 300)) {
      const order = oneIn(rng, 500) ? GUARD : 1;
      this.#battle(oneIn(rng, 500) ? one : other, place, { type: 'Order', order });
    }
    if (duels === 0 && oneIn(rng, 60)) this.#battle(other, place, { type: 'Forfeit' });
    if (duels === 0 && oneIn(rng, 20)) {
      this.#battle({ id: 'operator' }, place, { type: 'Void', reason: 'a test.' });
    }
    const self = { id: `battle:${place.realm}:${place.id}` };
    const close: BattleCommand = { type: 'CloseWindow', fromTick, toTick: fromTick + WINDOW_TICKS };
    const key = `w${fromTick}-${idOf(rng, '', 4)}`;
    this.#battle(self, place, close, (answer) => this.#closed(bout, answer), key);
  }

  #closed(bout: Bout, answer: Answer<unknown>): void {
    const standing = answer.ok ? standingIn(answer.value) : undefined;
    if (standing === undefined) return this.#again(bout);
    if (standing.isOver) return this.#threads.over(bout.place);
    this.#threads.frame(bout.place);
    // while the stakes are being taken no window is played: the clock asks again
    return this.#window(bout, standing.tick);
  }
}

const nothing = (): void => undefined;

const matchedIn = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null && 'battleId' in value && typeof value.battleId === 'string'
    ? value.battleId
    : undefined;

const standingIn = (value: unknown): { readonly tick: number; readonly isOver: boolean } | undefined =>
  typeof value === 'object' && value !== null && 'tick' in value && 'isOver' in value
    ? { tick: Number(value.tick), isOver: value.isOver === true }
    : undefined;
