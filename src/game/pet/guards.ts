import type { Context, Effect, ReminderChange } from '../shared/decider.ts';
import type { Rejection } from '../shared/errors.ts';
import { relativeTime } from '../shared/relative-time.ts';
import { sealed, unsealed } from '../shared/sealed.ts';
import type { UserCommand } from '../profile/user-protocol.ts';
import { NEEDS, runsLowAtMs } from './needs.ts';
import type { PetCommand } from './pet-protocol.ts';
import { isHatched, type PetState } from './pet-state.ts';
import { routeById } from './routes.ts';
import { speciesById } from './species.ts';

/** What the pet is called, or its species once its keeper was erased. */
export const petName = (state: PetState): string => {
  const fallback = speciesById(state.species)?.name ?? 'Your pet';
  return state.name === null ? fallback : unsealed(state.name, fallback);
};

/** Whether the caller is that person, directly or through their own user entity. */
export const speaksFor = (by: string, userId: string | null): boolean =>
  userId !== null && (by === userId || by === `user:0:${userId}`);

/** Why the caller may not act for this pet: `E_GONE`, `E_LEASED`, `E_NOT_OWNER`. */
export const refuseStranger = (state: PetState, context: Context): Rejection | undefined => {
  if (!isHatched(state)) {
    return { code: 'E_GONE', message: 'There is no such pet. `/pet view` shows yours.' };
  }
  if (speaksFor(context.by, state.owner)) return undefined;
  if (state.owner === null && speaksFor(context.by, state.keeper)) {
    return state.rehome === null
      ? {
          code: 'E_LEASED',
          message: 'This pet is held by a trade until that ends. Finish or cancel it first.',
        }
      : {
          code: 'E_NOT_OWNER',
          message:
            'This pet lives in the sanctuary now. `/pet rehome` with `undo` brings it back within 7 days.',
        };
  }
  return { code: 'E_NOT_OWNER', message: 'This pet belongs to somebody else. `/pet view` shows yours.' };
};

/**
 * How a rejection names the pet that gives it. Rejections are committed as they stand, and what its owner calls a pet is
 * sealed: whoever shows one puts the name in.
 */
export const THIS_PET = '{pet}';

/** Why the pet cannot start something now: `E_BUSY` with the time at which it can. */
export const refuseBusy = (state: PetState, context: Pick<Context, 'nowMs'>): Rejection | undefined => {
  const { activity, pause } = state;
  if (activity !== null) {
    const what =
      activity.kind === 'training'
        ? `training ${activity.skill}`
        : `away at ${routeById(activity.route)?.name ?? activity.route}`;
    const next =
      activity.kind === 'training'
        ? '`/pet view` shows how it goes.'
        : '`/pet expedition status` shows how it goes, `/pet expedition recall` calls it back.';
    return {
      code: 'E_BUSY',
      message: `${THIS_PET} is ${what} and free again ${relativeTime(activity.endsAtMs)}. ${next}`,
      untilMs: activity.endsAtMs,
    };
  }
  if (pause?.kind === 'vacation' && context.nowMs < pause.untilMs) {
    return {
      code: 'E_BUSY',
      message: `${THIS_PET} is on vacation and back ${relativeTime(pause.untilMs)}. \`/pet vacation mode:off\` ends it sooner.`,
      untilMs: pause.untilMs,
    };
  }
  if (state.rehome !== null) {
    return { code: 'E_BUSY', message: `${THIS_PET} is moving house. Try again in a minute.` };
  }
  return undefined;
};

/** Tells a person something. */
export const tell = (userId: string, event: 'pet' | 'expedition', text: string): Effect => ({
  to: { kind: 'user', realm: '0', id: userId },
  command: { type: 'Notify', event, text: sealed(userId, text) } as UserCommand,
});

/** Gives a person experience. */
export const reward = (userId: string, source: string): Effect => ({
  to: { kind: 'user', realm: '0', id: userId },
  command: { type: 'AwardXp', source } as UserCommand,
});

const CHECK: PetCommand = { type: 'CheckNeeds' };

/** Sets the reminder for the next need that will run low; none while the pet is paused. */
export const needsReminder = (state: PetState, nowMs: number): ReminderChange => {
  const upcoming = NEEDS.map((need) => runsLowAtMs(state, need)).filter((atMs) => atMs > nowMs);
  return upcoming.length === 0 || state.pause !== null
    ? { name: 'needs', dueMs: null }
    : { name: 'needs', dueMs: Math.min(...upcoming), command: CHECK };
};
