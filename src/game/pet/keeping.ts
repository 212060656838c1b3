import { accountOf, type LedgerCommand } from '../economy/ledger-protocol.ts';
import { nameRejection } from '../profile/words.ts';
import {
  accept,
  type Accepted,
  type Context,
  type Decision,
  type Effect,
  type EffectOutcome,
  reject,
} from '../shared/decider.ts';
import { relativeTime } from '../shared/relative-time.ts';
import { unsealed } from '../shared/sealed.ts';
import { needsReminder, petName, refuseBusy, refuseStranger, speaksFor, tell, THIS_PET } from './guards.ts';
import { gains, lowNeeds, metersAt } from './needs.ts';
import type { PetEvent } from './pet-events.ts';
import { evolvePet } from './pet-evolve.ts';
import { PET_NAME_MAX, type PetCommand, type PetReply } from './pet-protocol.ts';
import { isHatched, type PetState } from './pet-state.ts';
import { speciesById } from './species.ts';

type Decided = Decision<PetEvent, PetReply>;
type Settled = Accepted<PetEvent, PetReply>;
type Command<T extends PetCommand['type']> = Extract<PetCommand, { type: T }>;

const DAY_MS = 86_400_000;
/** A new name and a farewell can be undone for this long. */
const UNDO_MS = 7 * DAY_MS;
const VACATION_MIN_MS = DAY_MS;
export const VACATION_DAYS_MAX = 30;

const DONE: PetReply = { type: 'Done' };

/** Comes into the world. Refusals: `E_PERM`, `E_STALE`, `E_INPUT`. */
export const hatch = (state: PetState, command: Command<'Hatch'>, context: Context): Decided => {
  const { owner, name } = command;
  if (!speaksFor(context.by, owner)) {
    return reject({ code: 'E_PERM', message: 'A pet hatches for the person who adopts it.' });
  }
  if (isHatched(state))
    return reject({ code: 'E_STALE', message: 'This pet has hatched already. `/pet view` shows it.' });
  if (speciesById(command.species) === undefined) {
    return reject({
      code: 'E_INPUT',
      field: 'species',
      message: 'There is no such species. `/pet adopt` suggests them.',
    });
  }
  const wrong = nameRejection('name', unsealed(name, ''), PET_NAME_MAX);
  if (wrong !== undefined) return reject(wrong);
  const event: PetEvent = { type: 'PetHatched', owner, species: command.species, name };
  return accept<PetEvent, PetReply>(
    [event],
    { type: 'Hatched' },
    {
      reminders: [needsReminder(evolvePet(state, event, context.nowMs), context.nowMs)],
    },
  );
};

/** The ledger's word on who owns it; older words than the last one change nothing. */
export const setOwner = (state: PetState, command: Command<'SetOwner'>, context: Context): Decided => {
  if (!context.by.startsWith('ledger:')) {
    return reject({ code: 'E_PERM', message: 'Only the ledger says who owns a pet.' });
  }
  const { owner, ownershipSeq } = command;
  if (ownershipSeq <= state.ownershipSeq) return accept([], DONE);
  return accept<PetEvent, PetReply>(
    [
      {
        type: 'OwnerSet',
        owner,
        previous: state.keeper,
        ownershipSeq,
        species: state.species,
        name: state.name,
      },
    ],
    DONE,
  );
};

/** A fight tires, and brings closer; a lost one costs some joy. Refusals: `E_PERM`, `E_GONE`. */
export const fought = (state: PetState, won: boolean, context: Context): Decided => {
  const [kind = '', , battle = ''] = context.by.split(':');
  if (kind !== 'battle') return reject({ code: 'E_PERM', message: 'Only a battle tells of a fight.' });
  if (!isHatched(state))
    return reject({ code: 'E_GONE', message: 'There is no such pet. `/pet view` shows yours.' });
  const change = won
    ? { bond: 1_500, joy: 5_000, energy: -8_000 }
    : { bond: 700, joy: -2_000, energy: -8_000 };
  return accept<PetEvent, PetReply>(
    [{ type: 'PetFought', battle, won, gains: gains(change), owner: state.owner ?? '' }],
    DONE,
  );
};

