import type { CommandContext } from '../define-command.ts';
import { mintNonce } from '../nonce.ts';
import type { ModalField, Panel } from '../panel.ts';
import { readBattle } from './arena.ts';

/** Verbs of submitted forms. */
export type FormVerb = 'accept-with' | 'begin-with' | 'ready-with';

const SEED: ModalField = {
  id: 'seed',
  label: 'Your seed',
  multiline: false,
  required: false,
  maxLength: 32,
  placeholder: 'letters, digits, _ and -; empty: this press',
};

const form = (
  context: CommandContext,
  id: string,
  verb: FormVerb,
  title: string,
  text: string,
  fields: readonly ModalField[],
  feature: 'battle' | 'match' = 'battle',
): Panel => ({
  title,
  text,
  modal: {
    customId: context.deps.customIds.encode({
      feature,
      verb,
      entity: id,
      revision: 0,
      owner: context.userId,
      nonce: mintNonce(context),
    }),
    title,
    fields,
  },
  ephemeral: true,
});

/** Asks for a seed. Everybody sees it in the replay. */
export const seedForm = (
  context: CommandContext,
  id: string,
  verb: FormVerb,
  title: string,
  feature: 'battle' | 'match' = 'battle',
): Promise<Panel> => {
  const text = 'The rolls follow from the server’s seed and both of yours.';
  return Promise.resolve(form(context, id, verb, title, text, [SEED], feature));
};

/** Asks for team and seed. @throws CommandRejection E_GONE; Fault */
export const acceptForm = async (id: string, context: CommandContext): Promise<Panel> => {
  const { sides } = await readBattle(context, id);
  const size = sides[0]?.fighters.length ?? 1;
  const team: ModalField = {
    id: 'team',
    label: `Your team: ${size === 1 ? 'one fighter' : `${size} fighters, with commas between`}`,
    multiline: false,
    required: false,
    maxLength: 100,
    placeholder: 'loan:mossback; empty: your own first ones',
  };
  return form(context, id, 'accept-with', 'Accept with…', 'What you leave empty is chosen for you.', [
    team,
    SEED,
  ]);
};
