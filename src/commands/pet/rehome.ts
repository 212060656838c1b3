import { pet } from '#actors/pet/pet.ts';
import { type CommandContext, defineCommand } from '../define-command.ts';
import { shown } from '../options.ts';
import type { Panel } from '../panel.ts';
import { PETS, petsPrefix, type PetRow } from '#actors/followers/pets.ts';
import { PETS_MAX } from '#game/economy/ledger-protocol.ts';
import { unsealed } from '#game/shared/sealed.ts';
import { refuse } from '../rejected.ts';
import { petButton, petImage, petPanel, when } from './pet-panel.ts';
import { askPet, choosePet, type OwnedPet, petOf, petOption, petPlace, readPet } from './stable.ts';

const askPanel = (context: CommandContext, { petId, view }: OwnedPet): Panel => ({
  title: `Say goodbye to ${view.name}?`,
  tone: 'warn',
  text: `${view.name} moves to the sanctuary, where it is looked after for ever. For 7 days \`/pet rehome undo:true\` brings it back; after that it stays.`,
  images: [petImage(view)],
  controls: [
    [
      petButton(context, { verb: 'rehome', entity: petId }, { label: 'Say goodbye', style: 'danger' }),
      petButton(context, { verb: 'view', entity: petId }, { label: 'Keep it', style: 'primary' }),
    ],
  ],
  footer: 'Nothing has happened yet.',
  ephemeral: true,
});

const waitForMove = async (context: CommandContext, petId: string): Promise<'home' | 'left' | undefined> =>
  context.deps.engine.waitFor(pet, petPlace(context, petId), 'farewell', {}, context);

const stillMoving = (): Panel => ({
  title: 'On its way',
  tone: 'warn',
  text: 'The ledger has not answered yet. `/pet view` shows your pets in a moment; do not run it again.',
  ephemeral: true,
});

/** Sends a pet to the sanctuary. @throws CommandRejection, Fault */
export const rehome = async (context: CommandContext, petId: string): Promise<Panel> => {
  await askPet(context, petId, { type: 'Rehome' });
  const end = await waitForMove(context, petId);
  if (end === undefined) return stillMoving();
  const { view } = await petOf(context, petId);
  if (end === 'home') {
    return refuse({
      code: 'E_LEASED',
      message: `${view.name} could not leave: it is part of a trade or a hold. End that first, then try again.`,
    });
  }
  return {
    title: `Goodbye, ${view.name}`,
    text: `${view.name} lives in the sanctuary now. You can take it back ${when(view.rehome?.untilMs ?? context.nowMs)} at the latest, with \`/pet rehome undo:true\`.`,
    images: [petImage(view)],
    controls: [
      [petButton(context, { verb: 'return', entity: petId }, { label: 'Take it back', style: 'primary' })],
    ],
    ephemeral: true,
  };
};

/** Brings a pet back from the sanctuary. @throws CommandRejection, Fault */
export const bringBack = async (context: CommandContext, petId: string): Promise<Panel> => {
  await askPet(context, petId, { type: 'UndoRehome' });
  const end = await waitForMove(context, petId);
  if (end === undefined) return stillMoving();
  if (end === 'left') {
    return refuse({
      code: 'E_LIMIT',
      message: `It could not come home: nobody can look after more than ${PETS_MAX} pets. It waits in the sanctuary; rehome another one first.`,
    });
  }
  const owned = await petOf(context, petId);
  return petPanel(context, owned, { note: `${owned.view.name} is home again.`, tone: 'good' });
};

const isRow = (value: unknown): value is PetRow =>
  typeof value === 'object' && value !== null && 'petId' in value && 'isAway' in value;

/** The pet in the sanctuary that the option means; without one, the last that left. @throws CommandRejection E_GONE */
const chooseLeft = async (wanted: unknown, context: CommandContext): Promise<string> => {
  const rows = await context.deps.views.rows(PETS, petsPrefix(context.realm, context.userId), { limit: 100 });
  const away = rows.flatMap(({ value }) => (isRow(value) && value.isAway ? [value] : []));
  const lower = typeof wanted === 'string' ? wanted.toLowerCase() : undefined;
  const candidates = away.filter(
    ({ petId, name }) =>
      lower === undefined || petId === lower || (name !== null && unsealed(name).toLowerCase() === lower),
  );
  const views = await Promise.all(
    candidates.map(async ({ petId }) => [petId, await readPet(context, petId)] as const),
  );
  const left = views
    .filter(([, view]) => view?.rehome?.by === context.userId && view.rehome.status === 'left')
    .toSorted(([, a], [, b]) => (b?.rehome?.untilMs ?? 0) - (a?.rehome?.untilMs ?? 0));
  const [first] = left;
  if (first !== undefined) return first[0];
  const which = lower === undefined ? 'None of your pets' : `No pet called “${shown(lower)}”`;
  return refuse({
    code: 'E_GONE',
    message: `${which} has left for the sanctuary within the last 7 days. \`/pet adopt\` finds you a new friend.`,
  });
};

/** `/pet rehome`: asks first; undone within 7 days. */
export const petRehome = defineCommand({
  name: 'pet rehome',
  summary: 'Give your pet to the sanctuary; 7 days to change your mind',
  options: [petOption, { name: 'undo', type: 'boolean', description: 'Take it back from the sanctuary' }],
  ephemeral: true,
  examples: ['/pet rehome', '/pet rehome undo:true'],
  run: async (input, context) =>
    input['undo'] === true
      ? bringBack(context, await chooseLeft(input['pet'], context))
      : askPanel(context, await choosePet(input, context)),
});
