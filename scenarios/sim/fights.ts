import type { AnyKind, Place } from '#actors/kit/define-entity.ts';
import type { Answer } from '#actors/kit/engine-api.ts';
import type { BattleCommand } from '#game/battle/battle-protocol.ts';
import { GUARD } from '#game/battle/cross/v1/orders.ts';
import type { DomainCommand } from '#game/shared/decider.ts';
import type { Rng } from '#game/shared/rng.ts';
import { teamOf } from '../battle/teams.ts';
import { between, idOf, oneIn } from './chance.ts';
import { simBattle, simLobby } from './kinds.ts';

/** Ticks of one window: a battle of single fighters has three or four. */
const WINDOW_TICKS = 16;

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

/** People who challenge each other, with coins or without, change their minds, give orders and give up. */
export class Fights {
  readonly #rng: Rng;
  readonly #say: Say;

  constructor(rng: Rng, say: Say) {
    this.#rng = rng;
    this.#say = say;
  }

  /** One challenge and what comes of it; `then` once it is under way or has come to nothing. */
  challenge(one: Fighter, other: Fighter, then: () => void): void {
    const rng = this.#rng;
    const place = { realm: one.realm, id: idOf(rng, 'b', 9) };
    const open: BattleCommand = {
      type: 'Open',
      tempo: 'rounds',
      players: [
        { kind: 'person', userId: one.id },
        { kind: 'person', userId: other.id },
      ],
      lineup: { ...teamOf(between(rng, 0, 7), 1), pets: one.pet === undefined ? [] : [one.pet] },
      stake: oneIn(rng, 600) ? between(rng, 1, 400) : 0,
      isPrivate: false,
      isEven: true,
    };
    this.#battle(one, place, open, ({ ok }) => {
      then();
      if (ok) this.#answer(one, other, place);
    });
  }

  /** Waits in the lobby, and perhaps leaves it. */
  queue(one: Fighter, then: () => void): void {
    const place = { realm: one.realm, id: 'cross' };
    const join = { type: 'Join', rating: between(this.#rng, 1_300, 1_700), lineup: teamOf(0, 1) };
    this.#say(one, simLobby, place, join, (answer) => {
      then();
      const id = answer.ok ? matchedIn(answer.value) : undefined;
      if (id !== undefined) {
        // the battle is opened by an effect: who is too early hears that there is none
        this.#battle(one, { realm: one.realm, id }, { type: 'Ready', seed: 'ready' }, nothing);
      } else if (oneIn(this.#rng, 400)) this.#say(one, simLobby, place, { type: 'Leave' }, nothing);
    });
  }

  #battle(
    by: { readonly id: string },
    place: Place,
    command: BattleCommand,
    then: (answer: Answer<unknown>) => void,
    key?: string,
  ): void {
    this.#say(by, simBattle, place, command, then, key);
  }

  #answer(one: Fighter, other: Fighter, place: Place): void {
    const roll = between(this.#rng, 0, 99);
    if (roll < 8) return this.#battle(other, place, { type: 'Decline' }, nothing);
    if (roll < 14) return this.#battle(one, place, { type: 'Withdraw' }, nothing);
    // nobody answers: it expires
    if (roll < 20) return undefined;
    const lineup = {
      ...teamOf(between(this.#rng, 0, 7), 1),
      pets: other.pet === undefined ? [] : [other.pet],
    };
    return this.#battle(other, place, { type: 'Accept', lineup, seed: other.id }, ({ ok }) => {
      if (!ok) return;
      this.#battle(one, place, { type: 'Begin', seed: one.id }, (answer) => {
        if (answer.ok) this.#window(one, other, place, 0);
      });
    });
  }

  /** The clock's word under the battle's own id, and perhaps an order or a white flag before it. */
  #window(one: Fighter, other: Fighter, place: Place, fromTick: number): void {
    const rng = this.#rng;
    if (oneIn(rng, 300))
      this.#battle(
        oneIn(rng, 500) ? one : other,
        place,
        { type: 'Order', order: oneIn(rng, 500) ? GUARD : 1 },
        nothing,
      );
    if (oneIn(rng, 60)) this.#battle(other, place, { type: 'Forfeit' }, nothing);
    if (oneIn(rng, 20)) this.#battle({ id: 'operator' }, place, { type: 'Void', reason: 'a test.' }, nothing);
    const self = { id: `battle:${place.realm}:${place.id}` };
    const close: BattleCommand = { type: 'CloseWindow', fromTick, toTick: fromTick + WINDOW_TICKS };
    this.#battle(
      self,
      place,
      close,
      (answer) => {
        const standing = answer.ok ? standingIn(answer.value) : undefined;
        // while the stakes are being taken no window is played: the clock asks again
        if (standing !== undefined && !standing.isOver) this.#window(one, other, place, standing.tick);
      },
      `w${fromTick}-${idOf(rng, '', 4)}`,
    );
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
