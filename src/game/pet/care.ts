import { type Item, itemById, type PetUse } from '../economy/items.ts';
import { accountOf, type LedgerCommand } from '../economy/ledger-protocol.ts';
import {
  accept,
  type Accepted,
  type Context,
  type Decision,
  type Effect,
  type EffectOutcome,
  reject,
} from '../shared/decider.ts';
import { refKey } from '../shared/ids.ts';
import { relativeTime } from '../shared/relative-time.ts';

import { needsReminder, refuseBusy, refuseStranger, reward, THIS_PET } from './guards.ts';
import { freshness, FULL, gains, isSick, LOW, metersAt } from './needs.ts';
import type { PetEvent } from './pet-events.ts';
import { evolvePet } from './pet-evolve.ts';
import type { PetCommand, PetReply } from './pet-protocol.ts';
import type { Care, Meters, PetState } from './pet-state.ts';
import { speciesById } from './species.ts';

type Decided = Decision<PetEvent, PetReply>;
type Use<K extends PetUse['kind']> = Extract<PetUse, { kind: K }>;

/** A meter this full takes no more. */
const ENOUGH = 95_000;
/** Play needs this much energy. */
const PLAY_ENERGY = 10_000;
/** A care must be worth this many percent to give experience: nobody levels by stroking one pet all day. */
const XP_FRESHNESS = 45;

/** What each care gives beside the item, in points, before temperament and freshness. */
const PLAIN_PLAY = { joy: 20, tires: 6, bond: 2 };
const CLEANING = { hygiene: 70, bond: 1 };
const RESTING = { energy: 40, health: 10, bond: 1 };
const FEEDING_BOND = 1;
const HEALING_BOND = 2;

const useOf = <K extends PetUse['kind']>(
  itemId: string,
  kind: K,
): { readonly item: Item; readonly use: Use<K> } | undefined => {
  const item = itemById(itemId);
  const isKind = (use: PetUse | undefined): use is Use<K> => use?.kind === kind;
  return item !== undefined && isKind(item.pet) ? { item, use: item.pet } : undefined;
};

const wrongItem = (kind: string, shelf: string): Decided =>
  reject({
    code: 'E_INPUT',
    field: 'item',
    message: `\`item\` takes ${kind}. \`/eco shop category:${shelf}\` shows what there is.`,
  });

const full = (what: string, untilMs: number): Decided =>
  reject({
    code: 'E_COOLDOWN',
    message: `${THIS_PET} ${what}. Come back ${relativeTime(untilMs)}; \`/pet view\` shows what it needs now.`,
    untilMs,
  });

/** When a meter will have fallen to {@link ENOUGH}: an hour or so of decay, so a fixed step is precise enough. */
const laterMs = (context: Context): number => context.nowMs + 2 * 3_600_000;

const scaled = (points: number, percent: number): number => points * 10 * percent;

/** What a care gives now: diminishing returns on joy and bond, temperament on top. */
const worth = (
  state: PetState,
  care: Care,
  nowMs: number,
): {
  readonly joy: (points: number) => number;
  readonly bond: (points: number) => number;
  readonly fresh: number;
} => {
  const fresh = freshness(state, care, nowMs);
  const gain = speciesById(state.species)?.temperament.gain;
  const sickness = isSick(metersAt(state, nowMs)) ? 50 : 100;
  return {
    fresh,
    joy: (points) => (scaled(points, fresh) * (gain?.joy ?? 100) * sickness) / 10_000,
    bond: (points) => (scaled(points, fresh) * (gain?.bond ?? 100)) / 100,
  };
};

/** What giving this item, or doing this without one, would change now. */
const careGains = (state: PetState, care: Care, itemId: string | null, nowMs: number): Meters => {
  const value = worth(state, care, nowMs);
  switch (care) {
    case 'feed': {
      const use = useOf(itemId ?? '', 'food')?.use;
      if (use === undefined) return gains({});
      return gains({
        food: use.fed * 1_000,
        joy: value.joy(use.joy),
        bond: value.bond(FEEDING_BOND),
      });
    }
    case 'play': {
      const toy = itemId === null ? undefined : useOf(itemId, 'toy')?.use;
      const joy = PLAIN_PLAY.joy + (toy?.joy ?? 0);
      const bond = PLAIN_PLAY.bond + (toy?.bond ?? 0);
      const tires = toy?.tires ?? PLAIN_PLAY.tires;
      return gains({ joy: value.joy(joy), bond: value.bond(bond), energy: -tires * 1_000 });
    }
    case 'clean':
      return gains({
        hygiene: scaled(CLEANING.hygiene, value.fresh),
        bond: value.bond(CLEANING.bond),
      });
    case 'rest':
      return gains({
        energy: scaled(RESTING.energy, value.fresh),
        health: scaled(RESTING.health, value.fresh),
        bond: value.bond(RESTING.bond),
      });
    case 'heal': {
      const use = useOf(itemId ?? '', 'medicine')?.use;
      if (use === undefined) return gains({});
      return gains({
        health: use.health * 1_000,
        energy: use.rest * 1_000,
        bond: value.bond(HEALING_BOND),
      });
    }
  }
};

