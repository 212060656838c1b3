import { accept, type Context, type Decider, type Decision, reject } from '../shared/decider.ts';
import { monSchema } from './mon.ts';
import { STARTERS, starterOf } from './starters.ts';
import type { TrainerEvent } from './trainer-events.ts';
import { LOANERS_MAX, TEAM_MAX, type TrainerCommand, type TrainerReply } from './trainer-protocol.ts';
import { type BoxMon, initialTrainer, type TrainerState } from './trainer-state.ts';

type Decided = Decision<TrainerEvent, TrainerReply>;
type Command<T extends TrainerCommand['type']> = Extract<TrainerCommand, { type: T }>;

const DONE: TrainerReply = { type: 'Done' };
const EMPTY: readonly (string | null)[] = Array.from({ length: TEAM_MAX }, () => null);

const wrong = (field: string, message: string): Decided => reject({ code: 'E_INPUT', field, message });
const gone = (): Decided =>
  reject({ code: 'E_GONE', message: 'There is no such Pokémon in your box. `/pokemon box` lists them.' });

const padded = (monIds: readonly string[]): readonly (string | null)[] =>
  EMPTY.map((_, place) => monIds[place] ?? null);

const chooseStarter = (state: TrainerState, { starter }: Command<'ChooseStarter'>): Decided => {
  if (state.starter !== '') {
    return reject({
      code: 'E_LIMIT',
      message: 'You have chosen your starter already: one for a lifetime. `/pokemon box` shows it.',
    });
  }
  const chosen = starterOf(starter);
  if (chosen === undefined) {
    return wrong('starter', `\`starter\` takes one of ${STARTERS.map(({ id }) => id).join(', ')}.`);
  }
  const monId = `m${state.lastNo + 1}`;
  return accept<TrainerEvent, TrainerReply>(
    [{ type: 'StarterChosen', starter: chosen.id, monId, mon: chosen.mon }],
    { type: 'StarterChosen', monId },
  );
};

const importTeam = (state: TrainerState, { mons }: Command<'ImportTeam'>, context: Context): Decided => {
  if (mons.length === 0 || mons.length > TEAM_MAX) {
    return wrong('text', `A team has 1 to ${TEAM_MAX} Pokémon.`);
  }
  const isFit = mons.every(
    (mon) =>
      monSchema.safeParse(mon).success &&
      (mon.nickname === null || mon.nickname.$sealed.by === context.self.id),
  );
  if (!isFit) return wrong('text', 'This is no team of generation 9. `/pokemon team import` reads one.');
  const loaners = state.box.filter(({ isLoaner }) => isLoaner).length;
  if (loaners + mons.length > LOANERS_MAX) {
    return reject({
      code: 'E_LIMIT',
      message: `Your box holds ${loaners} imported Pokémon and takes ${LOANERS_MAX}. \`/pokemon release\` makes room.`,
    });
  }
  const named = mons.map((mon, index) => ({ monId: `m${state.lastNo + 1 + index}`, mon }));
  return accept<TrainerEvent, TrainerReply>([{ type: 'TeamImported', mons: named }], {
    type: 'TeamImported',
    monIds: named.map(({ monId }) => monId),
  });
};

const setSlot = (state: TrainerState, { slot, monId }: Command<'SetSlot'>): Decided => {
  if (!Number.isInteger(slot) || slot < 1 || slot > TEAM_MAX) {
    return wrong('slot', `\`slot\` takes a whole number from 1 to ${TEAM_MAX}.`);
  }
  if (monId !== null && !state.box.some((one) => one.monId === monId)) return gone();
  const place = slot - 1;
  const from = monId === null ? -1 : state.team.indexOf(monId);
  const before = state.team[place] ?? null;
  const team = state.team.map((here, index) => {
    if (index === place) return monId;
    return index === from ? before : here;
  });
  if (monId === before) return accept([], DONE);
  return accept<TrainerEvent, TrainerReply>([{ type: 'TeamSet', team }], DONE);
};

const release = (state: TrainerState, { monIds }: Command<'Release'>): Decided => {
  if (monIds.length === 0 || monIds.length > LOANERS_MAX || new Set(monIds).size !== monIds.length) {
    return wrong('mon', `\`mon\` takes 1 to ${LOANERS_MAX} different Pokémon of your box.`);
  }
  const meant = monIds.map((monId) => state.box.find((one) => one.monId === monId));
  if (meant.includes(undefined)) return gone();
  if (meant.some((one) => one?.isLoaner === false)) {
    return wrong('mon', 'Your starter stays with you. Imported Pokémon can be released.');
  }
  return accept<TrainerEvent, TrainerReply>([{ type: 'LoanersReleased', monIds }], DONE);
};

const decide = (state: TrainerState, command: TrainerCommand, context: Context): Decided => {
  if (context.by !== context.self.id) {
    return reject({ code: 'E_NOT_OWNER', message: 'These Pokémon belong to somebody else.' });
  }
  switch (command.type) {
    case 'ChooseStarter':
      return chooseStarter(state, command);
    case 'ImportTeam':
      return importTeam(state, command, context);
    case 'SetSlot':
      return setSlot(state, command);
    case 'Release':
      return release(state, command);
  }
};

const evolve = (state: TrainerState, event: TrainerEvent, atMs: number): TrainerState => {
  switch (event.type) {
    case 'StarterChosen': {
      const { monId, mon, starter } = event;
      const free = state.team.indexOf(null);
      return {
        starter,
        box: [...state.box, { monId, mon, isLoaner: false, sinceMs: atMs }],
        team: state.team.map((here, place) => (place === free ? monId : here)),
        lastNo: state.lastNo + 1,
      };
    }
    case 'TeamImported': {
      const come = event.mons.map((one): BoxMon => ({ ...one, isLoaner: true, sinceMs: atMs }));
      return {
        ...state,
        box: [...state.box, ...come],
        team: padded(come.map(({ monId }) => monId)),
        lastNo: state.lastNo + come.length,
      };
    }
    case 'TeamSet':
      return { ...state, team: event.team };
    case 'LoanersReleased': {
      const left = new Set(event.monIds);
      return {
        ...state,
        box: state.box.filter(({ monId }) => !left.has(monId)),
        team: state.team.map((here) => (here !== null && left.has(here) ? null : here)),
      };
    }
  }
};

/**
 * The rules of a trainer: one starter, up to {@link LOANERS_MAX} imported loaners, a team of six. A trainer holds forms
 * and sums; whether a species can know a move was looked up before, and the simulator looks again when a battle opens.
 * Rejections: `E_NOT_OWNER`, `E_INPUT`, `E_LIMIT`, `E_GONE`.
 */
export const trainerDecider: Decider<TrainerState, TrainerCommand, TrainerEvent, TrainerReply> = {
  initial: initialTrainer,
  decide,
  evolve,
};
