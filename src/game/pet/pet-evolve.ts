import { changed, FULL, metersAt, petTime, tireAfter } from './needs.ts';
import type { PetEvent } from './pet-events.ts';
import { type CareOutcome, type Meters, OUTCOMES_MAX, type PetState } from './pet-state.ts';

/** Far enough: the sanctuary keeps a pet for as long as it takes. */
const FOR_EVER_MS = 8_640_000_000_000_000;

/** Meters of a pet on its first day. */
const NEWBORN: Meters = {
  food: 70_000,
  hygiene: 90_000,
  joy: 70_000,
  energy: 90_000,
  health: FULL,
  bond: 10_000,
};

/** Energy that a training costs. */
export const TRAINING_ENERGY = 15_000;
/** Energy that leaving on an expedition costs. */
export const EXPEDITION_ENERGY = 20_000;

/** The same pet with its meters true now. */
const at = (state: PetState, atMs: number): PetState => ({
  ...state,
  meters: metersAt(state, atMs),
  stampMs: petTime(state, atMs),
});

const grown = (state: PetState, atMs: number, gains: Partial<Meters>): PetState => {
  const now = at(state, atMs);
  const full = { food: 0, hygiene: 0, joy: 0, energy: 0, health: 0, bond: 0, ...gains };
  return { ...now, meters: changed(now.meters, full) };
};

const withOutcome = (state: PetState, outcome: CareOutcome): PetState => ({
  ...state,
  pending: state.pending?.no === outcome.no ? null : state.pending,
  outcomes: [...state.outcomes, outcome].slice(-OUTCOMES_MAX),
});

const careGiven = (
  state: PetState,
  event: Extract<PetEvent, { type: 'CareGiven' }>,
  atMs: number,
): PetState => {
  const { no, care, item, gains } = event;
  const after = grown(state, atMs, gains);
  return withOutcome(
    {
      ...after,
      careNo: Math.max(state.careNo, no),
      lastCareMs: after.stampMs,
      tiredness: { ...state.tiredness, [care]: { level: tireAfter(state, care, atMs), atMs } },
    },
    { no, care, item, gains, rejection: null },
  );
};

const ownerSet = (
  state: PetState,
  event: Extract<PetEvent, { type: 'OwnerSet' }>,
  atMs: number,
): PetState => {
  if (event.ownershipSeq <= state.ownershipSeq) return state;
  const { owner, ownershipSeq } = event;
  const next = { ...state, owner, ownershipSeq, keeper: owner ?? state.keeper };
  const isNewFriend =
    owner !== null && state.keeper !== null && owner !== state.keeper && state.species !== '';
  if (!isNewFriend) return next;
  const now = at(next, atMs);
  const meters = { ...now.meters, bond: Math.floor(now.meters.bond / 2) };
  return { ...now, meters, rename: null, rehome: null };
};

const hatched = (
  state: PetState,
  event: Extract<PetEvent, { type: 'PetHatched' }>,
  atMs: number,
): PetState => {
  const isOwned = state.ownershipSeq > 0;
  return {
    ...state,
    species: event.species,
    name: event.name,
    owner: isOwned ? state.owner : event.owner,
    keeper: isOwned ? state.keeper : event.owner,
    hatchedAtMs: atMs,
    meters: NEWBORN,
    stampMs: atMs,
    lastCareMs: atMs,
  };
};

const plannedMinutes = ({ activity }: PetState): number =>
  activity === null ? 0 : Math.round((activity.endsAtMs - activity.startedAtMs) / 60_000);

