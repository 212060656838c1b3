import type { CommandDefinition } from '../define-command.ts';
import { battleChallenge, battleNpc } from './challenge.ts';
import { battleHistory } from './history.ts';
import { battleLadder } from './ladder.ts';
import { battleReplay, battleVerify } from './looking.ts';
import { battleForfeit, battleMove, battleStatus } from './playing.ts';
import { battleLeave, battleQueue } from './queue.ts';
import { battleRules } from './rules-pages.ts';
import { battleSpectate } from './spectate.ts';
import { battleStanding } from './standing.ts';

export { battleComponents } from './components.ts';

/** `/battle …`, in the order of `/help`. */
export const battleCommands: readonly CommandDefinition[] = [
  battleNpc,
  battleChallenge,
  battleQueue,
  battleLeave,
  battleStatus,
  battleMove,
  battleStanding,
  battleForfeit,
  battleSpectate,
  battleHistory,
  battleReplay,
  battleVerify,
  battleLadder,
  battleRules,
];
