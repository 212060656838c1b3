import { petName } from './guards.ts';
import { bondPerk, isSick, metersAt, type Mood, moodOf, type Need, NEEDS, runsLowAtMs } from './needs.ts';
import {
  type Activity,
  type CareOutcome,
  isHatched,
  type Meters,
  type PetState,
  type Report,
} from './pet-state.ts';
import type { Skill } from './routes.ts';

/** A pet as `/pet view` shows it; meters in thousandths of a point. */
export interface PetView {
  readonly species: string;
  readonly name: string;
  readonly owner: string | null;
  readonly keeper: string | null;
  readonly hatchedAtMs: number;
  readonly meters: Meters;
  /** When each need runs low, ms since the epoch; in the past when it is low. */
  readonly lowAtMs: Readonly<Record<Need, number>>;
  readonly mood: Mood;
  readonly isSick: boolean;
  readonly perk: { readonly percent: number; readonly isPaused: boolean };
  readonly pause: PetState['pause'];
  readonly activity: Activity | null;
  readonly report: Report | null;
  readonly skills: Readonly<Record<Skill, number>>;
  readonly trips: number;
  readonly renameUntilMs: number | null;
  readonly rehome: PetState['rehome'];
}

const view = (state: PetState, nowMs: number): PetView | undefined => {
  if (!isHatched(state)) return undefined;
  const meters = metersAt(state, nowMs);
  const lowAtMs = { food: 0, hygiene: 0, joy: 0, energy: 0 };
  for (const need of NEEDS) lowAtMs[need] = runsLowAtMs(state, need);
  const hasPauseEnded = state.pause !== null && state.pause.untilMs <= nowMs;
  return {
    species: state.species,
    name: petName(state),
    owner: state.owner,
    keeper: state.keeper,
    hatchedAtMs: state.hatchedAtMs,
    meters,
    lowAtMs,
    mood: moodOf(hasPauseEnded ? { ...state, pause: null } : state, meters),
    isSick: isSick(meters),
    perk: bondPerk(meters),
    pause: hasPauseEnded ? null : state.pause,
    activity: state.activity,
    report: state.report,
    skills: state.skills,
    trips: state.trips,
    renameUntilMs: state.rename === null || state.rename.untilMs < nowMs ? null : state.rename.untilMs,
    rehome: state.rehome,
  };
};

/** Pure looks at a pet, never committed. */
export const petReads = {
  /** `undefined` before it hatched. */
  view: (state: PetState, _args: Record<string, never>, nowMs: number): PetView | undefined =>
    view(state, nowMs),
  /** How the care of that number ended; `undefined` until then. For waiting. */
  care: (state: PetState, args: { readonly no: number }): CareOutcome | undefined =>
    state.outcomes.findLast((outcome) => outcome.no === args.no),
  /** The farewell as it stands; `undefined` while the ledger is still asked. For waiting. */
  farewell: (state: PetState): 'home' | 'left' | undefined => {
    if (state.rehome === null) return 'home';
    return state.rehome.status === 'left' ? 'left' : undefined;
  },
  /** The state itself, for forecasts of what a care or an expedition would bring. */
  state: (state: PetState): PetState => state,
};
