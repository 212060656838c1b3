import { describe, expect, it } from 'vitest';
import { arm, beginPicking, choiceOf, hasPicked, menuOf, NOTHING_PICKED, press } from './choice-menu.ts';
import type { LegalChoice, SideRequest } from './match-wire.ts';

const move = (choice: string, name: string, note = '16/16 PP'): LegalChoice => ({
  choice,
  kind: 'move',
  name,
  note,
});
const bench = (place: number, name: string): LegalChoice => ({
  choice: `switch ${place}`,
  kind: 'switch',
  name,
  note: '200/200',
});
const PASS: LegalChoice = { choice: 'pass', kind: 'pass', name: 'Pass', note: '' };

const aimed = (suffix = '', label = ''): readonly LegalChoice[] => [
  move(`move 1 +1${suffix}`, `Bite${label}`, '24/24 PP, at Hoopa'),
  move(`move 1 +2${suffix}`, `Bite${label}`, '24/24 PP, at Snom'),
];

const SINGLE: SideRequest = {
  kind: 'move',
  slots: [
    {
      mon: 'Zekrom',
      choices: [
        move('move 1', 'Bolt Strike'),
        move('move 1 terastallize', 'Bolt Strike + Tera Steel'),
        move('move 2', 'Roost'),
        move('move 2 terastallize', 'Roost + Tera Steel'),
        bench(2, 'Comfey'),
      ],
    },
  ],
};

const DOUBLE: SideRequest = {
  kind: 'move',
  slots: ['Zekrom', 'Latias'].map((mon) => ({
    mon,
    choices: [
      ...aimed(),
      ...aimed(' terastallize', ' + Tera Steel'),
      bench(3, 'Comfey'),
      bench(4, 'Toxapex'),
    ],
  })),
};

const labels = (request: SideRequest, picking = beginPicking(request)): readonly string[] =>
  menuOf(request, picking).entries.map(({ label }) => label);

const pick = (request: SideRequest, label: string, picking = beginPicking(request)) => {
  const entry = menuOf(request, picking).entries.find((one) => one.label === label);
  if (entry === undefined) throw new Error(`no ${label}`);
  return press(request, picking, entry);
};

describe('the menu of choices', () => {
  it('offers a move once and its special use by a switch', () => {
    expect(labels(SINGLE)).toEqual(['Bolt Strike', 'Roost', 'Comfey']);
    const { specials } = menuOf(SINGLE, NOTHING_PICKED);
    expect(specials).toEqual([{ word: 'terastallize', label: 'Tera Steel' }]);
    const armed = arm(NOTHING_PICKED, 'terastallize');
    expect(labels(SINGLE, armed)).toEqual(['Bolt Strike + Tera Steel', 'Roost + Tera Steel', 'Comfey']);
    expect(choiceOf(SINGLE, pick(SINGLE, 'Roost + Tera Steel', armed))).toBe('move 2 terastallize');
    expect(arm(armed, 'terastallize').special).toBeUndefined();
  });

  it('asks for a target where there are several', () => {
    const asked = pick(DOUBLE, 'Bite');
    expect(menuOf(DOUBLE, asked).asks).toBe('target');
    expect(labels(DOUBLE, asked)).toEqual(['at Hoopa', 'at Snom']);
    expect(hasPicked(DOUBLE, asked)).toBe(true);
    expect(choiceOf(DOUBLE, asked)).toBeUndefined();
  });

  it('joins the choices of both slots, and offers nothing twice', () => {
    const first = pick(DOUBLE, 'Comfey');
    expect(menuOf(DOUBLE, first).mon).toBe('Latias');
    expect(labels(DOUBLE, first)).toEqual(['Bite', 'Toxapex']);
    const both = pick(DOUBLE, 'at Snom', pick(DOUBLE, 'Bite', first));
    expect(choiceOf(DOUBLE, both)).toBe('switch 3, move 1 +2');
    const armed = arm(NOTHING_PICKED, 'terastallize');
    const spent = pick(DOUBLE, 'at Hoopa', pick(DOUBLE, 'Bite + Tera Steel', armed));
    expect(menuOf(DOUBLE, spent).specials).toEqual([]);
  });

  it('passes by itself for whoever can do nothing else', () => {
    const request: SideRequest = {
      kind: 'switch',
      slots: [
        { mon: 'Zekrom', choices: [PASS] },
        { mon: 'Latias', choices: [bench(3, 'Comfey')] },
      ],
    };
    const begun = beginPicking(request);
    expect(begun.picked).toEqual(['pass']);
    expect(hasPicked(request, begun)).toBe(false);
    expect(choiceOf(request, pick(request, 'Comfey'))).toBe('pass, switch 3');
  });

  it('passes once the only one left on the bench has come in', () => {
    const slot = (mon: string) => ({ mon, choices: [bench(3, 'Comfey'), PASS] });
    const request: SideRequest = { kind: 'switch', slots: [slot('Zekrom'), slot('Latias')] };
    expect(choiceOf(request, pick(request, 'Comfey'))).toBe('switch 3, pass');
    const passed = pick(request, 'Pass');
    expect(labels(request, passed)).toEqual(['Comfey']);
  });

  it('takes a team in the order in which it is pressed', () => {
    const names = ['Zekrom', 'Latias', 'Comfey'];
    const choices = names.map((name, n): LegalChoice => ({
      choice: `team ${n + 1}`,
      kind: 'team',
      name,
      note: 'leads',
    }));
    const request: SideRequest = { kind: 'team', slots: [{ mon: '', choices }] };
    expect(choiceOf(request, NOTHING_PICKED)).toBeUndefined();
    const ordered = pick(request, 'Zekrom', pick(request, 'Comfey'));
    expect(choiceOf(request, ordered)).toBe('team 31');
    expect(menuOf(request, ordered).entries.map(({ place }) => place)).toEqual([2, 0, 1]);
    expect(choiceOf(request, pick(request, 'Comfey', ordered))).toBe('team 1');
  });
});
