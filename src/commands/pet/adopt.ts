import { createHash } from 'node:crypto';
import { user } from '#actors/user/user.ts';
import { accountOf, PETS_MAX } from '#game/economy/ledger-protocol.ts';
import { nameRejection } from '#game/profile/words.ts';
import type { QuotePlan } from '#game/profile/user-protocol.ts';
import { PET_NAME_MAX, type PetCommand } from '#game/pet/pet-protocol.ts';
import { SPECIES, type Species } from '#game/pet/species.ts';
import { formatCoins } from '#game/shared/amount.ts';
import { DEPLOYMENT_REALM } from '#game/shared/ids.ts';
import { sealed } from '#game/shared/sealed.ts';
import { defineCommand, type CommandContext } from '../define-command.ts';
import { shown } from '../options.ts';
import type { Panel } from '../panel.ts';
import { offerQuote } from '../quote.ts';
import { refuse } from '../rejected.ts';
import { matching } from '../matching.ts';
import { guessOf } from '../nearest.ts';
import { PET_NAME_TAKES } from './names.ts';
import { ownPets } from './stable.ts';

const catalogue = (isFree: boolean): Panel => ({
  title: 'Who will it be?',
  text: `${isFree ? 'Your first pet is free.' : 'Every further pet has its price.'} Choose with \`/pet adopt species:mossback name:Biscuit\`.`,
  tables: [
    {
      columns: [
        { label: 'Species' },
        { label: 'Type' },
        { label: 'Temper' },
        { label: 'Price', align: 'right' },
        { label: 'About' },
      ],
      rows: SPECIES.map(({ name, type, temperament, price, text }) => [
        name,
        type,
        temperament.label,
        isFree ? 'free' : price.toLocaleString('en-US'),
        text,
      ]),
    },
  ],
  images: SPECIES.slice(0, 6).map(({ name, initials, hue }) => ({ alt: name, initials, hue })),
  ephemeral: true,
});

/** The species meant by an id or a name. @throws CommandRejection E_INPUT */
const chooseSpecies = (value: string): Species => {
  const found = SPECIES.find(({ id, name }) => id === value.toLowerCase() || name === value);
  if (found !== undefined) return found;
  const hint = guessOf(
    value,
    SPECIES.map(({ id }) => id),
  );
  return refuse({
    code: 'E_INPUT',
    field: 'species',
    message: `There is no species called “${shown(value)}”.${hint} \`/pet adopt\` alone shows them all.`,
  });
};

/** The id of the pet that this command adopts: the same for every repeat of the command, of nobody else's. */
const petIdOf = (context: CommandContext): string => {
  const digest = createHash('sha256').update(`pet/1\0${context.realm}\0${context.commandId}`).digest('hex');
  return BigInt(`0x${digest}`).toString(36).padStart(14, '0').slice(0, 14);
};

const planOf = (context: CommandContext, species: Species, name: string, price: number): QuotePlan => {
  const id = petIdOf(context);
  const { realm, userId } = context;
  const asset = `pet:${realm}:${id}`;
  const hatch: PetCommand = { type: 'Hatch', owner: userId, species: species.id, name: sealed(userId, name) };
  return {
    kind: 'adopt',
    realm,
    transfer: {
      type: 'Transfer',
      legs: [
        ...(price > 0 ? [{ from: accountOf(userId), to: 'sink', coins: price }] : []),
        { from: 'mint', to: accountOf(userId), asset },
      ],
      memo: { kind: 'adopt', about: asset },
    },
    // the protocol's word for what follows; a plan is never awaited
    then: [{ to: { kind: 'pet', realm, id }, command: hatch }],
  };
};

/** `/pet adopt`: the first pet is free; needs and price are shown before anything is done. */
export const petAdopt = defineCommand({
  name: 'pet adopt',
  summary: 'Adopt a pet; the first one is free',
  options: [
    {
      name: 'species',
      type: 'text',
      description: 'Which species; without it all are shown',
      takes: 'a species by its name, for example `mossback`; `/pet adopt` alone shows them all',
      maxLength: 40,
      autocomplete: async (partial) =>
        matching(
          SPECIES.map(({ id, name, type, temperament }) => ({
            label: `${name}: ${type}, ${temperament.label}`,
            value: id,
          })),
          partial,
        ),
    },
    {
      name: 'name',
      type: 'text',
      description: 'What you call it',
      takes: PET_NAME_TAKES,
      maxLength: PET_NAME_MAX,
    },
  ],
  ephemeral: true,
  examples: ['/pet adopt', '/pet adopt species:mossback name:Biscuit'],
  run: async (input, context) => {
    const place = { realm: DEPLOYMENT_REALM, id: context.userId };
    const [me, pets] = await Promise.all([
      context.deps.engine.read(user, place, 'view', {}, context),
      ownPets(context),
    ]);
    const isFree = (me?.adoptions ?? 0) === 0;
    if (typeof input['species'] !== 'string') return catalogue(isFree);
    const species = chooseSpecies(input['species']);
    const name = typeof input['name'] === 'string' ? input['name'] : species.name;
    const wrong = nameRejection('name', name, PET_NAME_MAX);
    if (wrong !== undefined) return refuse(wrong);
    if (pets.length >= PETS_MAX) {
      return refuse({
        code: 'E_LIMIT',
        message: `You have ${PETS_MAX} pets, and nobody can look after more. \`/pet rehome\` finds one a new home.`,
      });
    }
    const price = isFree ? 0 : species.price;
    return offerQuote(context, {
      plan: planOf(context, species, name, price),
      title: `Adopt ${name} the ${species.name}?`,
      text: `${species.text} ${species.temperament.label}: ${species.temperament.text}`,
      fields: [
        { name: 'Price', value: price === 0 ? 'free, your first' : formatCoins(price), inline: true },
        {
          name: 'What it needs',
          value:
            'Food every other day, a bath and a game a day. It never dies: neglected, it waits for you. `/pet vacation` stops the clock when you are away.',
        },
      ],
    });
  },
});
