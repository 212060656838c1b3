import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { CHOICE_MS } from '../../../../src/game/battle/match/match-protocol.ts';
import { session } from '../../session.ts';
import { useSignal } from '../../signal.ts';
import { AftermathLine } from '../aftermath-line.tsx';
import { Countdown, PageHead, ResultBanner } from '../battle-head.tsx';
import { ChallengeCard } from '../challenge-card.tsx';
import { FairnessCard } from '../fairness-card.tsx';
import { isOver } from '../follow-battle.ts';
import { Nothing } from '../nothing.tsx';
import { usePlayer } from '../use-player.ts';
import { lookUpMatch, openMatchStream } from './match-api.ts';
import { MatchArena } from './match-arena.tsx';
import { MatchChoices } from './match-choices.tsx';
import { MatchReader, TURN_MS } from './match-reader.tsx';
import { asOfTurn, type MatchState, openMatchScreen } from './match-screen.ts';
import { MatchStory } from './match-story.tsx';
import { MatchVerify } from './match-verify.tsx';
import type { MatchScreen } from './match-wire.ts';
import { gameName, matchResultText } from './match-words.ts';
import { chaptersOf } from './story-lines.ts';

const useMatch = (id: string, persona: string) => {
  const [opened] = useState(() =>
    openMatchScreen({
      lookUp: () => lookUpMatch(id, persona),
      open: (handlers) => openMatchStream(id, persona, handlers),
      after: (delayMs, call) => {
        const timer = setTimeout(call, delayMs);
        return () => clearTimeout(timer);
      },
      say: (text) => session.spoken.set(text),
    }),
  );
  useEffect(() => () => opened.stop(), [opened]);
  return { ...opened, state: useSignal(opened.screen) };
};

/** What a match waits for before its first turn is told. */
const waitingText = ({ status, isMatched }: MatchScreen['view']): string | undefined =>
  isMatched ? 'It begins when both sides have pressed Ready.' : WAITING[status];

const WAITING: Readonly<Record<string, string>> = {
  open: 'The challenge waits for an answer.',
  accepted: 'Accepted: it begins when the challenger presses Start.',
  live: 'The first turn waits for its choices.',
};

interface MatchProps {
  readonly persona: string;
  readonly state: MatchState;
  readonly match: MatchScreen;
  readonly onRetry: () => void;
  readonly onGiven: () => Promise<void>;
}

const Head = ({ state, match, onRetry }: Pick<MatchProps, 'state' | 'match' | 'onRetry'>) => {
  const { view, names, dueAtMs } = match;
  const isLive = view.status === 'live';
  const isAsked = view.side === undefined ? view.waits.includes(true) : view.waits[view.side];
  return (
    <PageHead
      id={view.id}
      names={names}
      link={isOver(view.status) ? undefined : state.link}
      isPrivate={view.isPrivate}
      facts={<span>{gameName(view)}</span>}
    >
      {isLive && isAsked && dueAtMs !== undefined && <Countdown endsAtMs={dueAtMs} wholeMs={CHOICE_MS} />}
      {isLive && (
        <p class="counter">
          <span>
            Turn <b class="tick-number">{view.turn}</b>
          </span>
        </p>
      )}
      {state.link === 'lost' && !isOver(view.status) && (
        <button type="button" class="button small" onClick={onRetry}>
          Try now
        </button>
      )}
    </PageHead>
  );
};

/** What the own player can do now. */
const Own = ({ persona, match, onGiven }: Pick<MatchProps, 'persona' | 'match' | 'onGiven'>) => {
  const { view, position } = match;
  if (view.side === undefined) return null;
  if (view.status === 'open' || view.status === 'accepted')
    return <ChallengeCard id={view.id} persona={persona} moment={[view.status, ...view.ready].join()} />;
  if (view.status !== 'live') return null;
  return (
    <MatchChoices
      id={view.id}
      persona={persona}
      request={position?.request ?? null}
      chosen={view.chosen}
      isHunt={view.rules === 'osrs'}
      onGiven={onGiven}
    />
  );
};

const Running = (props: MatchProps) => {
  const { state, match } = props;
  const { view, names, position } = match;
  return (
    <div class="battle-page match-page">
      <Head {...props} />
      <div class="battle-main">
        <MatchArena match={match} before={state.before} own={view.side} />
        <Own {...props} />
        <FairnessCard view={view} names={names} />
      </div>
      <MatchStory
        chapters={chaptersOf(position?.story ?? [], names)}
        empty={waitingText(view) ?? 'Nothing happened.'}
      />
    </div>
  );
};

const Over = (props: MatchProps & { readonly turn: number }) => {
  const { match, persona, turn } = props;
  const { view, names, position } = match;
  const chapters = useMemo(() => chaptersOf(position?.story ?? [], names), [position, names]);
  const player = usePlayer(chapters.at(-1)?.turn ?? 0, turn, TURN_MS);
  const [read, setPlayer] = player;
  const hasStory = chapters.length > 0;
  return (
    <div class="battle-page match-page">
      <Head {...props} />
      <div class="battle-main">
        <ResultBanner
          text={matchResultText(view, names)}
          winner={view.outcome?.winner}
          own={view.side}
          more={
            <AftermathLine
              known={view.aftermath}
              names={names}
              lookUp={() => lookUpMatch(view.id, persona)}
            />
          }
        />
        <MatchArena
          match={asOfTurn(match, read.tick)}
          before={asOfTurn(match, Math.max(0, read.tick - 1))}
          own={view.side}
        />
        {hasStory && <MatchReader id={view.id} chapters={chapters} player={player} />}
        {view.revealed !== null && <MatchVerify view={view} persona={persona} />}
        <FairnessCard view={view} names={names} />
      </div>
      <MatchStory
        chapters={chapters}
        empty="Nothing happened."
        turn={read.tick}
        onPick={(picked) => setPlayer((old) => ({ ...old, tick: picked, isPlaying: false }))}
      />
    </div>
  );
};

/** One match (a battle by choices): as it happens, and to read when it is over. */
export const MatchPage = ({
  id,
  persona,
  turn,
}: {
  id: string;
  persona: string;
  turn: number | undefined;
}) => {
  const { state, retry, refresh } = useMatch(id, persona);
  const { match } = state;
  // who saw it end stands at its end; who comes later begins to read at its start
  const sawItRun = useRef(false);
  const isEnded = match !== undefined && isOver(match.view.status);
  if (match !== undefined && !isEnded) sawItRun.current = true;
  useEffect(() => {
    if (isEnded && sawItRun.current) session.spoken.set(matchResultText(match.view, match.names));
  }, [isEnded]);
  if (state.isGone) return <Nothing>There is no such battle, or it is private.</Nothing>;
  if (match === undefined) {
    return (
      <Nothing>
        {state.link === 'lost' ? 'No answer from the service; asking again.' : 'Looking for the battle…'}
      </Nothing>
    );
  }
  const props = { persona, state, match, onRetry: retry, onGiven: refresh };
  if (!isEnded) return <Running {...props} />;
  return <Over {...props} turn={turn ?? (sawItRun.current ? match.view.turn : 0)} />;
};
