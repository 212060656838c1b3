import './jitless.ts';
import { useState } from 'preact/hooks';
import { battlePlace } from '../route.ts';
import { session } from '../session.ts';
import { useSignal } from '../signal.ts';
import { BattleList } from './battle-list.tsx';
import { BattlePage } from './battle-page.tsx';
import { isKnownMatch } from './match/known-matches.ts';
import { MatchPage } from './match/match-page.tsx';
import { ReplayFile } from './replay-file.tsx';

interface OneProps {
  readonly id: string;
  readonly persona: string;
  readonly tick: number | undefined;
}

const OneBattle = ({ id, persona, tick }: OneProps) => {
  // what a list tells later must not tear the page from its reader
  const [isMatch] = useState(() => isKnownMatch(id));
  return isMatch ? (
    <MatchPage id={id} persona={persona} turn={tick} />
  ) : (
    <BattlePage id={id} persona={persona} tick={tick} />
  );
};

/** The battles by their address. Who watches decides what is seen, so another persona begins anew. */
export const BattlesArea = () => {
  const { id, tick, isFile } = useSignal(battlePlace);
  const persona = useSignal(session.persona);
  if (isFile === true) return <ReplayFile />;
  if (id === undefined) return <BattleList />;
  return <OneBattle key={`${id}/${persona}`} id={id} persona={persona} tick={tick} />;
};
