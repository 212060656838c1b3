import { ledger } from '#actors/ledger/ledger.ts';
import { type PetRow, PETS, petsPrefix } from '#actors/followers/pets.ts';
import { pet } from '#actors/pet/pet.ts';
import { parseAsset } from '#game/economy/ledger-legs.ts';
import { accountOf } from '#game/economy/ledger-protocol.ts';
import type { PetCommand, PetReply } from '#game/pet/pet-protocol.ts';
import type { PetView } from '#game/pet/pet-reads.ts';
import { speciesById } from '#game/pet/species.ts';
import { isId } from '#game/shared/ids.ts';
import { unsealed } from '#game/shared/sealed.ts';
import { callOf } from '../call.ts';
import type { Choice, CommandContext, CommandOption, Input } from '../define-command.ts';
import { shown } from '../options.ts';
import { ledgerPlace } from '../purse.ts';
import { matching } from '../matching.ts';
import { calling, refuse } from '../rejected.ts';

/** A pet and how it is now. */
export interface OwnedPet {
  readonly petId: string;
  readonly view: PetView;
}

export const petPlace = (
  context: Pick<CommandContext, 'realm'>,
  petId: string,
): { readonly realm: string; readonly id: string } => ({ realm: context.realm, id: petId });

/** A pet as it is now; `undefined`: there is none of that id. @throws Fault */
export const readPet = async (context: CommandContext, petId: string): Promise<PetView | undefined> =>
  context.deps.engine.read(pet, petPlace(context, petId), 'view', {}, context);

/** Ids of somebody's pets, by the ledger. @throws Fault */
const idsOf = async (context: CommandContext, userId: string): Promise<readonly string[]> => {
  const account = accountOf(userId);
  const assets = await context.deps.engine.read(ledger, ledgerPlace(context), 'assetsOf', account, context);
  return assets.flatMap(({ asset }) => {
    const ref = parseAsset(asset);
    return ref?.kind === 'pet' ? [ref.id] : [];
  });
};

/** A pet that is paid for hatches a moment later; nobody who looks at once is told that there is none. */
const HATCHING_MS = 500;

/** A pet as it is now, or in a moment when it is only just hatching. @throws Fault */
export const readHatched = async (context: CommandContext, petId: string): Promise<PetView | undefined> => {
  const view = await readPet(context, petId);
  if (view !== undefined) return view;
  const { clock, engine } = context.deps;
  const deadlineMonoMs = Math.min(context.deadlineMonoMs, clock.monoMs() + HATCHING_MS);
  return engine.waitFor(pet, petPlace(context, petId), 'view', {}, { ...context, deadlineMonoMs });
};

/** The caller's pets, oldest first. @throws Fault */
export const ownPets = (context: CommandContext): Promise<readonly OwnedPet[]> =>
  petsOf(context, context.userId);

/** Somebody's pets, oldest first. @throws Fault */
export const petsOf = async (context: CommandContext, userId: string): Promise<readonly OwnedPet[]> => {
  const ids = await idsOf(context, userId);
  const views = await Promise.all(ids.map((petId) => readHatched(context, petId)));
  return ids
    .flatMap((petId, index) => {
      const view = views[index];
      return view === undefined ? [] : [{ petId, view }];
    })
    .toSorted((a, b) => a.view.hatchedAtMs - b.view.hatchedAtMs);
};

const noPet = (): never =>
  refuse({ code: 'E_GONE', message: 'You have no pet yet. `/pet adopt` finds you one; the first is free.' });

/**
 * The pet that the option means: an id, a name, or nothing when the caller has only one.
 * @throws CommandRejection E_GONE without a pet, E_INPUT when several or none could be meant
 */
export const choosePet = async (input: Input, context: CommandContext): Promise<OwnedPet> => {
  const wanted = typeof input['pet'] === 'string' ? input['pet'] : undefined;
  const pets = await ownPets(context);
  const names = pets.map(({ view }) => view.name).join(', ');
  const [first, second] = pets;
  if (first === undefined) return noPet();
  if (wanted === undefined) {
    if (second === undefined) return first;
    return refuse({ code: 'E_INPUT', field: 'pet', message: `Say which one: \`pet\` takes ${names}.` });
  }
  const byId = pets.find(({ petId }) => petId === wanted);
  if (byId !== undefined) return byId;
  const lower = wanted.toLowerCase();
  const called = pets.filter(({ view }) => view.name.toLowerCase() === lower);
  const [found, other] = called;
  if (found !== undefined && other === undefined) return found;
  const message =
    found === undefined
      ? `None of your pets is called “${shown(wanted)}”. You have: ${names}.`
      : `${called.length} of your pets are called ${found.view.name}. Choose one from the suggestions.`;
  return refuse({ code: 'E_INPUT', field: 'pet', message });
};

/** The pet of a control's entity. @throws CommandRejection E_GONE */
export const petOf = async (context: CommandContext, petId: string): Promise<OwnedPet> => {
  const view = isId(petId) ? await readPet(context, petId) : undefined;
  return view === undefined ? noPet() : { petId, view };
};

const isPetRow = (value: unknown): value is PetRow =>
  typeof value === 'object' && value !== null && 'petId' in value && 'isAway' in value;

const suggestPets = async (_partial: string, context: CommandContext): Promise<readonly Choice[]> => {
  const rows = await context.deps.views.rows(PETS, petsPrefix(context.realm, context.userId), { limit: 50 });
  return rows.flatMap(({ value }) => {
    if (!isPetRow(value) || value.isAway) return [];
    const kind = speciesById(value.species)?.name ?? 'pet';
    const name = value.name === null ? kind : unsealed(value.name, kind);
    return [{ label: `${name} (${kind})`, value: value.petId }];
  });
};

/** The option that says which pet; nobody with one pet needs it. */
export const petOption: CommandOption = {
  name: 'pet',
  type: 'text',
  description: 'Which pet; not needed when you have one',
  takes: 'one of your pets by its name, for example `Biscuit`',
  maxLength: 40,
  autocomplete: async (partial, context) => matching(await suggestPets(partial, context), partial),
};

/** Asks a pet for something under the command's own id. @throws CommandRejection, Fault */
export const askPet = async (
  context: CommandContext,
  petId: string,
  command: PetCommand,
  step?: string,
): Promise<PetReply> => {
  const answer = await context.deps.engine.ask(pet, petPlace(context, petId), command, callOf(context, step));
  if (answer.ok) return answer.value;
  const view = await readPet(context, petId);
  return refuse(calling(answer.rejection, view?.name ?? 'Your pet'));
};
