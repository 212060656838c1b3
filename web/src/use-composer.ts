import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { hintFor, valueProblem, type Hint } from './hint.ts';
import { run } from './actions.ts';
import { session } from './session.ts';
import { useSignal } from './signal.ts';
import { missingOptions, readLine, type Line } from './slash.ts';
import { suggest, type Suggestion } from './suggest.ts';
import { useChoices } from './use-choices.ts';

/** Lines sent in this tab, oldest first. */
const sentLines = (): string[] =>
  session.entries.get().flatMap((entry) => (entry.mine && entry.text !== undefined ? [entry.text] : []));

/** The composer's state and what its keys do. */
export interface Composer {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly text: string;
  readonly line: Line;
  readonly rows: readonly Suggestion[];
  readonly active: number;
  readonly loading: boolean;
  readonly hint: Hint | undefined;
  /** Labels of ids that were chosen from the palette. */
  readonly names: ReadonlyMap<string, string>;
  edit(text: string, caret: number): void;
  moveCaret(caret: number): void;
  accept(row: Suggestion): void;
  key(event: KeyboardEvent): void;
  send(): void;
}

const startRow = (line: Line): number => {
  if (line.focus.at === 'option') return line.focus.query !== '' || missingOptions(line).length > 0 ? 0 : -1;
  return 0;
};

const take = (event: KeyboardEvent, act: () => void): void => {
  event.preventDefault();
  act();
};

/** The state of the slash input. */
export const useComposer = (): Composer => {
  const commands = useSignal(session.commands);
  const persona = useSignal(session.persona);
  // Whoever speaks is the least likely to be meant.
  const personas = useSignal(session.personas).toSorted(
    (a, b) => Number(a.id === persona) - Number(b.id === persona),
  );
  const input = useRef<HTMLInputElement>(null);
  const names = useRef(new Map<string, string>());
  const [state, setState] = useState({ text: '', caret: 0 });
  const [moved, setMoved] = useState<number>();
  const [closed, setClosed] = useState(false);
  const [refused, setRefused] = useState<Hint>();
  const [past, setPast] = useState(-1);
  const { text, caret } = state;
  const line = readLine(text, caret, commands);
  const { choices, loading } = useChoices(line, persona, personas);
  const roles = personas.at(-1)?.roles ?? [];
  const allowed = commands.filter(
    (one) => (one.role ?? 'member') === 'member' || roles.some((role) => role !== 'member'),
  );
  const rows =
    closed || past >= 0 ? [] : suggest({ text, line, commands: allowed, personas, remote: choices });
  const active = rows.length === 0 ? -1 : Math.min(moved ?? startRow(line), rows.length - 1);

  const place = (next: string, at: number): void => {
    setState({ text: next, caret: at });
    setMoved(undefined);
    setRefused(undefined);
  };
  const edit = (next: string, at: number): void => {
    place(next, at);
    setClosed(false);
    setPast(-1);
  };
  useLayoutEffect(() => {
    // On a touch screen the focus would open the keyboard over everything.
    if (matchMedia('(pointer: fine)').matches) input.current?.focus({ preventScroll: true });
  }, []);
  useLayoutEffect(() => {
    const element = input.current;
    if (element !== null && document.activeElement === element && element.selectionStart !== caret) {
      element.setSelectionRange(caret, caret);
    }
  }, [text]);

  const accept = (row: Suggestion): void => {
    if (row.names !== undefined) names.current.set(row.names.value, row.names.label);
    edit(row.after.text, row.after.caret);
    input.current?.focus();
  };
  const send = (): void => {
    const hint = hintFor(text, line, commands, personas);
    if (text.trim() === '') return;
    if (hint?.blocks === true) {
      setRefused(hint);
      setClosed(false);
      return;
    }
    place('', 0);
    setPast(-1);
    setClosed(false);
    void run(text.trim());
  };
  const recall = (step: number): void => {
    const lines = sentLines().toReversed();
    const next = Math.min(past + step, lines.length - 1);
    const recalled = next < 0 ? '' : (lines[next] ?? '');
    setPast(Math.max(-1, next));
    place(recalled, recalled.length);
  };
  const move = (step: number): void => setMoved((active + step + rows.length) % rows.length);
  const complete = (event: KeyboardEvent): boolean => {
    const row = rows[active];
    if (row === undefined || row.after.text.trim() === text.trim()) return false;
    take(event, () => accept(row));
    return true;
  };
  const key = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    switch (event.key) {
      case 'ArrowDown':
        if (rows.length > 0) take(event, () => move(1));
        else if (past >= 0) take(event, () => recall(-1));
        return;
      case 'ArrowUp':
        if (rows.length > 0) take(event, () => move(active < 0 ? 0 : -1));
        else if (text === '' || past >= 0) take(event, () => recall(1));
        return;
      case 'Tab': {
        const row = rows[Math.max(active, 0)];
        if (!event.shiftKey && row !== undefined && row.after.text !== text) take(event, () => accept(row));
        return;
      }
      case 'Enter':
        if (!complete(event)) take(event, send);
        return;
      case 'Escape':
        if (rows.length > 0) take(event, () => setClosed(true));
    }
  };

  const { focus } = line;
  const wrong = line.given.find(
    (given) =>
      !(focus.at === 'value' && focus.option === given.option) && valueProblem(given, personas) !== undefined,
  );
  const problem = wrong === undefined ? undefined : `${wrong.option.name} ${valueProblem(wrong, personas)}.`;
  const hint = refused ?? (problem === undefined ? undefined : { text: problem, blocks: false });
  const moveCaret = (at: number): void => {
    if (at !== caret) setState({ text, caret: at });
  };
  return {
    input,
    text,
    line,
    rows,
    active,
    loading,
    hint,
    names: names.current,
    edit,
    moveCaret,
    accept,
    key,
    send,
  };
};
