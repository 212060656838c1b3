import { packStanding, STANDING } from './cross/v1/orders.ts';
import { AUTOPILOT } from './cross/v1/sheet.ts';
import { type Plan, planFor } from './planning.ts';
import type { PlayerView } from './player-view.ts';

/** A thinking player's standing orders: they act in time where its own come late. */
export const THINKING_STANDING = STANDING + packStanding({ ...AUTOPILOT, healBelow: 60, switching: true });

/**
 * A player who thinks one action ahead: leaves effects early, guards when blows are coming, eats when it is worth an
 * action, and brings in who stands better. What standing orders would do anyway it does not order. It sees only what it
 * is shown, and remembers what it has ordered; no chance is involved.
 */
export class ThinkingPlayer {
  #sent: readonly Plan[] = [];

  /**
   * The order to give now, if any. `fromTick`: the first tick at which it can be carried out, later than the view's when
   * the player is slow.
   */
  order(view: PlayerView, fromTick: number): number | undefined {
    this.#sent = this.#sent.filter(({ actsAt }) => actsAt > view.tick);
    const underWay = this.#sent.filter(({ actsAt }) => actsAt < fromTick);
    const leavesEffect = underWay.some((plan) => plan.leavesEffect && plan.foe === view.foe.active);
    const plan = planFor(view, fromTick, leavesEffect);
    if (plan === undefined) return undefined;
    const before = this.#sent.find(({ actsAt }) => actsAt >= fromTick);
    if (before === undefined ? plan.isUsual : before.order === plan.order) return undefined;
    this.#sent = [...underWay, plan];
    return plan.order;
  }
}
