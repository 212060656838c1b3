import { nodeHash } from '#ports/hash.ts';
import { battleDecider } from '#game/battle/battle-decider.ts';
import { type BattleEvent, battleEventSchemas } from '#game/battle/battle-events.ts';
import type { BattleCommand, BattleReply, Lineup, Player } from '#game/battle/battle-protocol.ts';
import { battleStateSchema, type BattleState, initialBattle } from '#game/battle/battle-state.ts';
import type { Sheet } from '#game/battle/cross/v1/sheet.ts';
import { RULE_BOOK, type RuleBook } from '#game/battle/rules.ts';
import type { Accepted, Context, Effect, EffectOutcome, ReminderChange } from '#game/shared/decider.ts';
import type { Rejection } from '#game/shared/errors.ts';
import { sfc32 } from '#game/shared/rng.ts';

export { nodeHash } from '#ports/hash.ts';

export const ASH = 'ash1';
export const MISTY = 'misty1';
export const SELF = { kind: 'battle', realm: 'home', id: 'b1' } as const;
/** In whose name the clock and reminders speak. */
export const OWN = 'battle:home:b1';

/** A plain fighter; two of them need about 40 ticks. */
export const sheet = (name: string, more: Partial<Sheet> = {}): Sheet => ({
  name,
  kind: 'pet',
  level: 50,
  hp: 2_688,
  attack: 864,
  defence: 864,
  interval: 4,
  class: 0,
  types: [0, 18],
  moves: [100, 80, 60, 40].map((power, n) => ({
    name: `${name} ${n + 1}`,
    type: 0,
    power,
    effect: 0,
    chance: 0,
  })) as Sheet['moves'],
  ...more,
});

/** A side of so many plain fighters; the third of another class, as teams must have it. */
export const team = (name: string, size = 1, more: Partial<Lineup> = {}): Lineup => ({
  fighters: Array.from({ length: size }, (_, n) => sheet(`${name} ${'abc'[n]}`, { class: n === 2 ? 1 : 0 })),
  supplies: { food: 2, antidotes: 1 },
  standing: { focus: 0, healBelow: 25, cure: true, switching: false },
  pets: [],
  ...more,
});

export const person = (userId: string): Player => ({ kind: 'person', userId });
export const trainer = (trainerId: string): Player => ({ kind: 'trainer', trainerId });

/** A challenge of Ash to Misty. */
export const challenge = (
  more: Partial<Extract<BattleCommand, { type: 'Open' }>> = {},
): Extract<BattleCommand, { type: 'Open' }> => ({
  type: 'Open',
  tempo: 'rounds',
  players: [person(ASH), person(MISTY)],
  lineup: team('Ember'),
  stake: 0,
  isPrivate: false,
  isEven: true,
  ...more,
});

export const accept = (seed = 'mistys-seed', lineup = team('Drop')): BattleCommand => ({
  type: 'Accept',
  lineup,
  seed,
});
export const begin = (seed = 'ashs-seed'): BattleCommand => ({ type: 'Begin', seed });

/** One battle driven by hand: a clock, a state, and what left it. */
export class Fight {
  state: BattleState = initialBattle(SELF);
  nowMs = 1_800_000_000_000;
  readonly effects: Effect[] = [];
  readonly events: BattleEvent[] = [];
  readonly reminders: ReminderChange[] = [];
  reply: BattleReply | undefined;
  readonly #decider;
  readonly #book: RuleBook;
  readonly #rng;

  constructor(seed = 1, book: RuleBook = RULE_BOOK) {
    this.#book = book;
    this.#decider = battleDecider({ hash: nodeHash, book });
    this.#rng = sfc32(seed, 2, 3, 4);
  }

  #context(by: string): Context {
    return { nowMs: this.nowMs, rng: this.#rng, self: SELF, by, commandId: `${by}/k` };
  }

  #take({ events, effects = [], reminders = [], reply }: Accepted<BattleEvent, BattleReply>): void {
    for (const event of events) this.take(event);
    this.effects.push(...effects);
    this.reminders.push(...reminders);
    this.reply = reply;
    if (JSON.stringify(reply).length > 1_024) throw new Error('a reply has at most 1 KB');
  }

  /** Takes an event as the log would give it. */
  take(event: BattleEvent): void {
    const { type, ...data } = event;
    battleEventSchemas[type].parse(JSON.parse(JSON.stringify(data)));
    this.state = this.#decider.evolve(this.state, event, this.nowMs);
    this.events.push(event);
  }

  /** The same battle as another process wakes it from a snapshot. */
  slept(): void {
    this.state = battleStateSchema(this.#book).parse(JSON.parse(JSON.stringify(this.state)));
  }

  try(by: string, command: BattleCommand): Rejection | undefined {
    const decision = this.#decider.decide(this.state, command, this.#context(by));
    if (decision.ok) this.#take(decision);
    return decision.ok ? undefined : decision.rejection;
  }

  /** Gives a command that must be taken. */
  give(by: string, command: BattleCommand): BattleReply {
    const refused = this.try(by, command);
    if (refused !== undefined) throw new Error(`${command.type}: ${refused.code} ${refused.message}`);
    if (this.reply === undefined) throw new Error('no reply');
    return this.reply;
  }

  /** Tells how the effect of that tag ended. */
  settle(tag: string, outcome: EffectOutcome): void {
    const effect = this.effects.findLast((one) => one.tag === tag);
    if (effect === undefined) throw new Error(`no effect ${tag}`);
    const settled = this.#decider.settle?.(this.state, effect, outcome, this.#context('ledger:home:0'));
    if (settled !== undefined) this.#take(settled);
  }

  /** Closes windows of so many ticks until the battle is over, or `windows` of them. */
  play(ticks = 8, windows = Number.POSITIVE_INFINITY): void {
    for (let n = 0; n < windows && this.state.status === 'live'; n += 1) {
      const { tick } = this.state;
      this.give(OWN, { type: 'CloseWindow', fromTick: tick, toTick: Math.min(2_000, tick + ticks) });
    }
  }

  types(): readonly string[] {
    return this.events.map(({ type }) => type);
  }
}

/** A battle of Ash against Misty that has begun. */
export const fighting = (more: Partial<Extract<BattleCommand, { type: 'Open' }>> = {}, seed = 1): Fight => {
  const fight = new Fight(seed);
  const command = challenge(more);
  const [, second] = command.players;
  fight.give(ASH, command);
  if (second.kind === 'person')
    fight.give(MISTY, accept('mistys-seed', team('Drop', command.lineup.fighters.length)));
  fight.give(ASH, begin());
  if (command.stake > 0) fight.settle('stake', { ok: true, reply: { receiptId: 'r1', balances: {} } });
  return fight;
};
