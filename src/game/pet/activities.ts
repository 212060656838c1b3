import { ITEMS } from '../economy/items.ts';
import { accountOf, type Leg, type LedgerCommand } from '../economy/ledger-protocol.ts';
import {
  accept,
  type Accepted,
  type Context,
  type Decision,
  type Effect,
  type EffectOutcome,
  reject,
} from '../shared/decider.ts';
import type { Rejection } from '../shared/errors.ts';
import { randomBelow, type Rng } from '../shared/rng.ts';
import { needsReminder, petName, refuseBusy, refuseStranger, reward, tell, THIS_PET } from './guards.ts';
import { bondPerk, gains, isSick, LOW, lowNeeds, metersAt } from './needs.ts';
import type { PetEvent } from './pet-events.ts';
import { EXPEDITION_ENERGY, evolvePet, TRAINING_ENERGY } from './pet-evolve.ts';
import type { PetCommand, PetReply } from './pet-protocol.ts';
import type { Activity, PetState } from './pet-state.ts';
import { routeById, type Route, skillLevel, SKILLS } from './routes.ts';
import { speciesById } from './species.ts';

type Decided = Decision<PetEvent, PetReply>;
type Settled = Accepted<PetEvent, PetReply>;

const MINUTE_MS = 60_000;
export const TRAINING_MINUTES = 30;
export const EXPEDITION_MINUTES_MIN = 10;
export const EXPEDITION_MINUTES_MAX = 72 * 60;
/** Skill experience of one training. */
const TRAINING_XP = 20;
/** Coins roll between these percents of the usual. */
const ROLL_MIN = 80;
const ROLL_MAX = 120;
/** Percent more on a route of the pet's own type. */
const TYPE_BONUS = 15;
/** A mishap happens at least this often, in percent. */
const RISK_MIN = 2;
/** One find for each so many effective minutes. */
const FIND_MINUTES = 240;
const FINDS_MAX = 6;
const FINDS = ITEMS.filter(({ category }) => category === 'curio');

/** Minutes that pay: the first 8 hours in full, up to 24 hours half, the rest a quarter. */
export const effectiveMinutes = (minutes: number): number =>
  Math.min(minutes, 480) +
  Math.floor(Math.min(Math.max(minutes - 480, 0), 960) / 2) +
  Math.floor(Math.max(minutes - 1_440, 0) / 4);

const coinsFor = (route: Route, minutes: number, bonus: number, roll: number): number =>
  Math.floor((route.coinsPerHour * effectiveMinutes(minutes) * (100 + bonus) * roll) / (60 * 100 * 100));

/** What leaving now would mean: bonus and risk in percent, and the band of coins. */
export interface Forecast {
  readonly bonus: number;
  readonly risk: number;
  readonly coinsMin: number;
  readonly coinsMax: number;
  /** The perk of the bond does not count because a need is low. */
  readonly isPerkPaused: boolean;
}

/** What an expedition of this pet would bring if it left now. */
export const forecast = (state: PetState, route: Route, minutes: number, nowMs: number): Forecast => {
  const kind = speciesById(state.species);
  const perk = bondPerk(metersAt(state, nowMs));
  const bonus =
    (perk.isPaused ? 0 : perk.percent) +
    (kind?.type === route.type ? TYPE_BONUS : 0) +
    (kind?.temperament.gain.coins ?? 100) -
    100;
  return {
    bonus,
    risk: Math.max(RISK_MIN, route.risk - skillLevel(state.skills[route.skill])),
    coinsMin: coinsFor(route, minutes, bonus, ROLL_MIN),
    coinsMax: coinsFor(route, minutes, bonus, ROLL_MAX),
    isPerkPaused: perk.isPaused && perk.percent > 0,
  };
};

/** The pet's own word when an activity has run its time. */
export const finish = (no: number): PetCommand => ({ type: 'FinishActivity', no });

const refuseUnfit = (
  state: PetState,
  energy: number,
  context: Pick<Context, 'nowMs'>,
): Rejection | undefined => {
  const meters = metersAt(state, context.nowMs);
  if (isSick(meters)) {
    return { code: 'E_LIMIT', message: `${THIS_PET} is sick. \`/pet heal\` or \`/pet rest\` first.` };
  }
  if (meters.energy < energy) {
    return { code: 'E_LIMIT', message: `${THIS_PET} is too tired for that. \`/pet rest\` first.` };
  }
  if (lowNeeds(meters).includes('food')) {
    return { code: 'E_LIMIT', message: `${THIS_PET} is too hungry for that. \`/pet feed\` first.` };
  }
  return undefined;
};

