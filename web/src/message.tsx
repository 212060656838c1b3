import { useEffect, useRef } from 'preact/hooks';
import { Avatar } from './avatar.tsx';
import { ErrorCard } from './error-card.tsx';
import type { Entry } from './feed.ts';
import { PanelView } from './panel-view.tsx';
import { Moment } from './rich-text.tsx';
import { dismiss, dismissError, openForm, press, runAgain } from './actions.ts';
import { nameOf, personaOf } from './session.ts';

/** Keeps the keyboard where it was when an answer takes away the pressed button. */
const useKeptFocus = (entry: Entry) => {
  const article = useRef<HTMLElement>(null);
  const inside = useRef(false);
  useEffect(() => {
    if (entry.busy !== undefined) {
      inside.current = article.current?.contains(document.activeElement) ?? false;
      return;
    }
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (inside.current && lost) article.current?.focus({ preventScroll: true });
    inside.current = false;
  }, [entry.busy, entry.panel]);
  return article;
};

const Ephemeral = ({ entry }: { entry: Entry }) => (
  <p class="ephemeral">
    <span aria-hidden="true">◉</span> Only you can see this
    <button type="button" class="link" onClick={() => dismiss(entry.key)}>
      Dismiss<span class="unseen"> this message</span>
    </button>
  </p>
);

const Answer = ({ entry }: { entry: Entry }) => {
  const { key, panel, error } = entry;
  return (
    <>
      {entry.waiting && (
        <p class="waiting">
          <span class="dots" aria-hidden="true" /> Guildhall is thinking…
        </p>
      )}
      {panel !== undefined && (
        <PanelView
          panel={panel}
          busy={entry.busy}
          onPress={(customId, values) => void press(key, customId, values)}
          onOpenForm={() => panel.modal !== undefined && openForm(key, entry.persona, panel.modal)}
        />
      )}
      {error !== undefined && (
        <ErrorCard
          error={error}
          refusal={entry.refusal}
          busy={entry.busy}
          onPress={(customId, values) => void press(key, customId, values)}
          onRetry={
            panel === undefined && entry.mine && entry.text !== undefined
              ? () => void runAgain(entry)
              : undefined
          }
          onDismiss={() => (panel === undefined ? dismiss(key) : dismissError(key))}
        />
      )}
    </>
  );
};

/** One message: who, when, the command and its answer. */
export const Message = ({ entry }: { entry: Entry }) => {
  const article = useKeptFocus(entry);
  const name = nameOf(entry.persona);
  return (
    <article
      class="message"
      data-mine={entry.mine}
      ref={article}
      tabIndex={-1}
      aria-label={`${name}${entry.text === undefined ? '' : `: ${entry.text}`}`}
    >
      <Avatar name={name} hue={personaOf(entry.persona)?.hue ?? 40} />
      <div class="body">
        <p class="who">
          <strong>{name}</strong>
          <span class="when">
            <Moment ms={entry.at} relative={false} />
          </span>
          {entry.text !== undefined && <code class="used">{entry.text}</code>}
        </p>
        <Answer entry={entry} />
        {entry.ephemeral && !entry.waiting && panelShown(entry) && <Ephemeral entry={entry} />}
      </div>
    </article>
  );
};

const panelShown = (entry: Entry): boolean => entry.panel !== undefined;
