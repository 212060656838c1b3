import { trainer } from '#actors/trainer/trainer.ts';
import { callOf } from '#commands/call.ts';
import type { Choice, CommandContext, CommandOption, Input } from '#commands/define-command.ts';
import { matching } from '#commands/matching.ts';
import { guessOf } from '#commands/nearest.ts';
import { shown } from '#commands/options.ts';
import { refuse, unwrap } from '#commands/rejected.ts';
import { idOf } from '#game/pokemon/dex.ts';
import { monName } from '#game/pokemon/mon.ts';
import type { TrainerCommand, TrainerReply } from '#game/pokemon/trainer-protocol.ts';
import type { BoxView } from '#game/pokemon/trainer-reads.ts';

/** Named at once where several could be meant. */
const CANDIDATES_MAX = 5;

const placeOf = ({ realm, userId }: CommandContext): { readonly realm: string; readonly id: string } => ({
  realm,
  id: userId,
});

/** The caller's box, oldest first. @throws Fault */
export const readBox = async (context: CommandContext): Promise<readonly BoxView[]> =>
  context.deps.engine.read(trainer, placeOf(context), 'box', {}, context);

/** The caller's team in the order of its slots. @throws Fault */
export const readOwnTeam = async (context: CommandContext): Promise<readonly BoxView[]> =>
  context.deps.engine.read(trainer, placeOf(context), 'team', {}, context);

/** Asks the caller's trainer for something under the command's own id. @throws CommandRejection, Fault */
export const askTrainer = async (context: CommandContext, command: TrainerCommand): Promise<TrainerReply> =>
  unwrap(await context.deps.engine.ask(trainer, placeOf(context), command, callOf(context)));

/** Whether the command has been carried out before, under the same id. @throws Fault */
export const wasDone = async (context: CommandContext): Promise<boolean> =>
  (await context.deps.engine.check(trainer, placeOf(context), context.commandId))?.ok === true;

/** In a list: name and species where they differ, and level. */
export const labelOf = ({ mon }: Pick<BoxView, 'mon'>): string => {
  const name = monName(mon);
  return `${name === mon.species ? name : `${name} the ${mon.species}`}, level ${mon.level}`;
};

const nobody = (): never =>
  refuse({
    code: 'E_GONE',
    message:
      'You have no Pokémon yet. `/pokemon start` gives you one, `/pokemon team import` brings your own.',
  });

/** Nobody of the box is called so. @throws CommandRejection E_INPUT always */
const notThere = (box: readonly BoxView[], field: string, wanted: string): never => {
  const hint = guessOf(
    wanted.trim(),
    box.flatMap(({ mon }) => [monName(mon), mon.species]),
  );
  return refuse({
    code: 'E_INPUT',
    field,
    message: `There is no “${shown(wanted)}” in your box. \`/pokemon box\` lists what is.${hint}`,
  });
};

/** Several of the box could be meant. @throws CommandRejection E_INPUT always */
export const ambiguous = (found: readonly BoxView[], field: string, wanted: string): never => {
  const named = found
    .slice(0, CANDIDATES_MAX)
    .map((one) => `- \`${one.monId}\` ${labelOf(one)}`)
    .join('\n');
  return refuse({
    code: 'E_INPUT',
    field,
    message: `${found.length} of your Pokémon could be “${shown(wanted)}”. Choose one by its id:\n${named}`,
  });
};

/**
 * The Pokémon of the box that a text means: its id, nickname or species.
 * @throws CommandRejection E_GONE without any, E_INPUT when several or none could be meant
 */
export const findMon = (box: readonly BoxView[], field: string, wanted: string): BoxView => {
  if (box.length === 0) return nobody();
  const byId = box.find(({ monId }) => monId === wanted.trim().toLowerCase());
  if (byId !== undefined) return byId;
  const id = idOf(wanted);
  const text = wanted.trim().toLowerCase();
  // a nickname in other letters has no id
  const called = box.filter(({ mon }) =>
    id === '' ? monName(mon).toLowerCase() === text : idOf(monName(mon)) === id || idOf(mon.species) === id,
  );
  const [found] = called;
  if (found === undefined) return notThere(box, field, wanted);
  return called.length === 1 ? found : ambiguous(called, field, wanted);
};

/** The Pokémon of the option `mon`, or the first of the team. @throws CommandRejection E_GONE, E_INPUT */
export const chooseMon = async (input: Input, context: CommandContext): Promise<BoxView> => {
  const box = await readBox(context);
  const wanted = input['mon'];
  if (typeof wanted === 'string') return findMon(box, 'mon', wanted);
  return box.find(({ slot }) => slot === 1) ?? box[0] ?? nobody();
};

/** The caller's Pokémon as suggestions. */
export const ownChoices = async (context: CommandContext): Promise<readonly Choice[]> =>
  (await readBox(context)).map((one) => ({ label: labelOf(one), value: one.monId }));

/** The option that names a Pokémon of the box. */
export const monOption = (description: string, isRequired: boolean): CommandOption => ({
  name: 'mon',
  type: 'text',
  description,
  takes: 'one of your Pokémon by its id, nickname or species; `/pokemon box` lists them',
  required: isRequired,
  maxLength: 40,
  autocomplete: async (partial, context) => matching(await ownChoices(context), partial),
});
