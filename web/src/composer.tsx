import { useEffect } from 'preact/hooks';
import { OptionChips } from './option-chips.tsx';
import { Palette, PALETTE_ID, rowId } from './palette.tsx';
import { nameOf, session } from './session.ts';
import { useSignal } from './signal.ts';
import { useComposer, type Composer as State } from './use-composer.ts';
import type { OptionInfo } from './wire.ts';

const titleOf = ({ line }: State): string => {
  switch (line.focus.at) {
    case 'value':
      return `${line.focus.option.name} — ${line.focus.option.description}`;
    case 'option':
      return `Options of /${line.command?.name ?? ''}`;
    case 'command':
    case 'nothing':
      return 'Commands';
  }
};

const caretOf = (event: { currentTarget: HTMLInputElement }): number =>
  event.currentTarget.selectionStart ?? event.currentTarget.value.length;

/** `/` anywhere on the page goes to the composer. */
const useSlashKey = (state: State): void => {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const typing =
        event.target instanceof Element && event.target.closest('input, textarea, select, dialog') !== null;
      if (typing || event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      state.input.current?.focus();
      if (state.text === '') state.edit('/', 1);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });
};

/** Commands clicked in a text come into the composer, ready to be finished. */
const useDraft = (state: State): void => {
  const draft = useSignal(session.draft);
  useEffect(() => {
    if (draft === undefined) return;
    session.draft.set(undefined);
    const text = `${draft.text} `;
    state.input.current?.focus();
    state.edit(text, text.length);
  }, [draft]);
};

const Hints = ({ state }: { state: State }) => {
  const { hint, line, loading } = state;
  if (hint !== undefined) {
    return (
      <p id="composer-hint" class="hint problem" role="alert">
        {hint.text}
      </p>
    );
  }
  const about =
    line.focus.at === 'value'
      ? `${line.focus.option.description}${line.focus.option.required === true ? ' (needed)' : ''}`
      : (line.command?.summary ?? '');
  return (
    <p id="composer-hint" class="hint">
      {loading ? 'Looking…' : about}
    </p>
  );
};

const pickOption = (state: State, option: OptionInfo): void => {
  const given = state.line.given.find((one) => one.option === option);
  state.input.current?.focus();
  if (given !== undefined) {
    state.input.current?.setSelectionRange(given.end, given.end);
    state.moveCaret(given.end);
    return;
  }
  const text = `${state.text.trimEnd()} ${option.name}:`;
  state.edit(text, text.length);
};

const SlashInput = ({ state, open }: { state: State; open: boolean }) => (
  <input
    ref={state.input}
    id="composer-input"
    type="text"
    role="combobox"
    aria-label="Command"
    aria-expanded={open}
    aria-controls={PALETTE_ID}
    aria-autocomplete="list"
    aria-describedby="composer-hint"
    aria-activedescendant={state.active >= 0 ? rowId(state.active) : undefined}
    autoComplete="off"
    autoCapitalize="off"
    autoCorrect="off"
    spellcheck={false}
    enterkeyhint="send"
    placeholder="Type / for commands"
    maxLength={6000}
    value={state.text}
    onInput={(event) => state.edit(event.currentTarget.value, caretOf(event))}
    onKeyDown={(event) => state.key(event)}
    onKeyUp={(event) => state.moveCaret(caretOf(event))}
    onClick={(event) => state.moveCaret(caretOf(event))}
  />
);

/** Where commands are typed: palette, option chips, hint and input. */
export const Composer = () => {
  const state = useComposer();
  const persona = useSignal(session.persona);
  useSignal(session.personas);
  useSlashKey(state);
  useDraft(state);
  const open = state.rows.length > 0;
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        state.send();
      }}
    >
      {open && (
        <Palette
          rows={state.rows}
          active={state.active}
          title={titleOf(state)}
          onPick={(row) => state.accept(row)}
        />
      )}
      <OptionChips line={state.line} names={state.names} onPick={(option) => pickOption(state, option)} />
      <div class="line">
        <SlashInput state={state} open={open} />
        <button type="submit" class="button primary" aria-label={`Send as ${nameOf(persona)}`}>
          Send
        </button>
      </div>
      <Hints state={state} />
    </form>
  );
};
