import { speciesById } from '#game/pet/species.ts';
import { defineCommand, type CommandContext } from '../define-command.ts';
import type { Panel } from '../panel.ts';
import { activityText, petButton, petImage, petPanel } from './pet-panel.ts';
import { choosePet, type OwnedPet, ownPets, petOption } from './stable.ts';

const listPanel = (context: CommandContext, pets: readonly OwnedPet[]): Panel => ({
  title: `Your ${pets.length} pets`,
  tables: [
    {
      columns: [
        { label: 'Name' },
        { label: 'Species' },
        { label: 'Mood' },
        { label: 'Bond', align: 'right' },
        { label: 'Doing' },
      ],
      rows: pets.map(({ view }) => [
        view.name,
        speciesById(view.species)?.name ?? view.species,
        view.mood,
        String(Math.round(view.meters.bond / 1_000)),
        view.activity === null
          ? view.pause === null
            ? 'at home'
            : 'on vacation'
          : activityText(view.activity),
      ]),
    },
  ],
  images: pets.slice(0, 6).map(({ view }) => petImage(view)),
  controls: [pets.slice(0, 5), pets.slice(5, 10)]
    .filter((row) => row.length > 0)
    .map((row) =>
      row.map(({ petId, view }) => petButton(context, { verb: 'view', entity: petId }, { label: view.name })),
    ),
  ephemeral: true,
});

/** `/pet view`: one pet with its meters, or the list of all. */
export const petView = defineCommand({
  name: 'pet view',
  summary: 'See how your pet is and what it needs next',
  options: [petOption, { name: 'share', type: 'boolean', description: 'Show it to everybody' }],
  ephemeral: true,
  examples: ['/pet view'],
  run: async (input, context) => {
    if (input['pet'] === undefined) {
      const pets = await ownPets(context);
      if (pets.length > 1) return listPanel(context, pets);
      if (pets.length === 0) return noPetsPanel();
    }
    return petPanel(context, await choosePet(input, context));
  },
});

const noPetsPanel = (): Panel => ({
  title: 'No pet yet',
  text: 'The first one is free. `/pet adopt` shows every species, `/pet adopt species:mossback name:Biscuit` adopts one.',
  ephemeral: true,
});
