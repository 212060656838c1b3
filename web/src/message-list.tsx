import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { visibleTo } from './feed.ts';
import { RecentFacts } from './live-list.tsx';
import { Message } from './message.tsx';
import { session } from './session.ts';
import { useSignal } from './signal.ts';
import { Welcome } from './welcome.tsx';

const NEAR_PX = 120;

/** The greeting stands where the page was opened: below what happened before, or on top when this tab has been here. */
const greetedAt = session.entries.get().some((entry) => entry.mine) ? 0 : Date.now();

/** Shows the newest message from its beginning when it is longer than what is seen at once; `false`: it is not. */
const toTopOf = (log: HTMLElement | null, content: HTMLElement | null): boolean => {
  const newest = content?.lastElementChild;
  if (log === null || !(newest instanceof HTMLElement) || newest.offsetHeight <= log.clientHeight)
    return false;
  log.scrollTop += newest.getBoundingClientRect().top - log.getBoundingClientRect().top;
  return true;
};

/** The log: stays at its end while one reads there, and offers a way back otherwise; a long answer is read from its beginning. */
export const MessageList = () => {
  const entries = useSignal(session.entries);
  const persona = useSignal(session.persona);
  useSignal(session.personas);
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  /** The own message that waits for its answer. */
  const awaited = useRef<string>(undefined);
  const [unread, setUnread] = useState(false);
  const shown = visibleTo(entries, persona);
  const before = shown.filter((entry) => entry.at < greetedAt);
  const after = shown.slice(before.length);
  const last = shown.at(-1);

  const toEnd = (): void => {
    const element = scroller.current;
    if (element !== null) element.scrollTop = element.scrollHeight;
    atEnd.current = true;
    setUnread(false);
  };
  useLayoutEffect(() => {
    const isAnswered = last?.waiting === false && last.key === awaited.current;
    awaited.current = last?.waiting === true ? last.key : undefined;
    if (isAnswered && last.panel?.controls === undefined && toTopOf(scroller.current, content.current)) {
      atEnd.current = false;
    } else if (atEnd.current || last?.waiting === true) toEnd();
    else setUnread(true);
  }, [entries, persona]);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      if (atEnd.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    if (content.current !== null) observer.observe(content.current);
    return () => observer.disconnect();
  }, []);

  const onScroll = (): void => {
    const element = scroller.current;
    if (element === null) return;
    atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
    if (atEnd.current) setUnread(false);
  };
  return (
    <div class="log-frame">
      <div
        class="log"
        ref={scroller}
        onScroll={onScroll}
        role="log"
        aria-live="off"
        aria-label="Messages"
        tabIndex={0}
      >
        <div ref={content}>
          {before.map((entry) => (
            <Message key={entry.key} entry={entry} />
          ))}
          {before.length === 0 && <RecentFacts />}
          <Welcome />
          {after.map((entry) => (
            <Message key={entry.key} entry={entry} />
          ))}
        </div>
      </div>
      {unread && (
        <button type="button" class="to-end" onClick={toEnd}>
          New messages ↓
        </button>
      )}
    </div>
  );
};
