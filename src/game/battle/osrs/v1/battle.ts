import { EAT, FLEE, FORM, isOrder, RULES, UNPROTECT, PROTECT } from './orders.ts';
import { type Form, PRAYER_TICKS, type Setup } from './setup.ts';
import { hashOf, type Result, type State } from './state.ts';
import { drawBelow, startStream, type Words } from './stream.ts';

/** What can be seen of a battle. `side`: 0 the player, 1 the monster. */
export type BattleEvent =
  /** `damage` 0 with `isHit`: a monster's accurate 0, or what a protection kept away. */
  | {
      readonly type: 'attack';
      readonly side: 0 | 1;
      readonly isHit: boolean;
      readonly damage: number;
      readonly isProtected: boolean;
    }
  | { readonly type: 'ate'; readonly healed: number; readonly left: number }
  | { readonly type: 'form'; readonly form: number }
  /** Index into the protections; -1: none, or prayer has run out. */
  | { readonly type: 'protection'; readonly protection: number }
  | { readonly type: 'fleeing' }
  | { readonly type: 'end'; readonly result: Exclude<Result, 'running'> };

/** Takes what can be seen, tick by tick, in a fixed order. */
export type EventSink = (tick: number, event: BattleEvent) => void;

const nobody: EventSink = () => undefined;
const NO_ORDERS: State['player']['orders'] = { eat: -1, form: -1, protect: -1, flee: -1 };

/**
 * One battle of the `osrs` rules, version 1: a player against a monster in ticks of 0.6 s. Whole numbers only; the same
 * setup and orders at the same ticks give the same battle, everywhere. Both act from the state at the tick's start.
 */
export class OsrsBattle {
  readonly #setup: Setup;
  readonly #state: State;

  private constructor(setup: Setup, state: State) {
    this.#setup = setup;
    this.#state = state;
  }

  static start(setup: Setup): OsrsBattle {
    const { player, monster, seeds } = setup;
    return new OsrsBattle(setup, {
      tick: 0,
      result: 'running',
      player: {
        hitpoints: player.hitpoints,
        prayer: player.prayer,
        food: player.food,
        form: 0,
        protection: -1,
        prayed: 0,
        attackAt: 1,
        eatAt: 0,
        fleeAt: 0,
        orders: NO_ORDERS,
      },
      monster: { hitpoints: monster.hitpoints, attackAt: 1 + Math.trunc(monster.speedTicks / 2) },
      streams: [startStream(seeds[0]), startStream(seeds[1])],
    });
  }

  /** A battle from its {@link save}. */
  static restore(setup: Setup, state: State): OsrsBattle {
    return new OsrsBattle(setup, structuredClone(state));
  }

  /** The whole state, less than 1 KB as JSON. */
  save(): State {
    return structuredClone(this.#state);
  }

  get tick(): number {
    return this.#state.tick;
  }

  get result(): Result {
    return this.#state.result;
  }

  get hash(): number {
    return hashOf(this.#state);
  }

  /** The state as it is, to look at. */
  get state(): State {
    return this.#state;
  }

  /** Gives an order (see orders.ts) for the next tick; the latest of a kind counts, what is none is ignored. */
  order(order: number): void {
    if (!isOrder(order)) return;
    const { player } = this.#state;
    const { orders } = player;
    if (order === EAT) player.orders = { ...orders, eat: 1 };
    else if (order === FLEE) player.orders = { ...orders, flee: 1 };
    else if (order >= FORM) player.orders = { ...orders, form: order - FORM };
    else player.orders = { ...orders, protect: order };
  }

  /** Plays up to and including a tick, or the end. */
  run(toTick: number, sink: EventSink = nobody): void {
    const state = this.#state;
    const last = Math.min(toTick, RULES.cap);
    while (state.result === 'running' && state.tick < last) {
      state.tick += 1;
      this.#play((event) => sink(state.tick, event));
    }
  }

  get #form(): Form | undefined {
    return this.#setup.player.forms[this.#state.player.form];
  }

  #play(tell: (event: BattleEvent) => void): void {
    this.#obey(tell);
    this.#pray(tell);
    const { player, monster } = this.#state;
    const given = this.#strike(tell);
    const taken = this.#suffer(tell);
    monster.hitpoints -= given;
    player.hitpoints -= taken;
    this.#judge(tell);
  }