/** The care itself, with what follows from it. */
const give = (
  state: PetState,
  given: { readonly no: number; readonly care: Care; readonly item: string | null },
  owner: string,
  context: Context,
): Accepted<PetEvent, PetReply> => {
  const { nowMs } = context;
  const { no, care, item } = given;
  const change = careGains(state, care, item, nowMs);
  const fresh = freshness(state, care, nowMs);
  const event: PetEvent = { type: 'CareGiven', no, care, item, gains: change, owner };
  const after = evolvePet(state, event, nowMs);
  return accept<PetEvent, PetReply>(
    [event],
    { type: 'CaredFor', no, care, gains: change, freshness: fresh },
    {
      effects: fresh >= XP_FRESHNESS ? [reward(owner, 'pet-care')] : [],
      reminders: [needsReminder(after, nowMs)],
    },
  );
};

/** Asks the ledger for the item first, which a toy is and stays; the care is given when it was there. */
const takeItem = (state: PetState, care: Care, item: Item, owner: string, context: Context): Decided => {
  const no = state.careNo + 1;
  const account = accountOf(owner);
  const command: LedgerCommand =
    item.pet?.kind === 'toy'
      ? { type: 'Require', account, item: item.id, quantity: 1 }
      : {
          type: 'Transfer',
          legs: [{ from: account, to: 'sink', item: item.id, quantity: 1 }],
          memo: { kind: 'use', about: refKey(context.self) },
        };
  return accept<PetEvent, PetReply>(
    [{ type: 'CareStarted', no, care, item: item.id }],
    { type: 'CareStarted', no },
    {
      effects: [
        {
          to: { kind: 'ledger', realm: context.self.realm, id: '0' },
          command,
          tag: `care:${no}:${owner}`,
        },
      ],
    },
  );
};

const feed = (state: PetState, itemId: string, owner: string, context: Context): Decided => {
  const found = useOf(itemId, 'food');
  if (found === undefined) return wrongItem('food', 'food');
  if (metersAt(state, context.nowMs).food >= ENOUGH) return full('is full', laterMs(context));
  return takeItem(state, 'feed', found.item, owner, context);
};

const heal = (state: PetState, itemId: string, owner: string, context: Context): Decided => {
  const found = useOf(itemId, 'medicine');
  if (found === undefined) return wrongItem('medicine', 'medicine');
  const meters = metersAt(state, context.nowMs);
  if (meters.health >= ENOUGH && (found.use.rest === 0 || meters.energy >= ENOUGH)) {
    return reject({
      code: 'E_LIMIT',
      message: `${THIS_PET} is well and needs no medicine. Keep it for a bad day.`,
    });
  }
  return takeItem(state, 'heal', found.item, owner, context);
};

const play = (state: PetState, toy: string | undefined, owner: string, context: Context): Decided => {
  const found = toy === undefined ? undefined : useOf(toy, 'toy');
  if (toy !== undefined && found === undefined) return wrongItem('a toy', 'toy');
  if (metersAt(state, context.nowMs).energy < PLAY_ENERGY) {
    return reject({
      code: 'E_LIMIT',
      message: `${THIS_PET} is too tired to play. \`/pet rest\` first.`,
    });
  }
  return found === undefined
    ? give(state, { no: state.careNo + 1, care: 'play', item: null }, owner, context)
    : takeItem(state, 'play', found.item, owner, context);
};

const clean = (state: PetState, owner: string, context: Context): Decided =>
  metersAt(state, context.nowMs).hygiene >= ENOUGH
    ? full('is spotless', laterMs(context))
    : give(state, { no: state.careNo + 1, care: 'clean', item: null }, owner, context);

const rest = (state: PetState, owner: string, context: Context): Decided => {
  const meters = metersAt(state, context.nowMs);
  return meters.energy >= ENOUGH && meters.health >= FULL - LOW
    ? full('is wide awake', laterMs(context))
    : give(state, { no: state.careNo + 1, care: 'rest', item: null }, owner, context);
};

export type CareCommand = Extract<PetCommand, { type: 'Feed' | 'Play' | 'Clean' | 'Rest' | 'Heal' }>;

/** Feeding, playing, cleaning, resting, healing. Refusals: `E_GONE`, `E_NOT_OWNER`, `E_LEASED`, `E_BUSY`, `E_INPUT`, `E_COOLDOWN`, `E_LIMIT`. */
export const decideCare = (state: PetState, command: CareCommand, context: Context): Decided => {
  const refused = refuseStranger(state, context) ?? refuseBusy(state, context);
  if (refused !== undefined) return reject(refused);
  if (state.pending !== null) {
    return reject({
      code: 'E_BUSY',
      message: `${THIS_PET} is still busy with the last thing you gave. Try again in a moment.`,
    });
  }
  const owner = state.owner ?? '';
  switch (command.type) {
    case 'Feed':
      return feed(state, command.item, owner, context);
    case 'Play':
      return play(state, command.item, owner, context);
    case 'Clean':
      return clean(state, owner, context);
    case 'Rest':
      return rest(state, owner, context);
    case 'Heal':
      return heal(state, command.item, owner, context);
  }
};

/** The ledger's answer about the item: the care is given, or refused because it was not there. */
export const settleCare = (
  state: PetState,
  effect: Effect,
  outcome: EffectOutcome,
  context: Context,
): Accepted<PetEvent, PetReply> => {
  const [, no = '', owner = ''] = (effect.tag ?? '').split(':');
  const { pending } = state;
  if (pending === null || pending.no !== Number(no)) return accept([], { type: 'Done' });
  if (!outcome.ok) {
    return accept<PetEvent, PetReply>([{ type: 'CareRefused', ...pending, rejection: outcome.rejection }], {
      type: 'Done',
    });
  }
  return give(state, pending, owner, context);
};
