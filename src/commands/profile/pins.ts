import { ladder } from '#actors/ladder/ladder.ts';
import { trainer } from '#actors/trainer/trainer.ts';
import { user } from '#actors/user/user.ts';
import { NPCS } from '#game/battle/npcs.ts';
import type { PetView } from '#game/pet/pet-reads.ts';
import { speciesById } from '#game/pet/species.ts';
import { monName } from '#game/pokemon/mon.ts';
import { PIN_FACTS, type PinFact } from '#game/profile/card.ts';
import type { UserView } from '#game/profile/user-reads.ts';
import { LADDERS } from '../battle/ladder.ts';
import { battlesText, daysText } from '../counted.ts';
import type { CommandContext } from '../define-command.ts';
import type { PanelField, Select } from '../panel.ts';
import { ownPets, readPet } from '../pet/stable.ts';
import { userPlace } from './person.ts';

/** What Discord lets somebody choose from. */
const OFFERED_MAX = 25;

const LABELS: Readonly<Record<PinFact, string>> = {
  ...LADDERS,
  hall: 'The hall',
  streak: 'Streak',
  team: 'Pokémon team',
};

const isFact = (pin: string): pin is PinFact => PIN_FACTS.some((fact) => fact === pin);

const ratingOf = async (
  context: CommandContext,
  userId: string,
  rules: 'cross' | 'pokemon',
): Promise<string | undefined> => {
  const place = { realm: context.realm, id: rules };
  const { rating, battles } = await context.deps.engine.read(ladder, place, 'rating', userId, context);
  return battles === 0 ? undefined : `${rating} after ${battlesText(battles)}`;
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
      return view.daily.streak === 0 ? undefined : daysText(view.daily.streak);
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

const factField = (fact: PinFact, value: string): PanelField => ({ name: LABELS[fact], value, inline: true });

const kindOf = ({ species }: PetView): string => speciesById(species)?.name ?? 'pet';

const petField = (pet: PetView): PanelField => ({
  name: pet.name,
  value: `${kindOf(pet)}, bond ${Math.floor(pet.meters.bond)}`,
  inline: true,
});

/** A line of the card; `undefined`: there is nothing of it, or it is somebody else's by now. */
const fieldOf = async (
  context: CommandContext,
  userId: string,
  view: UserView,
  pin: string,
): Promise<PanelField | undefined> => {
  if (!isFact(pin)) {
    const pet = await readPet(context, pin.slice('pet:'.length));
    return pet?.owner === userId ? petField(pet) : undefined;
  }
  const value = await valueOf(context, userId, view, pin);
  return value === undefined ? undefined : factField(pin, value);
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

/** Something that the caller can put on their card. */
interface Offer {
  readonly pin: string;
  readonly field: PanelField;
  readonly description: string;
}

/** Every fact there is something of, and the caller's pets. @throws Fault */
export const readOffers = async (context: CommandContext, view: UserView): Promise<readonly Offer[]> => {
  const { userId } = context;
  const [facts, pets] = await Promise.all([
    Promise.all(PIN_FACTS.map(async (fact) => ({ fact, value: await valueOf(context, userId, view, fact) }))),
    ownPets(context),
  ]);
  return [
    ...facts.flatMap(({ fact, value }) =>
      value === undefined ? [] : [{ pin: fact, field: factField(fact, value), description: value }],
    ),
    ...pets.map(({ petId, view: pet }) => ({
      pin: `pet:${petId}`,
      field: petField(pet),
      description: kindOf(pet),
    })),
  ];
};

/** What the card shows of what was offered. */
export const offeredFields = ({ pins }: UserView, offers: readonly Offer[]): readonly PanelField[] =>
  pins.flatMap((pin) => offers.find((offer) => offer.pin === pin)?.field ?? []);

const optionOf = (
  { pin, field, description }: Offer,
  pins: readonly string[],
): Select['options'][number] => ({
  label: field.name,
  value: pin,
  description,
  ...(pins.includes(pin) ? { isChosen: true } : {}),
});

/** What was offered, to choose from. */
export const offeredOptions = ({ pins }: UserView, offers: readonly Offer[]): Select['options'] =>
  offers.slice(0, OFFERED_MAX).map((offer) => optionOf(offer, pins));