const END_VACATION: PetCommand = { type: 'EndVacation' };

const startVacation = (state: PetState, days: number, context: Context): Decided => {
  const refused = refuseBusy(state, context);
  if (refused !== undefined) return reject(refused);
  if (!Number.isInteger(days) || days < 1 || days > VACATION_DAYS_MAX) {
    return reject({
      code: 'E_INPUT',
      field: 'days',
      message: `\`days\` takes a whole number from 1 to ${VACATION_DAYS_MAX}.`,
    });
  }
  const untilMs = context.nowMs + days * DAY_MS;
  return accept<PetEvent, PetReply>([{ type: 'VacationStarted', untilMs, owner: state.owner ?? '' }], DONE, {
    reminders: [
      { name: 'vacation', dueMs: untilMs, command: END_VACATION },
      { name: 'needs', dueMs: null },
    ],
  });
};

/** A vacation that has run its time ends. */
export const finishVacation = (state: PetState, context: Context): Settled => {
  const event: PetEvent = {
    type: 'VacationEnded',
    endedAtMs: Math.min(context.nowMs, state.pause?.untilMs ?? context.nowMs),
  };
  const after = evolvePet(state, event, context.nowMs);
  const owner = state.owner;
  return accept<PetEvent, PetReply>([event], DONE, {
    effects:
      owner === null
        ? []
        : [tell(owner, 'pet', `${petName(state)} is back from vacation and looks for you.`)],
    reminders: [{ name: 'vacation', dueMs: null }, needsReminder(after, context.nowMs)],
  });
};

const endVacation = (state: PetState, context: Context): Decided => {
  const { pause } = state;
  if (pause?.kind !== 'vacation') {
    return reject({
      code: 'E_GONE',
      message: `${THIS_PET} is not on vacation. \`/pet vacation mode:on\` sends it.`,
    });
  }
  const earliestMs = pause.fromMs + VACATION_MIN_MS;
  if (context.nowMs < earliestMs) {
    return reject({
      code: 'E_COOLDOWN',
      message: `A vacation lasts at least a day. \`/pet vacation mode:off\` ends this one ${relativeTime(earliestMs)} at the earliest.`,
      untilMs: earliestMs,
    });
  }
  const ended = finishVacation(state, context);
  return { ...ended, effects: [] };
};

const rename = (state: PetState, command: Command<'Rename'>, context: Context): Decided => {
  const refused = refuseBusy(state, context);
  if (refused !== undefined && state.rehome !== null) return reject(refused);
  const wrong = nameRejection('name', unsealed(command.name, ''), PET_NAME_MAX);
  if (wrong !== undefined) return reject(wrong);
  return accept<PetEvent, PetReply>(
    [
      {
        type: 'PetRenamed',
        name: command.name,
        previous: state.name,
        untilMs: context.nowMs + UNDO_MS,
        owner: state.owner ?? '',
        species: state.species,
      },
    ],
    DONE,
  );
};

const undoRename = (state: PetState, context: Context): Decided => {
  if (state.rename === null || context.nowMs > state.rename.untilMs) {
    return reject({
      code: 'E_GONE',
      message:
        'There is no new name of the last 7 days to take back. `/pet rename name:Toast` gives another one.',
    });
  }
  return accept<PetEvent, PetReply>(
    [
      {
        type: 'PetRenamed',
        name: state.rename.previous,
        previous: null,
        untilMs: 0,
        owner: state.owner ?? '',
        species: state.species,
      },
    ],
    DONE,
  );
};

const move = (context: Context, from: string, to: string, tag: string): Effect => {
  const { kind, realm, id } = context.self;
  const asset = `${kind}:${realm}:${id}`;
  const transfer: LedgerCommand = {
    type: 'Transfer',
    legs: [{ from, to, asset }],
    memo: { kind: 'rehome', about: asset },
  };
  return { to: { kind: 'ledger', realm, id: '0' }, command: transfer, tag };
};

