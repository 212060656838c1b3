import { battleReads } from '#game/battle/battle-reads.ts';
import type { BattleEvent } from '#game/battle/battle-events.ts';
import type { Lineup } from '#game/battle/battle-protocol.ts';
import { CrossBattle } from '#game/battle/cross/v1/battle.ts';
import { EVENT } from '#game/battle/cross/v1/events.ts';
import type { Sheet } from '#game/battle/cross/v1/sheet.ts';
import { commitmentOf } from '#game/battle/fairness.ts';
import { RULE_BOOK } from '#game/battle/rules.ts';
import type { SeenEvent } from '#game/battle/shown.ts';
import { Showing } from '#game/battle/showing.ts';
import type { Viewer } from '#game/battle/view.ts';
import { ASH, Fight, MISTY, nodeHash, OWN, person } from './battle-rig.ts';
import type { Given, Other, Plan, Stage } from './twin-plans.ts';

const SIDES = [0, 1] as const;
const hex = (word32: number): string => word32.toString(16).padStart(8, '0').repeat(8);
/** Published before the end, and different because what they bind is. */
const DIGESTS = /"(commitment|openingDigest)":"[0-9a-f]*"/g;

const seedsOf = ({ streams: [a, b, c, d] }: Stage) =>
  [
    [a, b, c, d],
    [d, c, b, a],
  ] as [[number, number, number, number], [number, number, number, number]];

/** A battle of a plan as far as its stage goes. */
export interface Told {
  /** Everything that a viewer gets, in order, as it is sent. */
  readonly sent: string;
  /** Orders that were taken, each at its place in the plan. */
  readonly taken: readonly Given[];
  readonly closed: readonly Extract<BattleEvent, { type: 'WindowClosed' }>[];
}

const reads = battleReads({ hash: nodeHash, book: RULE_BOOK });
const nameOf = (side: 0 | 1): string => (side === 0 ? ASH : MISTY);

/** Opens and begins the battle of a plan, event by event, and lets somebody look before and after each. */
const openedBy = (stage: Stage, plan: Plan, look: (fight: Fight) => void): Fight => {
  const fight = new Fight();
  const players: [ReturnType<typeof person>, ReturnType<typeof person>] = [person(ASH), person(MISTY)];
  const { tempo } = stage;
  const serverSeed = hex(plan.secrets[0]);
  const take = (event: BattleEvent): void => {
    fight.take(event);
    look(fight);
  };
  const common = { players, tempo, isPrivate: false, stake: 0 };
  take({
    type: 'BattleOpened',
    rules: 'cross/v1',
    ...common,
    lineup: plan.lineups[0],
    answer: null,
    isEven: true,
    serverSeed,
    salt: hex(plan.secrets[1]),
    commitment: commitmentOf(serverSeed, nodeHash),
    expiresAtMs: fight.nowMs + 1,
  });
  take({ type: 'BattleAccepted', lineup: plan.lineups[1], seed: plan.playerSeeds[1] });
  take({ type: 'BattleBegun', seed: plan.playerSeeds[0] });
  take({
    type: 'BattleStarted',
    ...common,
    openingDigest: hex(plan.secrets[0]),
    seeds: seedsOf(stage),
  });
  return fight;
};

/** Shows a battle to a viewer as it goes on. */
class Show {
  readonly sent: string[] = [];
  readonly #viewer: Viewer;
  #showing: Showing | undefined;

  constructor(viewer: Viewer) {
    this.#viewer = viewer;
  }

  #send(what: unknown): void {
    this.sent.push(JSON.stringify(what));
  }

  look({ state }: Fight): void {
    this.#send(reads.view(state, this.#viewer === 'spectator' ? {} : { userId: nameOf(this.#viewer) }));
  }

  begin({ state }: Fight): void {
    this.#showing = new Showing(reads.copy(state), RULE_BOOK);
    this.#send(this.#showing.view(this.#viewer));
  }

  take(event: BattleEvent, atMs: number): void {
    if (event.type === 'WindowClosed') this.#send(this.#showing?.window(event)(this.#viewer));
    if (event.type !== 'OrderGiven') return;
    const own = this.#showing?.order(event, atMs);
    if (this.#viewer === event.side) this.#send(own);
  }
}

/** Plays a plan, up to the window before its end, and tells what a viewer gets of it; nobody looks if there is none. */
export const tell = (stage: Stage, plan: Plan, viewer?: Viewer): Told => {
  const show = viewer === undefined ? undefined : new Show(viewer);
  const fight = openedBy(stage, plan, (at) => show?.look(at));
  show?.begin(fight);
  const taken: Given[] = [];
  const closed: Extract<BattleEvent, { type: 'WindowClosed' }>[] = [];
  const order = (side: 0 | 1, number: number): boolean => {
    if (fight.try(nameOf(side), { type: 'Order', order: number }) !== undefined) return false;
    const given = fight.events.at(-1);
    if (given !== undefined) show?.take(given, fight.nowMs);
    return true;
  };
  for (let window = 0; window < stage.windows; window += 1) {
    for (const given of plan.orders) if (given[0] === window && order(given[1], given[2])) taken.push(given);
    // what is ordered, but not played yet, is nobody's business; those who come late get what the others got
    if (window % 6 === 0) show?.look(fight);
    const { tick } = fight.state;
    const toTick = Math.min(2_000, tick + stage.windowTicks);
    fight.give(OWN, { type: 'CloseWindow', fromTick: tick, toTick });
    const event = fight.events.findLast((one) => one.type === 'WindowClosed');
    if (event === undefined || fight.state.status !== 'live') break;
    closed.push(event);
    show?.take(event, fight.nowMs);
  }
  if (fight.state.status === 'live') {
    for (const side of SIDES) order(side, plan.last[side]);
    show?.look(fight);
  }
  return { sent: (show?.sent ?? []).join('\n').replaceAll(DIGESTS, ''), taken, closed };
};

