import { type Followed, type Link, nextWait } from '../live.ts';
import { type StreamHandlers } from './battle-api.ts';
import { type BattleAnswer, type BattleMessage } from './wire.ts';

/** What following a battle needs; the page's own in production, a test's in tests. */
export interface FollowDeps {
  lookUp(): Promise<BattleAnswer | 'gone' | 'lost'>;
  open(handlers: StreamHandlers): { close(): void };
  /** Calls later, and answers how not to. */
  after(delayMs: number, call: () => void): () => void;
}

/** Told about the battle that is followed. */
export interface FollowHandlers {
  readonly onAnswer: (answer: BattleAnswer) => void;
  readonly onMessage: (message: BattleMessage) => void;
  readonly onLink: (link: Link) => void;
  readonly onGone: () => void;
}

const OVER: ReadonlySet<string> = new Set(['ended', 'void', 'closed']);

/** Whether nothing more will happen. */
export const isOver = (status: string): boolean => OVER.has(status);

/**
 * Follows a battle: asks for it, then listens. After a loss it asks again, waiting longer each time, so that one that is
 * gone is told from a service that is away. A battle that is over needs no stream.
 */
export const followBattle = (
  deps: FollowDeps,
  { onAnswer, onMessage, onLink, onGone }: FollowHandlers,
): Followed => {
  let waitMs: number | undefined;
  let cancel = (): void => undefined;
  let source: { close(): void } | undefined;
  // answers to earlier questions are not for us any more
  let attempt = 0;

  const close = (): void => {
    attempt += 1;
    cancel();
    source?.close();
    source = undefined;
  };
  const lose = (): void => {
    close();
    onLink('lost');
    waitMs = nextWait(waitMs);
    cancel = deps.after(waitMs, () => void connect());
  };
  const listen = (current: number): void => {
    source = deps.open({
      onOpen: () => {
        if (current !== attempt) return;
        waitMs = undefined;
        onLink('open');
      },
      onMessage: (message) => {
        if (current !== attempt) return;
        onMessage(message);
        if (message.type === 'summary' && isOver(message.view.status)) close();
      },
      onLost: () => {
        if (current === attempt) lose();
      },
    });
  };
  const connect = async (): Promise<void> => {
    close();
    const current = attempt;
    const answer = await deps.lookUp();
    if (current !== attempt) return;
    if (answer === 'lost') return lose();
    if (answer === 'gone') return onGone();
    onAnswer(answer);
    if (isOver(answer.view.status)) onLink('open');
    else listen(current);
  };
  void connect();
  return { stop: close, retry: () => void connect() };
};
