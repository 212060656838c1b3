import './jitless.ts';
import { battlePlace } from '../route.ts';
import { session } from '../session.ts';
import { useSignal } from '../signal.ts';
import { BattleList } from './battle-list.tsx';
import { BattlePage } from './battle-page.tsx';
import { ReplayFile } from './replay-file.tsx';

/** The battles by their address. Who watches decides what is seen, so another persona begins anew. */
export const BattlesArea = () => {
  const { id, tick, isFile } = useSignal(battlePlace);
  const persona = useSignal(session.persona);
  if (isFile === true) return <ReplayFile />;
  if (id === undefined) return <BattleList />;
  return <BattlePage key={`${id}/${persona}`} id={id} persona={persona} tick={tick} />;
};
