import { useEffect, useState } from 'preact/hooks';
import { fetchReplay, replayPath } from './battle-api.ts';
import { ResultBanner, resultText } from './battle-head.tsx';
import { FairnessCard } from './fairness-card.tsx';
import { type Course, courseOf, readReplay } from './replay-course.ts';
import { ReplayView } from './replay-view.tsx';
import { publishedOf } from './verdict.ts';
import { VerifyCard } from './verify-card.tsx';
import type { BattleView, SideNumber } from './wire.ts';

type Loaded =
  | { readonly course: Course; readonly replay: unknown }
  | { readonly problem: string }
  | undefined;

interface ReplayOfProps {
  readonly view: BattleView;
  readonly names: readonly string[];
  readonly own: SideNumber | undefined;
  readonly persona: string;
  readonly tick: number;
}

/** The replay of a battle of this service, with what was published about it. */
export const ReplayOf = ({ view, names, own, persona, tick }: ReplayOfProps) => {
  const [loaded, setLoaded] = useState<Loaded>();
  useEffect(() => {
    let isHere = true;
    const load = async (): Promise<void> => {
      const answer = await fetchReplay(replayPath(view.id, persona));
      if (!isHere) return;
      if ('problem' in answer) return setLoaded(answer);
      const replay = readReplay(answer.replay);
      setLoaded(
        replay === undefined
          ? { problem: 'This replay is of a version that this page does not know.' }
          : { course: courseOf(replay, names), replay: answer.replay },
      );
    };
    void load();
    return () => {
      isHere = false;
    };
  }, [view.id]);
  if (loaded === undefined || 'problem' in loaded) {
    return (
      <div class="battle-page">
        <p class="empty big" role="status">
          {loaded?.problem ?? 'Playing the battle again…'} <a href="#/battles">All battles</a>
        </p>
      </div>
    );
  }
  const { course, replay } = loaded;
  return (
    <ReplayView
      course={course}
      tick={tick}
      own={own}
      isShared
      above={<ResultBanner text={resultText(view, names)} winner={view.outcome?.winner} own={own} />}
      below={(goTo) => (
        <>
          <VerifyCard
            id={view.id}
            unit="tick"
            href={replayPath(view.id, persona)}
            load={() => Promise.resolve({ replay })}
            published={publishedOf(view)}
            onTick={goTo}
          />
          <FairnessCard view={view} names={names} />
        </>
      )}
    />
  );
};
