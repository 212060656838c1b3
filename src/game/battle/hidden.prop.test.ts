import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ASH, Fight, MISTY, OWN, person, sheet, nodeHash } from '#test/support/battle-rig.ts';
import { battleReads } from './battle-reads.ts';
import type { Lineup, Tempo } from './battle-protocol.ts';
import type { Sheet } from './cross/v1/sheet.ts';
import { EVENT } from './cross/v1/events.ts';
import { GUARD } from './cross/v1/orders.ts';
import { commitmentOf } from './fairness.ts';
import { RULE_BOOK } from './rules.ts';
import { Showing } from './showing.ts';
import type { Viewer } from './view.ts';

const reads = battleReads({ hash: nodeHash, book: RULE_BOOK });

/** What a side keeps to itself: all of it may differ between two battles that look the same. */
interface Hidden {
  readonly secret: number;
  readonly playerSeed: string;
  readonly food: number;
  readonly antidotes: number;
  readonly bench: readonly Sheet[];
  /** Moves that are never used. */
  readonly unused: readonly Sheet['moves'][number][];
  /** Ordered for the window that never closes. */
  readonly lastOrder: number;
}

/** What both battles have in common, because it is seen. */
interface Seen {
  readonly size: number;
  readonly used: number;
  readonly hp: number;
  readonly streams: readonly [number, number, number, number];
  readonly orders: readonly (readonly [window: number, side: 0 | 1, isGuard: boolean])[];
  readonly windowTicks: number;
  readonly tempo: Tempo;
}

const move = fc.record({
  name: fc.stringMatching(/^[A-Za-z ]{1,24}$/),
  type: fc.integer({ min: 0, max: 17 }),
  power: fc.integer({ min: 0, max: 255 }),
  effect: fc.integer({ min: 0, max: 4 }),
  chance: fc.integer({ min: 0, max: 16 }),
});
const benchFighter = fc
  .record({
    name: fc.stringMatching(/^[A-Za-z ]{1,24}$/),
    kind: fc.constantFrom('osrs' as const, 'pokemon' as const, 'pet' as const),
    level: fc.integer({ min: 1, max: 100 }),
    hp: fc.integer({ min: 64, max: 9_000 }),
    attack: fc.integer({ min: 1, max: 4_095 }),
    interval: fc.integer({ min: 3, max: 7 }),
    moves: fc.tuple(move, move, move, move),
  })
  .map(({ name, ...more }) => sheet(name, more));

const hiddenOf = fc.record<Hidden>({
  secret: fc.integer({ min: 0, max: 0xffff_ffff }),
  playerSeed: fc.stringMatching(/^[A-Za-z0-9_-]{1,32}$/),
  food: fc.integer({ min: 0, max: 9 }),
  antidotes: fc.integer({ min: 0, max: 9 }),
  bench: fc.array(benchFighter, { minLength: 2, maxLength: 2 }),
  unused: fc.array(move, { minLength: 4, maxLength: 4 }),
  lastOrder: fc.constantFrom(0, 1, 2, 3, GUARD),
});
const sides = fc.tuple(hiddenOf, hiddenOf);
const word = fc.integer({ min: 0, max: 0xffff_ffff });

const seenOf = fc.record<Seen>({
  size: fc.integer({ min: 1, max: 3 }),
  used: fc.integer({ min: 0, max: 3 }),
  hp: fc.integer({ min: 1_000, max: 6_000 }),
  streams: fc.tuple(word, word, word, word),
  orders: fc.array(
    fc.tuple(fc.integer({ min: 0, max: 8 }), fc.constantFrom(0 as const, 1 as const), fc.boolean()),
    {
      maxLength: 8,
    },
  ),
  windowTicks: fc.constantFrom(2, 8, 64),
  tempo: fc.constantFrom<Tempo>('rounds', 'live'),
});

const lineupOf = ({ size, used, hp }: Seen, side: 0 | 1, hidden: Hidden): Lineup => {
  const first = sheet(side === 0 ? 'Ember' : 'Drop', { hp });
  const moves = first.moves.map((one, n) => (n === used ? one : (hidden.unused[n] ?? one))) as Sheet['moves'];
  return {
    fighters: [{ ...first, moves }, ...hidden.bench.slice(0, size - 1)],
    supplies: { food: hidden.food, antidotes: hidden.antidotes },
    standing: { focus: used + 1, healBelow: 0, cure: false, switching: false },
    pets: [],
  };
};

const hex = (word32: number): string => word32.toString(16).padStart(8, '0').repeat(8);
const DIGESTS = /"(commitment|openingDigest)":"[0-9a-f]*"/g;

