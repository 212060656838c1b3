import { accept, type Context, type Decider, type Decision, reject } from '../shared/decider.ts';
import type { Rejection } from '../shared/errors.ts';
import { type Sealed, unsealed } from '../shared/sealed.ts';
import type { AdventurerEvent } from './adventurer-events.ts';
import {
  type AdventurerCommand,
  type AdventurerReply,
  LOADOUT_NAME_MAX,
  LOADOUTS_MAX,
} from './adventurer-protocol.ts';
import {
  type AdventurerState,
  initialAdventurer,
  isLinked,
  isReserved,
  levelsSchema,
  loadoutNamed,
  savedUnder,
  wornBy,
} from './adventurer-state.ts';
import { changed } from './equipping.ts';

type Decided = Decision<AdventurerEvent, AdventurerReply>;

/** Letters, digits, space, `_` and `-`, 1 to 12 of them, no space at the ends: what the game allows as a name. */
const ACCOUNT = /^(?! )[A-Za-z0-9 _-]{1,12}(?<! )$/;
/** Reads that changed nothing are written down so often at most: the log is no cache. */
const REREAD_MS = 3_600_000;

const NOT_LINKED: Rejection = {
  code: 'E_NOT_STARTED',
  message: 'No OSRS account is linked. `/profile link service:osrs name:…` links yours.',
};

const done = (state: AdventurerState, events: readonly AdventurerEvent[]): Decided =>
  accept(events, {
    type: 'Done',
    linkNo: events.reduce((now, event) => evolve(now, event, 0), state).linkNo,
  });

const isEqual = (a: AdventurerState['levels'], b: AdventurerState['levels']): boolean => {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
};

const ownText = (text: Sealed, context: Context): string | undefined =>
  text.$sealed.by === context.self.id ? (text.$sealed.text ?? undefined) : undefined;

const link = (state: AdventurerState, account: Sealed, context: Context): Decided => {
  const name = ownText(account, context);
  if (name === undefined || !ACCOUNT.test(name)) {
    return reject({
      code: 'E_INPUT',
      field: 'name',
      message: 'An OSRS name has 1 to 12 letters, digits, spaces, `_` or `-`.',
    });
  }
  const isSame = isLinked(state) && state.account !== null && unsealed(state.account.name) === name;
  return done(state, isSame ? [] : [{ type: 'AccountLinked', linkNo: state.linkNo + 1, account }]);
};

const observe = (
  state: AdventurerState,
  { linkNo, levels, readAtMs }: Extract<AdventurerCommand, { type: 'Observe' }>,
): Decided => {
  if (!isLinked(state)) return reject(NOT_LINKED);
  if (linkNo !== state.linkNo) {
    return reject({ code: 'E_STALE', message: 'Another account has been linked since. Look again.' });
  }
  if (!levelsSchema.safeParse(levels).success) {
    return reject({ code: 'E_INPUT', field: 'levels', message: 'A level is a whole number from 1 to 99.' });
  }
  const isOld = readAtMs <= state.readAtMs;
  const isNoNews = isEqual(levels, state.levels) && readAtMs - state.readAtMs < REREAD_MS;
  return done(state, isOld || isNoNews ? [] : [{ type: 'LevelsObserved', levels, readAtMs }]);
};

const save = (state: AdventurerState, name: Sealed, context: Context): Decided => {
  const text = ownText(name, context);
  if (text === undefined || text.trim() !== text || text === '' || text.length > LOADOUT_NAME_MAX) {
    return reject({
      code: 'E_INPUT',
      field: 'name',
      message: `A loadout's name has 1 to ${LOADOUT_NAME_MAX} characters.`,
    });
  }
  if (isReserved(text)) {
    return reject({
      code: 'E_INPUT',
      field: 'name',
      message: 'This name is always there. Choose another one, for example `slayer`.',
    });
  }
  if (savedUnder(state, text) === undefined && state.saved.length >= LOADOUTS_MAX) {
    return reject({
      code: 'E_LIMIT',
      message: `You keep ${LOADOUTS_MAX} loadouts, which is as many as there is room for. Save under one of their names.`,
    });
  }
  return done(state, [{ type: 'LoadoutSaved', name, loadout: wornBy(state) }]);
};

const load = (state: AdventurerState, name: Sealed): Decided => {
  const loadout = loadoutNamed(state, unsealed(name, ''));
  if (loadout === undefined) {
    return reject({
      code: 'E_GONE',
      message: 'No loadout is kept under this name. `/osrs gear view` lists yours.',
    });
  }
  return done(state, [{ type: 'GearChanged', loadout }]);
};

const decide = (state: AdventurerState, command: AdventurerCommand, context: Context): Decided => {
  if (context.by !== context.self.id) {
    return reject({ code: 'E_PERM', message: 'Only the person can do that.' });
  }
  if (command.type === 'Link') return link(state, command.account, context);
  if (command.type === 'Observe') return observe(state, command);
  if (!isLinked(state)) return reject(NOT_LINKED);
  switch (command.type) {
    case 'Unlink':
      return done(state, [{ type: 'AccountUnlinked', linkNo: state.linkNo }]);
    case 'Equip': {
      const next = changed(wornBy(state), state.levels, command.change);
      return next.ok ? done(state, [{ type: 'GearChanged', loadout: next.loadout }]) : reject(next.rejection);
    }
    case 'SaveLoadout':
      return save(state, command.name, context);
    case 'LoadLoadout':
      return load(state, command.name);
  }
};

const evolve = (state: AdventurerState, event: AdventurerEvent, atMs: number): AdventurerState => {
  switch (event.type) {
    case 'AccountLinked':
      return {
        ...state,
        linkNo: event.linkNo,
        account: { name: event.account, linkedAtMs: atMs },
        levels: {},
        readAtMs: 0,
      };
    case 'AccountUnlinked':
      return { ...state, account: null, levels: {}, readAtMs: 0 };
    case 'LevelsObserved':
      return { ...state, levels: event.levels, readAtMs: event.readAtMs };
    case 'GearChanged':
      return { ...state, worn: event.loadout };
    case 'LoadoutSaved': {
      const before = savedUnder(state, unsealed(event.name, ''));
      const { name, loadout } = event;
      return { ...state, saved: [...state.saved.filter((one) => one !== before), { name, loadout }] };
    }
  }
};

/**
 * The rules of an adventurer, whose id is their person's. Rejections: `E_PERM`, `E_NOT_STARTED`, `E_INPUT`, `E_STALE`,
 * `E_LIMIT`, `E_GONE`.
 */
export const adventurerDecider: Decider<
  AdventurerState,
  AdventurerCommand,
  AdventurerEvent,
  AdventurerReply
> = { initial: initialAdventurer, decide, evolve };
