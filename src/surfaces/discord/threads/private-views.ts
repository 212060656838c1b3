import type { Clock } from '#ports/clock.ts';
import type { Answering } from '../answering.ts';
import type { Incoming } from '../incoming.ts';
import type { RenderedMessage } from '../render/panel.ts';
import type { PacedQueue } from './paced-queue.ts';

/** So long Discord takes edits by an interaction's token, ms. */
const TOKEN_MS = 15 * 60_000;
/** The last part of that belongs to saying that the panel follows its battle no longer, ms. */
const FAREWELL_MS = 60_000;
/** People who look at one battle at once by a view of their own. */
const VIEWS_MAX = 200;

/** Draws somebody's panel as it should look now; `isLast`: it says that it will not be drawn again. */
type Draw = (userId: string, to: Incoming, isLast: boolean) => Promise<RenderedMessage>;

interface View {
  readonly userId: string;
  readonly to: Incoming;
  readonly untilMs: number;
  shown: string;
  isBusy: boolean;
  /** How it is to be drawn when its turn comes. */
  draw: Draw | undefined;
  /** Its piece of work in the queue of those who only look. */
  readonly turn: () => Promise<void>;
}

/** What is seen of a message: ids of controls are new at each drawing and make no difference. */
export const seenOf = ({ body }: RenderedMessage): string =>
  JSON.stringify(body.components).replaceAll(/"custom_id":"[^"]*"/g, '');

/** Ephemeral panels about one battle, redrawn by their own tokens while these last. Nothing in it outlives the process. */
export class PrivateViews {
  readonly #views = new Map<string, View>();
  readonly #answering: Pick<Answering, 'edit'>;
  readonly #clock: Clock;
  readonly #queue: Pick<PacedQueue, 'add'>;

  /** `queue`: where the panels of those who only look wait for their turn. */
  constructor(answering: Pick<Answering, 'edit'>, clock: Clock, queue: Pick<PacedQueue, 'add'>) {
    this.#answering = answering;
    this.#clock = clock;
    this.#queue = queue;
  }

  /** Keeps the panel that somebody has just been shown; the one before is left alone. Several strangers share a user id. */
  keep(userId: string, to: Incoming, message: RenderedMessage): void {
    const key = to.caller.externalId;
    this.#views.delete(key);
    const [oldest] = this.#views.keys();
    if (this.#views.size >= VIEWS_MAX && oldest !== undefined) this.#views.delete(oldest);
    const view: View = {
      userId,
      to,
      untilMs: this.#clock.monoMs() + TOKEN_MS,
      shown: seenOf(message),
      isBusy: false,
      draw: undefined,
      turn: () => this.#redrawOne(key, view),
    };
    this.#views.set(key, view);
  }

  /** Leaves somebody's panel alone from now on: it shows something else. */
  drop(externalId: string): void {
    this.#views.delete(externalId);
  }

  /**
   * Redraws each panel that would look otherwise: at once for those who play, in their turn for those who look, whose
   * number has no bound. One at a time for each, and none for long.
   */
  async redraw(draw: Draw, plays: (userId: string) => boolean): Promise<void> {
    const own: Promise<void>[] = [];
    for (const [key, view] of this.#views) {
      view.draw = draw;
      if (plays(view.userId)) own.push(this.#redrawOne(key, view));
      else this.#queue.add(view.turn);
    }
    await Promise.all(own);
  }

  async #redrawOne(key: string, view: View): Promise<void> {
    const { draw } = view;
    if (draw === undefined || this.#views.get(key) !== view) return;
    if (view.isBusy) return;
    const leftMs = view.untilMs - this.#clock.monoMs();
    if (leftMs <= 0) {
      this.#views.delete(key);
      return;
    }
    const isLast = leftMs <= FAREWELL_MS;
    view.isBusy = true;
    try {
      const message = await draw(view.userId, view.to, isLast);
      const seen = seenOf(message);
      // a newer panel of theirs may have taken the place meanwhile
      if (seen === view.shown || this.#views.get(key) !== view) return;
      await this.#answering.edit(view.to, message);
      view.shown = seen;
      if (isLast && this.#views.get(key) === view) this.#views.delete(key);
    } catch {
      // dismissed, over, or refused: their next press opens a new one
      if (this.#views.get(key) === view) this.#views.delete(key);
    } finally {
      view.isBusy = false;
    }
  }
}
