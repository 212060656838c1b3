import type { Subscription } from 'rxjs';
import type { Player } from '#game/battle/battle-protocol.ts';
import type { GuildPlace } from '../incoming.ts';
import type { LiveMessage } from './live-message.ts';
import type { PrivateViews } from './private-views.ts';
import type { BattleRef } from './sights.ts';
import type { Stage } from './thread-panels.ts';

/** A battle that is shown in a guild. */
export interface Feed {
  readonly battle: BattleRef;
  readonly place: GuildPlace;
  readonly scope: string;
  readonly views: PrivateViews;
  /** Its thread is this process's; else only people's own panels are kept up to date here. */
  readonly isOurs: boolean;
  stage: Stage;
  players: readonly Player[];
  threadId: string | undefined;
  message: LiveMessage | undefined;
  subscription: Subscription | undefined;
  /** Its thread is being opened. */
  opening: Promise<void> | undefined;
  /** An earlier process may have opened its thread. */
  isResumed: boolean;
  /** Where it is shown is written down. */
  isPlaced: boolean;
  /** What showed it went once, and was opened anew. */
  isRenewed: boolean;
  /** There is nowhere to show it any more; its followers are told of the end all the same. */
  isLost: boolean;
}

/** A feed that begins. */
export const newFeed = (
  battle: BattleRef,
  place: GuildPlace,
  scope: string,
  views: PrivateViews,
  isOurs: boolean,
): Feed => ({
  battle,
  place,
  scope,
  views,
  isOurs,
  stage: 'waiting',
  players: [],
  threadId: undefined,
  message: undefined,
  subscription: undefined,
  opening: undefined,
  isResumed: false,
  isPlaced: false,
  isRenewed: false,
  isLost: false,
});
