import {
  accept,
  type Accepted,
  type Context,
  type Decider,
  type Decision,
  type Effect,
  type EffectOutcome,
  reject,
} from '../shared/decider.ts';
import { refKey } from '../shared/ids.ts';
import { decideActivity, finish, finishActivity, settleReward } from './activities.ts';
import { decideCare, settleCare } from './care.ts';
import {
  checkNeeds,
  decideKeeping,
  finishVacation,
  fought,
  hatch,
  setOwner,
  settleMove,
  undoRehome,
} from './keeping.ts';
import type { PetEvent } from './pet-events.ts';
import { evolvePet } from './pet-evolve.ts';
import type { PetCommand, PetReply } from './pet-protocol.ts';
import { initialPet, type PetState } from './pet-state.ts';

type Decided = Decision<PetEvent, PetReply>;
type Settled = Accepted<PetEvent, PetReply>;

const DONE: PetReply = { type: 'Done' };

/** What has run its time by now: nobody has to wait for a late reminder. */
const overdue = (state: PetState, context: Context): Settled | undefined => {
  if (state.activity !== null && state.activity.endsAtMs <= context.nowMs) {
    return finishActivity(state, state.activity, context);
  }
  if (state.pause?.kind === 'vacation' && state.pause.untilMs <= context.nowMs) {
    return finishVacation(state, context);
  }
  return undefined;
};

/** A reminder that came for something still running is set again; for something that has ended it is over. */
const rearm = (state: PetState, no: number): Decided => {
  const { activity } = state;
  return accept(
    [],
    DONE,
    activity?.no === no
      ? { reminders: [{ name: 'activity', dueMs: activity.endsAtMs, command: finish(no) }] }
      : {},
  );
};

const answer = (state: PetState, command: PetCommand, context: Context): Decided => {
  switch (command.type) {
    case 'Hatch':
      return hatch(state, command, context);
    case 'SetOwner':
      return setOwner(state, command, context);
    case 'Feed':
    case 'Play':
    case 'Clean':
    case 'Rest':
    case 'Heal':
      return decideCare(state, command, context);
    case 'Train':
    case 'StartExpedition':
    case 'Recall':
      return decideActivity(state, command, context);
    case 'FinishActivity':
      return rearm(state, command.no);
    case 'CheckNeeds':
      return checkNeeds(state, context);
    case 'EndVacation':
      // The reminder of a vacation that was ended by hand, or by the first command after it.
      return isOwn(context) ? accept([], DONE) : decideKeeping(state, command, context);
    case 'StartVacation':
    case 'Rename':
    case 'UndoRename':
    case 'Rehome':
      return decideKeeping(state, command, context);
    case 'UndoRehome':
      return undoRehome(state, context);
    case 'Fought':
      return fought(state, command.won, context);
  }
};

/** Whether the pet's own reminder asks. */
const isOwn = (context: Context): boolean => context.by === refKey(context.self);

const OWN: ReadonlySet<PetCommand['type']> = new Set(['FinishActivity', 'CheckNeeds']);

const decide = (state: PetState, command: PetCommand, context: Context): Decided => {
  if (OWN.has(command.type) && !isOwn(context)) {
    return reject({ code: 'E_PERM', message: 'Only the pet reminds itself of that.' });
  }
  const first = overdue(state, context);
  if (first === undefined) return answer(state, command, context);
  const now = first.events.reduce((before, event) => evolvePet(before, event, context.nowMs), state);
  const second = answer(now, command, context);
  // Refused commands leave nothing behind; the reminder will bring what is overdue.
  if (!second.ok) return second;
  return accept([...first.events, ...second.events], second.reply, {
    effects: [...(first.effects ?? []), ...(second.effects ?? [])],
    reminders: [...(first.reminders ?? []), ...(second.reminders ?? [])],
  });
};

const settle = (state: PetState, effect: Effect, outcome: EffectOutcome, context: Context): Settled => {
  const word = (effect.tag ?? '').split(':')[0] ?? '';
  switch (word) {
    case 'care':
      return settleCare(state, effect, outcome, context);
    case 'reward':
      return settleReward(effect, outcome);
    case 'rehome':
    case 'return':
      return settleMove(state, word, outcome, context);
    default:
      return accept([], DONE);
  }
};

/**
 * The rules of a pet. It never dies and nothing ticks: needs are derived from timestamps. Rejections: `E_PERM`, `E_GONE`,
 * `E_NOT_OWNER`, `E_LEASED`, `E_BUSY`, `E_COOLDOWN`, `E_LIMIT`, `E_INPUT`, `E_STALE`.
 */
export const petDecider: Decider<PetState, PetCommand, PetEvent, PetReply> = {
  initial: initialPet,
  decide,
  evolve: evolvePet,
  settle,
};