/** What happens in these windows, told by the rules alone: whatever is in it has been seen by everybody. */
export const happens = (stage: Stage, plan: Plan, closed: Told['closed']): readonly SeenEvent[] => {
  const [first, second] = seedsOf(stage);
  const [own, other] = plan.lineups;
  const brought = ({ fighters, supplies: items, standing }: Lineup) => ({
    fighters: [...fighters],
    supplies: items,
    standing,
  });
  const battle = CrossBattle.start([
    { ...brought(own), seed: first },
    { ...brought(other), seed: second },
  ]);
  const events: SeenEvent[] = [];
  for (const { orders, toTick } of closed) {
    for (const [side, order] of orders) battle.order(side, order);
    battle.run(toTick, (...event) => {
      events.push(event);
    });
  }
  return events;
};

/** What a side has shown. */
export interface Shows {
  readonly fighters: ReadonlySet<number>;
  /** Used moves as `fighter/move`. */
  readonly moves: ReadonlySet<string>;
  readonly food: number;
  readonly antidotes: number;
}

/** What a side has shown by what has happened. */
export const showsOf = (events: readonly SeenEvent[], side: 0 | 1): Shows => {
  let active = 0;
  const fighters = new Set([0]);
  const moves = new Set<string>();
  const used = { food: 0, antidotes: 0 };
  for (const [, by, kind, a] of events) {
    if (by !== side) continue;
    if (kind === EVENT.enter) {
      active = a;
      fighters.add(a);
    } else if (kind === EVENT.hit || kind === EVENT.critical) moves.add(`${active}/${a}`);
    else if (kind === EVENT.food) used.food += 1;
    else if (kind === EVENT.antidote) used.antidotes += 1;
  }
  return { fighters, moves, ...used };
};

/** A side with other fighters, moves and items wherever it has shown none. */
export const otherLineup = (lineup: Lineup, other: Other, shows: Shows): Lineup => {
  const fighters = lineup.fighters.map((own, n) => {
    if (!shows.fighters.has(n)) return other.fighters[n] ?? own;
    const moves = own.moves.map((move, m) =>
      shows.moves.has(`${n}/${m}`) ? move : (other.moves[n * 4 + m] ?? move),
    ) as Sheet['moves'];
    return Object.assign({}, own, { moves });
  });
  // somebody who still had an item could order it: so much is left to the other, too
  const left = (had: number, used: number, wanted: number): number =>
    Math.max(used + (had > used ? 1 : 0), wanted);
  return {
    ...lineup,
    fighters,
    supplies: {
      food: left(lineup.supplies.food, shows.food, other.food),
      antidotes: left(lineup.supplies.antidotes, shows.antidotes, other.antidotes),
    },
  };
};

/** The battle of a plan again, by the orders that were taken, with other hidden things on these sides. */
export const twinOf = (
  plan: Plan,
  { taken, closed }: Told,
  stage: Stage,
  others: readonly (Other | undefined)[],
): Plan => {
  const events = happens(stage, plan, closed);
  const pick = <T>(own: readonly [T, T], from: (other: Other) => T): [T, T] =>
    [0, 1].map((side) => {
      const other = others[side];
      return other === undefined ? own[side] : from(other);
    }) as [T, T];
  const lineups = SIDES.map((side) => {
    const [own, other] = [plan.lineups[side], others[side]];
    return other === undefined ? own : otherLineup(own, other, showsOf(events, side));
  }) as [Lineup, Lineup];
  const secret = others[0]?.secret ?? 0;
  return {
    lineups,
    orders: taken,
    last: pick(plan.last, ({ last }) => last),
    playerSeeds: pick(plan.playerSeeds, ({ playerSeed }) => playerSeed),
    secrets: [secret, ~secret >>> 0],
  };
};

/** One thing that somebody means to do otherwise: an order, or a side's standing orders. */
type Change = (plan: Plan) => Plan;

const otherStanding =
  (side: 0 | 1, standing: Other['standing']): Change =>
  (plan) => {
    const lineups: [Lineup, Lineup] = [...plan.lineups];
    lineups[side] = { ...lineups[side], standing };
    return { ...plan, lineups };
  };

const otherOrder =
  (side: 0 | 1, [place, order]: Other['orders'][number]): Change =>
  (plan) => ({
    ...plan,
    orders: plan.orders.map((given, n) =>
      n === place && given[1] === side ? ([given[0], side, order] as const) : given,
    ),
  });

const changesOf = (others: readonly (Other | undefined)[]): readonly Change[] =>
  SIDES.flatMap((side) => {
    const { standing, orders = [] } = others[side] ?? {};
    const ordered = orders.map((one) => otherOrder(side, one));
    return standing === undefined ? ordered : [otherStanding(side, standing)].concat(ordered);
  });

/** The same plan with other orders and standing orders wherever nothing else comes of them; and how many those are. */
export const withOtherMinds = (
  plan: Plan,
  stage: Stage,
  others: readonly (Other | undefined)[],
): { readonly plan: Plan; readonly changed: number } => {
  const seenOf = (one: Plan): string => {
    const { closed } = tell(stage, one);
    return JSON.stringify([closed.map(({ toTick }) => toTick), happens(stage, one, closed)]);
  };
  const seen = seenOf(plan);
  let [kept, changed] = [plan, 0];
  for (const change of changesOf(others)) {
    const next = change(kept);
    if (JSON.stringify(next) === JSON.stringify(kept) || seenOf(next) !== seen) continue;
    kept = next;
    changed += 1;
  }
  return { plan: kept, changed };
};