const rehome = (state: PetState, context: Context): Decided => {
  const refused = refuseBusy(state, context);
  if (refused !== undefined) return reject(refused);
  if (state.pending !== null) {
    return reject({ code: 'E_BUSY', message: `${THIS_PET} is still eating. Try again in a moment.` });
  }
  const by = state.owner ?? '';
  return accept<PetEvent, PetReply>([{ type: 'RehomeStarted', by, untilMs: context.nowMs + UNDO_MS }], DONE, {
    effects: [move(context, accountOf(by), 'sink', 'rehome')],
    reminders: [{ name: 'needs', dueMs: null }],
  });
};

/** Brings it back from the sanctuary. Refusals: `E_GONE`, `E_NOT_OWNER`. */
export const undoRehome = (state: PetState, context: Context): Decided => {
  const { rehome: farewell } = state;
  if (farewell === null || farewell.status !== 'left' || context.nowMs > farewell.untilMs) {
    return reject({
      code: 'E_GONE',
      message: 'There is no farewell of the last 7 days to take back. `/pet adopt` finds you a new friend.',
    });
  }
  if (!speaksFor(context.by, farewell.by)) {
    return reject({ code: 'E_NOT_OWNER', message: 'Only the person who rehomed it can take it back.' });
  }
  return accept<PetEvent, PetReply>([{ type: 'ReturnStarted', by: farewell.by }], DONE, {
    effects: [move(context, 'sink', accountOf(farewell.by), 'return')],
  });
};

/** The ledger's answer to a farewell or a return. */
export const settleMove = (
  state: PetState,
  tag: 'rehome' | 'return',
  outcome: EffectOutcome,
  context: Context,
): Settled => {
  const by = state.rehome?.by ?? '';
  if (!outcome.ok) {
    const { rejection } = outcome;
    return accept<PetEvent, PetReply>(
      [tag === 'rehome' ? { type: 'RehomeRefused', rejection } : { type: 'ReturnRefused', rejection }],
      DONE,
    );
  }
  if (tag === 'rehome') return accept<PetEvent, PetReply>([{ type: 'Rehomed', by }], DONE);
  const event: PetEvent = { type: 'Returned', by };
  const after = evolvePet(state, event, context.nowMs);
  return accept<PetEvent, PetReply>([event], DONE, { reminders: [needsReminder(after, context.nowMs)] });
};

const NEED_WORDS = { food: 'hungry', hygiene: 'dirty', joy: 'bored', energy: 'tired' } as const;

/** A need runs low: the owner hears of it once; the next care arms the reminder again. */
export const checkNeeds = (state: PetState, context: Context): Decided => {
  const needs = lowNeeds(metersAt(state, context.nowMs));
  const { owner } = state;
  if (owner === null || state.pause !== null || needs.length === 0) {
    return accept([], DONE, { reminders: [needsReminder(state, context.nowMs)] });
  }
  const words = needs.map((need) => NEED_WORDS[need]).join(' and ');
  return accept<PetEvent, PetReply>([{ type: 'NeedsRanLow', needs: [...needs], owner }], DONE, {
    effects: [tell(owner, 'pet', `${petName(state)} is ${words}. \`/pet view\` shows what helps.`)],
    reminders: [needsReminder(state, context.nowMs)],
  });
};

export type KeepingCommand = Extract<
  PetCommand,
  { type: 'StartVacation' | 'EndVacation' | 'Rename' | 'UndoRename' | 'Rehome' }
>;

/** Vacation, name and farewell. Refusals: `E_GONE`, `E_NOT_OWNER`, `E_LEASED`, `E_BUSY`, `E_INPUT`, `E_COOLDOWN`. */
export const decideKeeping = (state: PetState, command: KeepingCommand, context: Context): Decided => {
  const stranger = refuseStranger(state, context);
  if (stranger !== undefined) return reject(stranger);
  switch (command.type) {
    case 'StartVacation':
      return startVacation(state, command.days, context);
    case 'EndVacation':
      return endVacation(state, context);
    case 'Rename':
      return rename(state, command, context);
    case 'UndoRename':
      return undoRename(state, context);
    case 'Rehome':
      return rehome(state, context);
  }
};
