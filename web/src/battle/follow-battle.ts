import { type Followed, type Link, nextWait } from '../live.ts';
import type { StreamHandlers } from './battle-api.ts';
import type { BattleAnswer, BattleMessage } from './wire.ts';

/** What an answer says whether it is over. */
interface Standing {
  readonly view: { readonly status: string };
}

/** What following a battle needs; the page's own in production, a test's in tests. */
export interface FollowDeps<A = BattleAnswer, M = BattleMessage> {
  lookUp(): Promise<A | 'gone' | 'lost'>;
  open(handlers: StreamHandlers<M>): { close(): void };
  /** Calls later, and answers how not to. */
  after(delayMs: number, call: () => void): () => void;
}

/** Told about the battle that is followed. */
export interface FollowHandlers<A = BattleAnswer, M = BattleMessage> {
  readonly onAnswer: (answer: A) => void;
  readonly onMessage: (message: M) => void;
  readonly onLink: (link: Link) => void;
  readonly onGone: () => void;
}

const OVER: ReadonlySet<string> = new Set(['ended', 'void', 'closed']);

/** Whether nothing more will happen. */
export const isOver = (status: string): boolean => OVER.has(status);

/**
 * Follows a battle of any kind: asks for it, then listens. After a loss it asks again, waiting longer each time, so that one that is
 * gone is told from a service that is away. A battle that is over needs no stream; `isLast`: nothing comes after this
 * message.
 */
export const followStream = <A extends Standing, M>(
  deps: FollowDeps<A, M>,
  { onAnswer, onMessage, onLink, onGone }: FollowHandlers<A, M>,
  isLast: (message: M) => boolean,
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
        if (isLast(message)) close();
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

/** Follows a battle by ticks. */
export const followBattle = (deps: FollowDeps, handlers: FollowHandlers): Followed =>
  followStream(deps, handlers, (message) => message.type === 'summary' && isOver(message.view.status));