/** Everything that a viewer gets, in order, as it is sent; up to the first change of fighters. */
const streamOf = (seen: Seen, hidden: readonly [Hidden, Hidden], viewer: Viewer): string => {
  const fight = new Fight();
  const sent: string[] = [];
  const args = viewer === 'spectator' ? {} : { userId: viewer === 0 ? ASH : MISTY };
  const look = (): void => void sent.push(JSON.stringify(reads.view(fight.state, args)));
  const players: [ReturnType<typeof person>, ReturnType<typeof person>] = [person(ASH), person(MISTY)];
  const serverSeed = hex(hidden[0].secret);
  fight.take({
    type: 'BattleOpened',
    rules: 'cross/v1',
    tempo: seen.tempo,
    players,
    lineup: lineupOf(seen, 0, hidden[0]),
    answer: null,
    stake: 0,
    isPrivate: false,
    isEven: true,
    serverSeed,
    salt: hex(hidden[1].secret),
    commitment: commitmentOf(serverSeed, nodeHash),
    expiresAtMs: fight.nowMs + 1,
  });
  look();
  fight.take({ type: 'BattleAccepted', lineup: lineupOf(seen, 1, hidden[1]), seed: hidden[1].playerSeed });
  look();
  fight.take({ type: 'BattleBegun', seed: hidden[0].playerSeed });
  const [a, b, c, d] = seen.streams;
  const started = {
    players,
    tempo: seen.tempo,
    isPrivate: false,
    stake: 0,
    openingDigest: hex(hidden[0].secret),
  };
  fight.take({
    type: 'BattleStarted',
    ...started,
    seeds: [
      [a, b, c, d],
      [d, c, b, a],
    ],
  });
  look();
  const showing = new Showing(reads.copy(fight.state), RULE_BOOK);
  sent.push(JSON.stringify(showing.view(viewer)));
  for (let window = 0; window < 40; window += 1) {
    for (const [at, side, isGuard] of seen.orders) {
      if (at === window)
        fight.give(side === 0 ? ASH : MISTY, { type: 'Order', order: isGuard ? GUARD : seen.used });
    }
    // what is ordered, but not played yet, is nobody's business; those who come late get what the others got
    if (window % 6 === 0) look();
    const { tick } = fight.state;
    fight.give(OWN, {
      type: 'CloseWindow',
      fromTick: tick,
      toTick: Math.min(2_000, tick + seen.windowTicks),
    });
    const closed = fight.events.findLast((event) => event.type === 'WindowClosed');
    if (closed === undefined || fight.state.status !== 'live') break;
    const frame = showing.window(closed)(viewer);
    if (frame.events.some(([, , kind]) => kind === EVENT.enter))
      return sent.join('\n').replaceAll(DIGESTS, '');
    sent.push(JSON.stringify(frame));
  }
  if (fight.state.status === 'live') {
    for (const [side, { lastOrder }] of hidden.entries())
      fight.give(side === 0 ? ASH : MISTY, { type: 'Order', order: lastOrder });
    look();
  }
  return sent.join('\n').replaceAll(DIGESTS, '');
};

describe('what is hidden', () => {
  it('leaves no byte in what spectators get: 1,000 pairs of battles that differ in it alone', () => {
    let told = 0;
    fc.assert(
      fc.property(seenOf, sides, sides, (seen, one, other) => {
        const stream = streamOf(seen, one, 'spectator');
        expect(streamOf(seen, other, 'spectator')).toBe(stream);
        told += stream.length;
      }),
      { numRuns: 1_000 },
    );
    // it was not the silence that was equal
    expect(told).toBeGreaterThan(5_000_000);
  }, 60_000);

  it('of one side leaves no byte in what the other side’s player gets', () => {
    fc.assert(
      fc.property(seenOf, sides, hiddenOf, (seen, one, changed) => {
        const other: [Hidden, Hidden] = [{ ...changed, lastOrder: one[0].lastOrder }, one[1]];
        expect(streamOf(seen, other, 1)).toBe(streamOf(seen, one, 1));
      }),
      { numRuns: 200 },
    );
  });

  it('is shown to its own player, and to everybody when it is over', () => {
    fc.assert(
      fc.property(seenOf, sides, fc.nat(9), (seen, one, food) => {
        fc.pre(food !== one[0].food);
        const other: [Hidden, Hidden] = [{ ...one[0], food }, one[1]];
        expect(streamOf(seen, other, 0)).not.toBe(streamOf(seen, one, 0));
      }),
      { numRuns: 50 },
    );
  });
});
