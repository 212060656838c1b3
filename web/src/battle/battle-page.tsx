import { useEffect, useRef, useState } from 'preact/hooks';
import { ROUND_MS } from '../../../src/game/battle/battle-protocol.ts';
import { battleAddress } from '../route.ts';
import { session } from '../session.ts';
import { useSignal } from '../signal.ts';
import { AftermathLine } from './aftermath-line.tsx';
import { Arena } from './arena.tsx';
import { fetchReplay, lookUpBattle, openBattleStream, replayPath } from './battle-api.ts';
import { BattleHead, Countdown, ResultBanner, resultText, TickCounter } from './battle-head.tsx';
import { BattleLog } from './battle-log.tsx';
import { openScreen, type Screen } from './battle-screen.ts';
import { ChallengeCard } from './challenge-card.tsx';
import { FairnessCard } from './fairness-card.tsx';
import { isOver } from './follow-battle.ts';
import { MatchPage } from './match/match-page.tsx';
import { Nothing } from './nothing.tsx';
import { Orders } from './orders.tsx';
import type { Playback } from './playback.ts';
import { ReplayOf } from './replay-of.tsx';
import { publishedOf } from './verdict.ts';
import { VerifyCard } from './verify-card.tsx';

const useScreen = (id: string, persona: string) => {
  const [opened] = useState(() =>
    openScreen({
      lookUp: () => lookUpBattle(id, persona),
      open: (handlers) => openBattleStream(id, persona, handlers),
      after: (delayMs, call) => {
        const timer = setTimeout(call, delayMs);
        return () => clearTimeout(timer);
      },
      nowMs: () => Date.now(),
      isCalm: () => document.hidden || matchMedia('(prefers-reduced-motion: reduce)').matches,
      say: (text) => session.spoken.set(text),
    }),
  );
  useEffect(() => () => opened.stop(), [opened]);
  return { ...opened, state: useSignal(opened.screen) };
};

const WAITING: Readonly<Record<string, string>> = {
  open: 'The challenge waits for an answer.',
  accepted: 'Accepted: it begins when the challenger presses Start.',
  staking: 'Both stakes are being put up.',
  live: 'Nothing has happened yet: the first blows fall in a moment.',
};

interface LiveProps {
  readonly id: string;
  readonly persona: string;
  readonly screen: Screen;
  readonly playback: Playback;
  readonly onCatchUp: () => void;
  readonly onRetry: () => void;
}

const Ended = ({ id, persona, screen, playback }: LiveProps) => {
  const { drawn, names } = playback;
  return (
    <>
      <ResultBanner
        text={resultText(drawn, names)}
        winner={drawn.outcome?.winner}
        own={screen.side}
        more={
          <AftermathLine known={drawn.aftermath} names={names} lookUp={() => lookUpBattle(id, persona)} />
        }
      >
        {drawn.openingDigest !== '' && (
          <a class="button secondary as-link" href={battleAddress(id, 0)}>
            Watch the replay
          </a>
        )}
      </ResultBanner>
      {drawn.openingDigest !== '' && (
        <VerifyCard
          id={id}
          unit="tick"
          href={replayPath(id, persona)}
          load={() => fetchReplay(replayPath(id, persona))}
          published={publishedOf(drawn)}
        />
      )}
    </>
  );
};

/** A battle that goes on, or that ended before these eyes. */
const LiveBattle = (props: LiveProps) => {
  const { screen, playback, persona, onCatchUp, onRetry } = props;
  const { drawn, view, names, lines, struck, queue } = playback;
  const isDone = isOver(drawn.status);
  // a round is one piece; live ticks come one after the other anyway
  const isBehind = view.tempo === 'rounds' && queue.length > 0;
  useEffect(() => {
    if (isDone) session.spoken.set(resultText(drawn, names));
  }, [isDone]);
  return (
    <div class="battle-page">
      <BattleHead view={drawn} names={names} {...(isDone ? {} : { link: screen.link })}>
        {drawn.status === 'live' && view.tempo === 'rounds' && screen.roundEndsAt !== undefined && (
          <Countdown endsAtMs={screen.roundEndsAt} wholeMs={ROUND_MS} />
        )}
        <TickCounter view={drawn} />
        {screen.link === 'lost' && (
          <button type="button" class="button small" onClick={onRetry}>
            Try now
          </button>
        )}
      </BattleHead>
      <div class="battle-main">
        {!isDone && drawn.status !== 'live' && screen.side !== undefined && (
          <ChallengeCard id={drawn.id} persona={persona} moment={[drawn.status, ...drawn.ready].join()} />
        )}
        <Arena view={drawn} names={names} struck={struck} own={screen.side} />
        {drawn.status === 'live' && screen.side !== undefined && (
          <Orders
            view={drawn}
            own={screen.side}
            persona={persona}
            isBehind={isBehind}
            onCatchUp={onCatchUp}
          />
        )}
        {isDone && <Ended {...props} />}
        <FairnessCard key={String(isDone)} view={drawn} names={names} />
      </div>
      <BattleLog lines={lines} empty={WAITING[drawn.status] ?? 'Nothing happened.'} />
    </div>
  );
};

/** One battle: live as it happens, or its replay when it was over before. */
export const BattlePage = ({
  id,
  persona,
  tick,
}: {
  id: string;
  persona: string;
  tick: number | undefined;
}) => {
  const { state, retry, skip } = useScreen(id, persona);
  const { playback } = state;
  // decided by what was found first, so that a battle that ends here is not torn from its watcher
  const wasOver = useRef<boolean>(undefined);
  if (playback !== undefined) wasOver.current ??= isOver(playback.view.status);
  // a battle by choices has the same kind of address
  if (state.isGone) return <MatchPage id={id} persona={persona} turn={tick} />;
  if (playback === undefined) {
    return (
      <Nothing>
        {state.link === 'lost' ? 'No answer from the service; asking again.' : 'Looking for the battle…'}
      </Nothing>
    );
  }
  const { view, names } = playback;
  const hasReplay = isOver(view.status) && view.openingDigest !== '';
  if (hasReplay && (tick !== undefined || wasOver.current === true))
    return <ReplayOf view={view} names={names} own={state.side} persona={persona} tick={tick ?? 0} />;
  return (
    <LiveBattle
      id={id}
      persona={persona}
      screen={state}
      playback={playback}
      onCatchUp={skip}
      onRetry={retry}
    />
  );
};