const train = (
  state: PetState,
  command: Extract<PetCommand, { type: 'Train' }>,
  context: Context,
): Decided => {
  const { skill } = command;
  if (!SKILLS.includes(skill)) {
    return reject({
      code: 'E_INPUT',
      field: 'skill',
      message: `\`skill\` takes one of: ${SKILLS.join(', ')}.`,
    });
  }
  const refused = refuseUnfit(state, TRAINING_ENERGY, context);
  if (refused !== undefined) return reject(refused);
  const no = state.activityNo + 1;
  const endsAtMs = context.nowMs + TRAINING_MINUTES * MINUTE_MS;
  return accept<PetEvent, PetReply>(
    [{ type: 'TrainingStarted', no, skill, endsAtMs, owner: state.owner ?? '' }],
    { type: 'ActivityStarted', no, endsAtMs },
    { reminders: [{ name: 'activity', dueMs: endsAtMs, command: finish(no) }] },
  );
};

/** Why a pet cannot leave for a route now: it is busy (`E_BUSY`), unfit or does not dare to (`E_LIMIT`). */
export const refuseLeaving = (
  state: PetState,
  route: Route,
  context: Pick<Context, 'nowMs'>,
): Rejection | undefined => {
  const refused = refuseBusy(state, context) ?? refuseUnfit(state, Math.max(EXPEDITION_ENERGY, LOW), context);
  if (refused !== undefined) return refused;
  if (metersAt(state, context.nowMs).bond >= route.minBond * 1_000) return undefined;
  return {
    code: 'E_LIMIT',
    message: `${THIS_PET} does not dare to go to ${route.name} yet: that takes a bond of ${route.minBond}. Feed and play to grow it.`,
  };
};

const startExpedition = (
  state: PetState,
  command: Extract<PetCommand, { type: 'StartExpedition' }>,
  context: Context,
): Decided => {
  const { minutes } = command;
  const route = routeById(command.route);
  if (route === undefined) {
    return reject({
      code: 'E_INPUT',
      field: 'route',
      message: '`route` takes a place such as `meadow`. `/pet expedition status` lists them.',
    });
  }
  if (!Number.isInteger(minutes) || minutes < EXPEDITION_MINUTES_MIN || minutes > EXPEDITION_MINUTES_MAX) {
    return reject({
      code: 'E_INPUT',
      field: 'hours',
      message: '`hours` takes 10 minutes to 72 hours, for example `10m`, `1.5` or `24`.',
    });
  }
  const refused = refuseLeaving(state, route, context);
  if (refused !== undefined) return reject(refused);
  const no = state.activityNo + 1;
  const endsAtMs = context.nowMs + minutes * MINUTE_MS;
  const { bonus, risk } = forecast(state, route, minutes, context.nowMs);
  const owner = state.owner ?? '';
  return accept<PetEvent, PetReply>(
    [{ type: 'ExpeditionStarted', no, route: route.id, endsAtMs, owner, bonus, risk }],
    { type: 'ActivityStarted', no, endsAtMs },
    { reminders: [{ name: 'activity', dueMs: endsAtMs, command: finish(no) }] },
  );
};

const finds = (
  rng: Rng,
  minutes: number,
): readonly { readonly item: string; readonly quantity: number }[] => {
  const count = Math.min(FINDS_MAX, Math.floor(effectiveMinutes(minutes) / FIND_MINUTES));
  const found = new Map<string, number>();
  for (let draw = 0; draw < count; draw += 1) {
    const item = FINDS[randomBelow(rng, FINDS.length)];
    if (item !== undefined) found.set(item.id, (found.get(item.id) ?? 0) + 1);
  }
  return Array.from(found, ([item, quantity]) => ({ item, quantity }));
};

const payment = (
  activity: Extract<Activity, { kind: 'expedition' }>,
  coins: number,
  items: readonly { readonly item: string; readonly quantity: number }[],
  context: Context,
): readonly Effect[] => {
  const to = accountOf(activity.owner);
  const legs: readonly Leg[] = [
    ...(coins > 0 ? [{ from: 'mint', to, coins }] : []),
    ...items.map(({ item, quantity }) => ({ from: 'mint', to, item, quantity })),
  ];
  const { kind, realm, id } = context.self;
  const transfer: LedgerCommand = {
    type: 'Transfer',
    legs,
    memo: { kind: 'expedition', about: `${kind}:${realm}:${id}` },
  };
  if (legs.length === 0) return [];
  return [{ to: { kind: 'ledger', realm, id: '0' }, command: transfer, tag: `reward:${activity.no}` }];
};

const sourceOf = (minutes: number): string =>
  minutes >= 1_440 ? 'expedition-long' : minutes >= 480 ? 'expedition-day' : 'expedition-short';

