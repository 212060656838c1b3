import { ladder } from '#actors/ladder/ladder.ts';
import { trainer } from '#actors/trainer/trainer.ts';
import { user } from '#actors/user/user.ts';
import { NPCS } from '#game/battle/npcs.ts';
import { speciesById } from '#game/pet/species.ts';
import { monName } from '#game/pokemon/mon.ts';
import { PIN_FACTS, type PinFact } from '#game/profile/card.ts';
import type { UserView } from '#game/profile/user-reads.ts';
import type { CommandContext } from '../define-command.ts';
import type { PanelField, Select } from '../panel.ts';
import { ownPets, readPet } from '../pet/stable.ts';
import { userPlace } from './person.ts';

/** What Discord lets somebody choose from. */
const OFFERED_MAX = 25;

const LABELS: Readonly<Record<PinFact, string>> = {
  cross: 'Ladder of battles',
  pokemon: 'Ladder of Pokémon battles',
  hall: 'The hall',
  streak: 'Streak',
  team: 'Pokémon team',
};

const isFact = (pin: string): pin is PinFact => PIN_FACTS.some((fact) => fact === pin);

const counted = (n: number, one: string): string =>
  `${n.toLocaleString('en-US')} ${one}${n === 1 ? '' : 's'}`;

const ratingOf = async (
  context: CommandContext,
  userId: string,
  rules: 'cross' | 'pokemon',
): Promise<string | undefined> => {
  const place = { realm: context.realm, id: rules };
  const { rating, battles } = await context.deps.engine.read(ladder, place, 'rating', userId, context);
  return battles === 0 ? undefined : `${rating} after ${counted(battles, 'battle')}`;
};

const valueOf = async (
  context: CommandContext,
  userId: string,
  view: UserView,
  fact: PinFact,
): Promise<string | undefined> => {
  const { engine } = context.deps;
  switch (fact) {
    case 'cross':
    case 'pokemon':
      return ratingOf(context, userId, fact);
    case 'hall': {
      const beaten = await engine.read(user, userPlace(userId), 'beaten', undefined, context);
      return beaten.length === 0 ? undefined : `${beaten.length} of ${NPCS.length} beaten`;
    }
    case 'streak':
      return view.daily.streak === 0 ? undefined : counted(view.daily.streak, 'day');
    case 'team': {
      const team = await engine.read(
        trainer,
        { realm: context.realm, id: userId },
        'team',
        undefined,
        context,
      );
      return team.length === 0 ? undefined : team.map(({ mon }) => monName(mon)).join(', ');
    }
  }
};

/** A pet's line on the card; `undefined`: it is somebody else's by now. */
const petField = async (
  context: CommandContext,
  userId: string,
  petId: string,
): Promise<PanelField | undefined> => {
  const pet = await readPet(context, petId);
  if (pet?.owner !== userId) return undefined;
  const species = speciesById(pet.species)?.name ?? 'pet';
  return { name: pet.name, value: `${species}, bond ${Math.floor(pet.meters.bond)}`, inline: true };
};

const fieldOf = async (
  context: CommandContext,
  userId: string,
  view: UserView,
  pin: string,
): Promise<PanelField | undefined> => {
  if (!isFact(pin)) return petField(context, userId, pin.slice('pet:'.length));
  const value = await valueOf(context, userId, view, pin);
  return value === undefined ? undefined : { name: LABELS[pin], value, inline: true };
};

/** What the card shows because its person put it there; what there is nothing of is left out. @throws Fault */
export const pinnedFields = async (
  context: CommandContext,
  userId: string,
  view: UserView,
): Promise<readonly PanelField[]> => {
  const fields = await Promise.all(view.pins.map((pin) => fieldOf(context, userId, view, pin)));
  return fields.filter((field) => field !== undefined);
};

/** What the caller can put on their card: every fact there is something of, and their pets. @throws Fault */
export const pinOptions = async (context: CommandContext, view: UserView): Promise<Select['options']> => {
  const { userId } = context;
  const [facts, pets] = await Promise.all([
    Promise.all(PIN_FACTS.map(async (fact) => ({ fact, value: await valueOf(context, userId, view, fact) }))),
    ownPets(context),
  ]);
  const offer = (value: string, label: string, description: string): Select['options'][number] => ({
    label,
    value,
    description,
    ...(view.pins.includes(value) ? { isChosen: true } : {}),
  });
  return [
    ...facts.flatMap(({ fact, value }) => (value === undefined ? [] : [offer(fact, LABELS[fact], value)])),
    ...pets.map(({ petId, view: pet }) =>
      offer(`pet:${petId}`, pet.name, speciesById(pet.species)?.name ?? 'pet'),
    ),
  ].slice(0, OFFERED_MAX);
};