const activityEvolve = (
  state: PetState,
  event: Extract<PetEvent, { type: `Training${string}` | `Expedition${string}` | `Reward${string}` }>,
  atMs: number,
): PetState => {
  switch (event.type) {
    case 'TrainingStarted': {
      const { no, skill, endsAtMs, owner } = event;
      return {
        ...grown(state, atMs, { energy: -TRAINING_ENERGY }),
        activityNo: no,
        activity: { kind: 'training', no, skill, startedAtMs: atMs, endsAtMs, owner },
      };
    }
    case 'TrainingFinished': {
      const { no, skill, xp } = event;
      return {
        ...state,
        activity: null,
        skills: { ...state.skills, [skill]: state.skills[skill] + xp },
        report: {
          no,
          kind: 'training',
          what: skill,
          minutes: plannedMinutes(state),
          atMs,
          xp,
          coins: 0,
          items: [],
          isMishap: false,
          isRecalled: false,
          receiptId: null,
        },
      };
    }
    case 'ExpeditionStarted': {
      const { no, route, endsAtMs, owner, bonus, risk } = event;
      return {
        ...grown(state, atMs, { energy: -EXPEDITION_ENERGY }),
        activityNo: no,
        activity: { kind: 'expedition', no, route, startedAtMs: atMs, endsAtMs, owner, bonus, risk },
      };
    }
    case 'ExpeditionReturned': {
      const { no, route, coins, items, isMishap, isRecalled, gains } = event;
      return {
        ...grown(state, atMs, gains),
        activity: null,
        trips: state.trips + (isRecalled ? 0 : 1),
        report: {
          no,
          kind: 'expedition',
          what: route,
          minutes: plannedMinutes(state),
          atMs,
          xp: 0,
          coins,
          items,
          isMishap,
          isRecalled,
          receiptId: null,
        },
      };
    }
    case 'RewardPaid':
      return state.report?.no === event.no
        ? { ...state, report: { ...state.report, receiptId: event.receiptId } }
        : state;
    case 'RewardRefused':
      return state.report?.no === event.no
        ? { ...state, report: { ...state.report, coins: 0, items: [] } }
        : state;
  }
};

const endPause = (state: PetState, endedAtMs: number): PetState => {
  if (state.pause === null) return state;
  const { fromMs, untilMs } = state.pause;
  const lengthMs = Math.max(0, Math.min(endedAtMs, untilMs) - fromMs);
  return { ...state, pause: null, pausedMs: state.pausedMs + lengthMs };
};

/** The pet after an event. Total; uses stored times only. */
export const evolvePet = (state: PetState, event: PetEvent, atMs: number): PetState => {
  switch (event.type) {
    case 'PetHatched':
      return hatched(state, event, atMs);
    case 'OwnerSet':
      return ownerSet(state, event, atMs);
    case 'CareStarted':
      return {
        ...state,
        careNo: event.no,
        pending: { no: event.no, care: event.care, item: event.item },
      };
    case 'CareRefused': {
      const { no, care, item, rejection } = event;
      return withOutcome(state, { no, care, item, gains: null, rejection });
    }
    case 'CareGiven':
      return careGiven(state, event, atMs);
    case 'NeedsRanLow':
      return state;
    case 'TrainingStarted':
    case 'TrainingFinished':
    case 'ExpeditionStarted':
    case 'ExpeditionReturned':
    case 'RewardPaid':
    case 'RewardRefused':
      return activityEvolve(state, event, atMs);
    case 'VacationStarted':
      return { ...state, pause: { kind: 'vacation', fromMs: atMs, untilMs: event.untilMs } };
    case 'VacationEnded':
      return endPause(state, event.endedAtMs);
    case 'PetRenamed':
      return {
        ...state,
        name: event.name,
        rename:
          event.previous === null || event.untilMs === 0
            ? null
            : { previous: event.previous, untilMs: event.untilMs },
      };
    case 'RehomeStarted':
      return { ...state, rehome: { by: event.by, status: 'leaving', untilMs: event.untilMs } };
    case 'RehomeRefused':
      return { ...state, rehome: null };
    case 'Rehomed':
      return {
        ...state,
        rehome: state.rehome === null ? null : { ...state.rehome, status: 'left' },
        pause: { kind: 'sanctuary', fromMs: atMs, untilMs: FOR_EVER_MS },
      };
    case 'ReturnStarted':
      return {
        ...state,
        rehome: state.rehome === null ? null : { ...state.rehome, status: 'returning' },
      };
    case 'ReturnRefused':
      return {
        ...state,
        rehome: state.rehome === null ? null : { ...state.rehome, status: 'left' },
      };
    case 'Returned':
      return { ...endPause(state, atMs), rehome: null };
    case 'PetFought':
      return grown(state, atMs, event.gains);
  }
};
