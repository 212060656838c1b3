import { useEffect, useRef, useState } from 'preact/hooks';
import { listIn } from '../guards.ts';
import { followEvents, type Link } from '../live.ts';
import { fetchFinished, fetchLadder, type LadderRules } from './battle-api.ts';
import { isListedBattle } from './battle-guards.ts';
import { noteMatches } from './match/known-matches.ts';
import type { LadderPlace, ListedBattle } from './wire.ts';

/** How soon after a battle's end its row is asked for, and how often the lists are asked anyway, ms. */
const SOON_MS = 1_000;
const EVERY_MS = 15_000;

/** Battles under way as they change; `undefined` until they are known. */
export const useLiveBattles = (): {
  readonly live: readonly ListedBattle[] | undefined;
  readonly link: Link;
} => {
  const [live, setLive] = useState<readonly ListedBattle[]>();
  const [link, setLink] = useState<Link>('connecting');
  useEffect(() => {
    const followed = followEvents(
      '/api/battles/live',
      ['battles'],
      (_type, data) => {
        const battles = listIn(data, 'battles', isListedBattle);
        noteMatches(battles);
        setLive(battles);
      },
      setLink,
    );
    return () => followed.stop();
  }, []);
  return { live, link };
};

interface Lists {
  readonly finished: readonly ListedBattle[] | undefined;
  readonly ladder: readonly LadderPlace[] | undefined;
  readonly isLost: boolean;
}

/** Finished battles and the ladder of a rule set; asked again when `ids`, the live ones, change. */
export const useLists = (ids: string, rules: LadderRules): Lists => {
  const [lists, setLists] = useState<Lists>({ finished: undefined, ladder: undefined, isLost: false });
  const asked = useRef<LadderRules>(undefined);
  /** The last question, and the last that was answered. */
  const questions = useRef({ last: 0, answered: 0 });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isHere = true;
    const take = (
      number: number,
      finished: readonly ListedBattle[],
      ladder: readonly LadderPlace[],
    ): void => {
      // an answer counts also when the live ones changed meanwhile, but for no later question and no other ladder
      if (number < questions.current.answered || asked.current !== rules) return;
      questions.current.answered = number;
      setLists({ finished, ladder, isLost: false });
    };
    const ask = async (): Promise<void> => {
      questions.current.last += 1;
      const number = questions.current.last;
      try {
        const [finished, ladder] = await Promise.all([fetchFinished(), fetchLadder(rules)]);
        noteMatches(finished);
        take(number, finished, ladder);
      } catch {
        if (isHere) setLists((old) => ({ ...old, isLost: true }));
      }
      if (isHere) timer = setTimeout(() => void ask(), EVERY_MS);
    };
    // another ladder is asked for at once
    const isOther = asked.current !== rules;
    asked.current = rules;
    if (isOther) setLists((old) => ({ ...old, ladder: undefined }));
    timer = setTimeout(() => void ask(), isOther ? 0 : SOON_MS);
    return () => {
      isHere = false;
      clearTimeout(timer);
    };
  }, [ids, rules]);
  return lists;
};
