import { map, type Observable } from 'rxjs';
import type { BattleWatch } from '#actors/battle/battle-watch.ts';
import type { MatchWatch } from '#actors/match/match-watch.ts';
import type { BattleStatus, Player } from '#game/battle/battle-protocol.ts';
import type { Stage } from './thread-panels.ts';

/** A battle of either kind: by ticks or by choices. */
export interface BattleRef {
  readonly kind: 'battle' | 'match';
  readonly id: string;
}

/** What a thread is told: that what everybody sees has changed, and with it how the battle stands. */
export type Sight =
  | { readonly isStanding: true; readonly stage: Stage; readonly players: readonly Player[] }
  | { readonly isStanding: false };

/** How a thread follows battles of both kinds. */
export interface Watches {
  readonly battles: Pick<BattleWatch, 'watch'>;
  readonly matches: Pick<MatchWatch, 'watch'>;
}

const stageOf = (status: BattleStatus): Stage =>
  status === 'live'
    ? 'live'
    : status === 'ended' || status === 'void' || status === 'closed'
      ? 'over'
      : 'waiting';

/**
 * What everybody sees of a battle, from now on. `undefined`: there is none that everybody may see; `'full'`: too many are
 * watched. @throws Fault
 */
export const sightsOf = async (
  { battles, matches }: Watches,
  { kind, id }: BattleRef,
  realm: string,
): Promise<Observable<Sight> | undefined | 'full'> => {
  if (kind === 'match') {
    const views = await matches.watch({ realm, id });
    return views?.pipe(
      map(({ status, players }): Sight => ({ isStanding: true, stage: stageOf(status), players })),
    );
  }
  const messages = await battles.watch({ realm, id }, undefined);
  if (messages === undefined || messages === 'full') return messages;
  return messages.pipe(
    map((message): Sight =>
      message.type === 'summary'
        ? {
            isStanding: true,
            stage: stageOf(message.view.status),
            players: message.view.sides.map(({ player }) => player),
          }
        : { isStanding: false },
    ),
  );
};