const returnFrom = (
  state: PetState,
  activity: Extract<Activity, { kind: 'expedition' }>,
  isRecalled: boolean,
  context: Context,
): Settled => {
  const endedAtMs = Math.min(context.nowMs, activity.endsAtMs);
  const minutes = Math.floor((endedAtMs - activity.startedAtMs) / MINUTE_MS);
  const route = routeById(activity.route);
  const roll = ROLL_MIN + randomBelow(context.rng, ROLL_MAX - ROLL_MIN + 1);
  const isMishap = randomBelow(context.rng, 100) < activity.risk;
  const isShort = isRecalled && minutes < EXPEDITION_MINUTES_MIN;
  // Being called back halves what was found; a mishap halves it again.
  const share = (isRecalled ? 50 : 100) / (isMishap ? 2 : 1);
  const earned = route === undefined || isShort ? 0 : coinsFor(route, minutes, activity.bonus, roll);
  const coins = Math.floor((earned * share) / 100);
  const items = isRecalled ? [] : finds(context.rng, minutes);
  const { no, owner } = activity;
  const event: PetEvent = {
    type: 'ExpeditionReturned',
    no,
    route: activity.route,
    owner,
    coins,
    items,
    isMishap,
    isRecalled,
    gains: gains({
      joy: isRecalled ? 0 : 15_000,
      bond: isRecalled ? 0 : 2_000,
      hygiene: isMishap ? -30_000 : -10_000,
      health: isMishap ? -15_000 : 0,
    }),
  };
  const pieces = items.reduce((sum, { quantity }) => sum + quantity, 0);
  const found = pieces === 0 ? '' : ` and ${pieces} ${pieces === 1 ? 'find' : 'finds'}`;
  const end = isMishap ? ', after a mishap. A wash would help.' : '.';
  const place = route?.name ?? activity.route;
  const text = `${petName(state)} is back from ${place} with ${coins} coins${found}${end}`;
  const after = evolvePet(state, event, context.nowMs);
  return accept<PetEvent, PetReply>(
    [event],
    { type: 'Recalled', no, coins },
    {
      effects: [
        ...payment(activity, coins, items, context),
        ...(isRecalled ? [] : [reward(owner, sourceOf(minutes)), tell(owner, 'expedition', text)]),
      ],
      reminders: [{ name: 'activity', dueMs: null }, needsReminder(after, context.nowMs)],
    },
  );
};

/** What an activity that has run its time brings. */
export const finishActivity = (state: PetState, activity: Activity, context: Context): Settled => {
  if (activity.kind === 'expedition') return returnFrom(state, activity, false, context);
  const { no, skill, owner } = activity;
  const percent = speciesById(state.species)?.temperament.gain.training ?? 100;
  const xp = Math.floor((TRAINING_XP * percent) / 100);
  return accept<PetEvent, PetReply>(
    [{ type: 'TrainingFinished', no, skill, xp, owner }],
    { type: 'Done' },
    {
      effects: [
        reward(owner, 'pet-training'),
        tell(owner, 'pet', `${petName(state)} finished training ${skill}.`),
      ],
      reminders: [{ name: 'activity', dueMs: null }],
    },
  );
};

const recall = (state: PetState, context: Context): Decided => {
  const { activity } = state;
  if (activity?.kind !== 'expedition') {
    return reject({
      code: 'E_GONE',
      message: `${THIS_PET} is not on an expedition. \`/pet expedition start\` sends it.`,
    });
  }
  return returnFrom(state, activity, true, context);
};

export type ActivityCommand = Extract<PetCommand, { type: 'Train' | 'StartExpedition' | 'Recall' }>;

/** Training and expeditions. Refusals: `E_GONE`, `E_NOT_OWNER`, `E_LEASED`, `E_BUSY`, `E_INPUT`, `E_LIMIT`. */
export const decideActivity = (state: PetState, command: ActivityCommand, context: Context): Decided => {
  const stranger = refuseStranger(state, context);
  if (stranger !== undefined) return reject(stranger);
  if (command.type === 'Recall') return recall(state, context);
  const busy = refuseBusy(state, context);
  if (busy !== undefined) return reject(busy);
  return command.type === 'Train' ? train(state, command, context) : startExpedition(state, command, context);
};

/** The ledger's answer to a reward. */
export const settleReward = (effect: Effect, outcome: EffectOutcome): Settled => {
  const no = Number((effect.tag ?? '').split(':')[1] ?? 0);
  const reply: PetReply = { type: 'Done' };
  if (!outcome.ok) {
    return accept<PetEvent, PetReply>([{ type: 'RewardRefused', no, rejection: outcome.rejection }], reply);
  }
  const receiptId =
    typeof outcome.reply === 'object' && outcome.reply !== null && 'receiptId' in outcome.reply
      ? String(outcome.reply.receiptId)
      : '';
  return accept<PetEvent, PetReply>([{ type: 'RewardPaid', no, receiptId }], reply);
};
