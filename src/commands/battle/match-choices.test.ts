import { describe, expect, it } from 'vitest';
import { NOTHING_HEARD } from '#game/battle/aftermath.ts';
import type { MatchView } from '#game/battle/match/match-reads.ts';
import { isOffered, type LegalChoice, type SideRequest } from '#game/battle/match/rules-words.ts';
import { withTypedPasses } from '#game/battle/match/open-choices.ts';
import { fakeDesk } from '#test/support/commands/fake-desk.ts';
import type { CommandContext } from '../define-command.ts';
import type { Control, Select } from '../panel.ts';
import { settled, slotControls } from './match-choices.ts';
import { matchPanel } from './match-panel.ts';

const { deps } = fakeDesk([], []);
const context = { deps, userId: '0user', nowMs: 1_800_000_000_000, commandId: '0user/k' } as CommandContext;

const view = {
  id: '0mb3k2a9d0x1f2',
  rules: 'pokemon',
  about: 'gen9doublesou',
  status: 'live',
  players: [
    { kind: 'person', userId: '0user' },
    { kind: 'trainer', trainerId: 'fern' },
  ],
  side: 0,
  turn: 3,
  chosen: 4,
  commitment: '',
  openingDigest: '',
  revealed: null,
  outcome: null,
  aftermath: NOTHING_HEARD,
  reason: null,
} as unknown as MatchView;

const move = (n: number, target: number, tera: string): LegalChoice => ({
  choice: `move ${n} +${target}${tera}`,
  kind: 'move',
  name: `Move ${n}`,
  note: `16/16 PP, at ${target}`,
});
const change = (n: number): LegalChoice => ({
  choice: `switch ${n}`,
  kind: 'switch',
  name: `Bench ${n}`,
  note: '100/100',
});
const PASS: LegalChoice = { choice: 'pass', kind: 'pass', name: 'Pass', note: '' };

const MOVES = [1, 2, 3, 4].flatMap((n) =>
  [1, 2, 3].flatMap((target) => ['', ' terastallize'].map((tera) => move(n, target, tera))),
);
/** Four moves at three targets each, plain and with Terastallize, and four to bring in. */
const WORST: SideRequest = {
  kind: 'move',
  slots: ['Zekrom', 'Latias'].map((mon) => ({ mon, choices: [...MOVES, ...[3, 4, 5, 6].map(change)] })),
};

const selectsIn = (rows: readonly (readonly Control[])[]): readonly Select[] =>
  rows.flat().filter((control): control is Select => control.kind === 'select');

describe('the choices of a slot', () => {
  it('stand in two lists when one cannot hold them, and none is left out', () => {
    expect(WORST.slots[0]?.choices).toHaveLength(28);
    const lists = selectsIn(slotControls(context, view, WORST, []));
    expect(lists.map(({ options }) => options.length)).toEqual([24, 4]);
    expect(lists.map(({ placeholder }) => placeholder)).toEqual([
      'What Zekrom does',
      'Whom to bring in for Zekrom',
    ]);
    const numbers = lists.flatMap(({ options }) => options.map(({ value }) => Number(value)));
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 28 }, (_, n) => n));
    const last = lists[1]?.options.at(-1);
    expect(WORST.slots[0]?.choices[Number(last?.value)]?.choice).toBe('switch 6');
    expect(new Set(lists.map(({ customId }) => customId)).size).toBe(2);
  });

  it('offer the second slot nothing that the first has taken', () => {
    const tera = MOVES.findIndex(({ choice }) => choice.endsWith('terastallize'));
    const afterTera = selectsIn(slotControls(context, view, WORST, [tera])).flatMap(({ options }) => options);
    expect(afterTera).toHaveLength(16);
    const afterChange = selectsIn(slotControls(context, view, WORST, [24])).flatMap(({ options }) => options);
    expect(afterChange.map(({ label }) => label)).not.toContain('Bench 3');
  });

  it('are one list while they fit', () => {
    const [first, second] = WORST.slots;
    const few: SideRequest = {
      kind: 'move',
      slots: [{ mon: 'Zekrom', choices: first?.choices.slice(4) ?? [] }, second!],
    };
    expect(selectsIn(slotControls(context, view, few, [])).map(({ options }) => options.length)).toEqual([
      24,
    ]);
  });
});

describe('a lone pass', () => {
  const forced: SideRequest = {
    kind: 'switch',
    slots: [
      { mon: 'Zekrom', choices: [PASS] },
      { mon: 'Latias', choices: [change(3), change(4)] },
    ],
  };

  it('is chosen by itself, before and behind', () => {
    expect(settled(forced, [])).toEqual([0]);
    const behind: SideRequest = { kind: 'switch', slots: forced.slots.toReversed() };
    expect(settled(behind, [])).toEqual([]);
    expect(settled(behind, [1])).toEqual([1, 0]);
    const last: SideRequest = {
      kind: 'switch',
      slots: ['Zekrom', 'Latias'].map((mon) => ({ mon, choices: [change(3), PASS] })),
    };
    expect(settled(last, [0])).toEqual([0, 1]);
    expect(settled(last, [1])).toEqual([1]);
  });

  it('need not be typed', () => {
    for (const [typed, whole] of [
      ['switch 3', 'pass, switch 3'],
      ['pass, switch 4', 'pass, switch 4'],
    ] as const) {
      expect(withTypedPasses(forced, typed)).toBe(whole);
      expect(isOffered(forced, withTypedPasses(forced, typed))).toBe(true);
    }
    expect(isOffered(forced, withTypedPasses(forced, 'switch 5'))).toBe(false);
  });

  it('leaves on the panel whom the other slot brings in, and for whom', () => {
    const field = [0, 1].map(() => ({ active: [], standing: 3, fighters: 4 }));
    const position = { turn: 3, field, story: [], isEnded: false, winner: null, request: forced };
    const panel = matchPanel(context, view, { position: position as never });
    expect(panel.text).toContain('Who comes in for **Latias**?');
    const labels = (panel.controls ?? [])
      .flat()
      .map((control) => (control.kind === 'button' ? control.label : ''));
    expect(labels).toEqual(['Bench 3 · 100/100', 'Bench 4 · 100/100', 'Refresh', 'Give up']);
  });
});