  /** What the player has ordered since the last tick: all of it takes place, in a fixed order. */
  #obey(tell: (event: BattleEvent) => void): void {
    const { player, tick } = this.#state;
    const { eat, form, protect, flee } = player.orders;
    player.orders = NO_ORDERS;
    if (form >= 0 && form !== player.form && form < this.#setup.player.forms.length) {
      player.form = form;
      player.attackAt = Math.max(player.attackAt, tick + RULES.formDelay);
      tell({ type: 'form', form });
    }
    if (protect >= 0) this.#protect(protect === UNPROTECT ? -1 : protect - PROTECT, tell);
    if (eat >= 0) this.#eat(tell);
    if (flee >= 0 && player.fleeAt === 0) {
      player.fleeAt = tick + RULES.fleeAfter;
      tell({ type: 'fleeing' });
    }
  }

  #protect(protection: number, tell: (event: BattleEvent) => void): void {
    const { player } = this.#state;
    if (protection === player.protection || (protection >= 0 && player.prayer === 0)) return;
    player.protection = protection;
    tell({ type: 'protection', protection });
  }

  #eat(tell: (event: BattleEvent) => void): void {
    const { player, tick } = this.#state;
    if (player.food === 0 || tick < player.eatAt) return;
    const { hitpoints, heals } = this.#setup.player;
    const healed = Math.min(heals, hitpoints - player.hitpoints);
    player.food -= 1;
    player.hitpoints += healed;
    player.eatAt = tick + RULES.eatEvery;
    player.attackAt = Math.max(player.attackAt, tick) + RULES.eatDelay;
    tell({ type: 'ate', healed, left: player.food });
  }

  #pray(tell: (event: BattleEvent) => void): void {
    const { player } = this.#state;
    if (player.protection < 0) return;
    player.prayed += 1;
    if (player.prayed < PRAYER_TICKS) return;
    player.prayed = 0;
    player.prayer -= 1;
    if (player.prayer === 0) this.#protect(-1, tell);
  }

  /** The player's attack, when it is due: what it takes from the monster. Who flees does not attack. */
  #strike(tell: (event: BattleEvent) => void): number {
    const { player, tick, streams } = this.#state;
    const form = this.#form;
    if (form === undefined || player.attackAt > tick || player.fleeAt > 0) return 0;
    player.attackAt = tick + form.speedTicks;
    const isHit = hits(streams[0], form.attackRoll, form.targetRoll);
    // an accurate 0 of a player counts as 1
    const damage = isHit ? Math.max(1, drawBelow(streams[0], form.maxHit + 1)) : 0;
    tell({ type: 'attack', side: 0, isHit, damage, isProtected: false });
    return damage;
  }

  #suffer(tell: (event: BattleEvent) => void): number {
    const { player, monster, tick, streams } = this.#state;
    const form = this.#form;
    const { attackRoll, maxHit, speedTicks, style } = this.#setup.monster;
    if (form === undefined || monster.attackAt > tick) return 0;
    monster.attackAt = tick + speedTicks;
    const isHit = hits(streams[1], attackRoll, form.defenceRoll);
    const rolled = isHit ? drawBelow(streams[1], maxHit + 1) : 0;
    const isProtected = player.protection === style;
    const damage = isProtected ? 0 : rolled;
    tell({ type: 'attack', side: 1, isHit, damage, isProtected });
    return damage;
  }

  #judge(tell: (event: BattleEvent) => void): void {
    const state = this.#state;
    const { player, monster, tick } = state;
    const [isDown, isSlain] = [player.hitpoints <= 0, monster.hitpoints <= 0];
    if (isDown && isSlain) state.result = 'draw';
    else if (isSlain) state.result = 'won';
    else if (isDown) state.result = 'lost';
    else if (player.fleeAt > 0 && tick >= player.fleeAt) state.result = 'fled';
    else if (tick >= RULES.cap) state.result = 'draw';
    if (state.result !== 'running') tell({ type: 'end', result: state.result });
  }
}

/** Whether an attack hits: each rolls from 0 to its own figure, and the attacker's has to be larger. */
const hits = (stream: Words, attackRoll: number, defenceRoll: number): boolean =>
  drawBelow(stream, attackRoll + 1) > drawBelow(stream, defenceRoll + 1);
