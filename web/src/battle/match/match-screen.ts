import type { Link } from '../../live.ts';
import { signal, type Signal } from '../../signal.ts';
import { followStream, type FollowDeps, isOver } from '../follow-battle.ts';
import { createSpeaker } from '../speaker.ts';
import type { MatchScreen } from './match-wire.ts';
import { chaptersOf, linesTold } from './story-lines.ts';

/** What the page shows of a match that it follows. */
export interface MatchState {
  readonly link: Link;
  /** There is no such match for this viewer. */
  readonly isGone: boolean;
  readonly match?: MatchScreen;
  /** As it was before, for what has changed since. */
  readonly before?: MatchScreen;
}

/** What following needs beside the connection. */
export interface MatchDeps extends FollowDeps<MatchScreen, MatchScreen> {
  say(text: string): void;
}

/** A match that is followed until it is stopped. */
export interface OpenMatch {
  readonly screen: Signal<MatchState>;
  readonly stop: () => void;
  /** Tries to connect at once. */
  readonly retry: () => void;
  /** Asks how it stands now, without waiting for the stream. */
  readonly refresh: () => Promise<void>;
}

/** A match that is over, as it stood at the end of a turn; as it is where that was not told. */
export const asOfTurn = (match: MatchScreen, turn: number): MatchScreen => {
  const { view, position } = match;
  const field = position?.story.find((chapter) => chapter.turn === turn)?.field;
  return position === undefined || field === undefined
    ? match
    : { ...match, view: { ...view, turn }, position: { ...position, field } };
};

const STAGES: Readonly<Record<string, number>> = { none: 0, open: 1, accepted: 2, live: 3 };
const OVER = 4;

/** Stage, choices of the own side and sentences told: none of them ever goes back. */
const progressOf = ({ view, position }: MatchScreen): readonly number[] => [
  STAGES[view.status] ?? OVER,
  view.chosen,
  linesTold(position?.story ?? []),
];

/** Whether an answer was overtaken by what is shown; the stream and the page's own questions may cross. */
export const isOutdated = (next: MatchScreen, shown: MatchScreen): boolean => {
  const [before, after] = [progressOf(shown), progressOf(next)];
  // a service that has just come back may not know the position yet
  const known = next.position === undefined ? after.slice(0, 2) : after;
  return known.some((figure, n) => figure < (before[n] ?? 0));
};

const withPosition = (next: MatchScreen, shown: MatchScreen | undefined): MatchScreen =>
  next.position === undefined && shown?.position !== undefined
    ? { ...next, position: { ...shown.position, request: null } }
    : next;

/** Follows a match and tells what is new in it. */
export const openMatchScreen = (deps: MatchDeps): OpenMatch => {
  const screen = signal<MatchState>({ link: 'connecting', isGone: false });
  const speaker = createSpeaker(
    (text) => deps.say(text),
    (delayMs, call) => deps.after(delayMs, call),
  );
  const take = (told: MatchScreen): void => {
    const shown = screen.get().match;
    if (shown !== undefined && isOutdated(told, shown)) return;
    const match = withPosition(told, shown);
    screen.update((old) => ({
      ...old,
      isGone: false,
      match,
      ...(shown === undefined ? {} : { before: shown }),
    }));
    // who comes later has the story to read
    if (shown === undefined) return;
    const lines = chaptersOf(match.position?.story ?? [], match.names).flatMap((one) => one.lines);
    speaker.hear(lines.slice(linesTold(shown.position?.story ?? [])));
  };
  const followed = followStream(
    deps,
    {
      onAnswer: take,
      onMessage: take,
      onLink: (link) => screen.update((old) => ({ ...old, link })),
      onGone: () => screen.update((old) => ({ ...old, isGone: true })),
    },
    ({ view }) => isOver(view.status),
  );
  return {
    screen,
    retry: followed.retry,
    refresh: async () => {
      const answer = await deps.lookUp();
      if (typeof answer === 'object') take(answer);
    },
    stop: () => {
      followed.stop();
      speaker.stop();
    },
  };
};
