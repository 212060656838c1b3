import type { Subject } from 'rxjs';
import type { Frame, Showing } from '#game/battle/showing.ts';
import type { BattleView, SideView, Viewer } from '#game/battle/view.ts';
import type { Place } from '../kit/define-entity.ts';

/** What a viewer of a battle is told, in this order: a summary, frames, and summaries whenever its status changes. */
export type WatchMessage =
  | { readonly type: 'summary'; readonly view: BattleView }
  | ({ readonly type: 'frame' } & Frame)
  /** The viewer's own side has been given an order. */
  | { readonly type: 'own'; readonly side: SideView };

/** A battle that somebody watches. */
export class Room {
  readonly place: Place;
  readonly key: string;
  readonly streams = new Map<Viewer, Subject<WatchMessage>>();
  showing: Showing;
  /** Those who look, and those who were let in and do not look yet. */
  viewers = 0;
  promised = 0;
  leave: () => void = () => undefined;
  /** A copy is on its way; and whether something happened meanwhile. */
  isAsking = false;
  isBehind = false;
  /** Commits of the last order and the last window that came here: their topics have no common order. */
  orderSeq = 0;
  windowSeq = 0;

  constructor(place: Place, key: string, showing: Showing) {
    this.place = place;
    this.key = key;
    this.showing = showing;
  }

  /** Tells each who looks, in the viewer's own words. */
  tell(message: (viewer: Viewer) => WatchMessage): void {
    for (const [viewer, stream] of this.streams) if (stream.observed) stream.next(message(viewer));
  }
}
