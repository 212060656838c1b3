import { type Item, itemById } from '#game/economy/items.ts';
import { routeById } from '#game/pet/routes.ts';
import {
  type CommandContext,
  type ComponentDefinition,
  type ComponentInput,
  defineComponent,
} from '../define-command.ts';
import type { Panel } from '../panel.ts';
import { refuse } from '../rejected.ts';
import { careFor, giveItem, itemChooser } from './caring.ts';
import { recall, send } from './expedition.ts';
import { plannedPanel, statusPanel } from './expedition-panels.ts';
import { petPanel } from './pet-panel.ts';
import { bringBack, rehome } from './rehome.ts';
import { type OwnedPet, petOf } from './stable.ts';

const onPet = (
  verb: string,
  run: (owned: OwnedPet, context: CommandContext, input: ComponentInput) => Panel | Promise<Panel>,
): ComponentDefinition =>
  defineComponent({
    feature: 'pet',
    verb,
    run: async (input, context) => run(await petOf(context, input.entity), context, input),
  });

const chosen = ({ values }: ComponentInput): Item =>
  itemById(values[0] ?? '') ??
  refuse({ code: 'E_INPUT', field: 'item', message: 'Choose one from the list.' });

const give = (owned: OwnedPet, context: CommandContext, input: ComponentInput): Promise<Panel> =>
  giveItem(context, owned, chosen(input));

/** Pet and route of a control; the minutes are its revision. @throws CommandRejection E_GONE */
const trip = (entity: string) => {
  const [petId = '', routeId = ''] = entity.split('-');
  const route =
    routeById(routeId) ??
    refuse({ code: 'E_GONE', message: 'This route is closed. `/pet expedition status` shows the others.' });
  return { petId, route };
};

/** Every control about pets; each acts under its own nonce and answers with a fresh panel. */
export const petComponents: readonly ComponentDefinition[] = [
  onPet('view', (owned, context) => petPanel(context, owned)),
  onPet('feed', (owned, context) => itemChooser(context, owned, 'food')),
  onPet('heal', (owned, context) => itemChooser(context, owned, 'medicine')),
  onPet('give', give),
  onPet('cure', give),
  onPet('play', (owned, context) => careFor(context, owned, { type: 'Play' })),
  onPet('toy', give),
  onPet('clean', (owned, context) => careFor(context, owned, { type: 'Clean' })),
  onPet('rest', (owned, context) => careFor(context, owned, { type: 'Rest' })),
  onPet('status', (owned, context) => statusPanel(context, owned)),
  onPet('recall', ({ petId }, context) => recall(context, petId)),
  onPet('rehome', ({ petId }, context) => rehome(context, petId)),
  onPet('return', ({ petId }, context) => bringBack(context, petId)),
  defineComponent({
    feature: 'pet',
    verb: 'plan',
    run: async ({ entity, revision }, context) => {
      const { petId, route } = trip(entity);
      return plannedPanel(context, await petOf(context, petId), route, revision);
    },
  }),
  defineComponent({
    feature: 'pet',
    verb: 'send',
    run: async ({ entity, revision }, context) => {
      const { petId, route } = trip(entity);
      return send(context, petId, route.id, revision);
    },
  }),
];
