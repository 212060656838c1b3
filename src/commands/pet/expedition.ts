import { type Route, routeById, ROUTES } from '#game/pet/routes.ts';
import { type CommandContext, defineCommand } from '../define-command.ts';
import { shown } from '../options.ts';
import type { Panel } from '../panel.ts';
import { refuse } from '../rejected.ts';
import { HOURS_TAKE, readMinutes } from './duration.ts';
import { plannedPanel, statusPanel } from './expedition-panels.ts';
import { when } from './pet-panel.ts';
import { matching } from '../matching.ts';
import { askPet, choosePet, petOf, petOption } from './stable.ts';

const chooseRoute = (value: unknown): Route => {
  const wanted = typeof value === 'string' ? value.toLowerCase() : '';
  return (
    ROUTES.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted) ??
    refuse({
      code: 'E_INPUT',
      field: 'route',
      message: `There is no route called “${shown(wanted)}”. It takes one of: ${ROUTES.map(({ id }) => id).join(', ')}.`,
    })
  );
};

/** `/pet expedition start`: shows duration, risk and reward band; the button sends. */
export const petExpeditionStart = defineCommand({
  name: 'pet expedition start',
  summary: 'Send your pet out; risk and reward are shown first',
  options: [
    {
      name: 'route',
      type: 'text',
      description: 'Where to',
      takes: `one of ${ROUTES.map(({ id }) => `\`${id}\``).join(', ')}`,
      required: true,
      maxLength: 40,
      autocomplete: async (partial) =>
        matching(
          ROUTES.map(({ id, name, coinsPerHour, risk }) => ({
            label: `${name}: ${coinsPerHour} coins an hour, risk ${risk} %`,
            value: id,
          })),
          partial,
        ),
    },
    {
      name: 'hours',
      type: 'text',
      description: 'How long: 10m to 72h, for example 90m or 8',
      takes: HOURS_TAKE,
      required: true,
      maxLength: 12,
    },
    petOption,
  ],
  ephemeral: true,
  examples: ['/pet expedition start route:meadow hours:8'],
  run: async (input, context) => {
    const route = chooseRoute(input['route']);
    const minutes = readMinutes(String(input['hours']));
    return plannedPanel(context, await choosePet(input, context), route, minutes);
  },
});

/** Sends a pet out. @throws CommandRejection, Fault */
export const send = async (
  context: CommandContext,
  petId: string,
  routeId: string,
  minutes: number,
): Promise<Panel> => {
  const reply = await askPet(context, petId, { type: 'StartExpedition', route: routeId, minutes });
  const endsAtMs = reply.type === 'ActivityStarted' ? reply.endsAtMs : context.nowMs;
  const owned = await petOf(context, petId);
  const place = routeById(routeId)?.name ?? routeId;
  return {
    ...statusPanel(
      context,
      owned,
      `${owned.view.name} is on its way to ${place} and will be back ${when(endsAtMs)}. What it finds is collected by itself.`,
    ),
    tone: 'good',
  };
};

/** `/pet expedition status`: what it does, or what it brought and where it can go. */
export const petExpeditionStatus = defineCommand({
  name: 'pet expedition status',
  summary: 'See where your pet is and what it brought last',
  options: [petOption, { name: 'share', type: 'boolean', description: 'Show it to everybody' }],
  ephemeral: true,
  examples: ['/pet expedition status'],
  run: async (input, context) => statusPanel(context, await choosePet(input, context)),
});

/** Calls a pet back. @throws CommandRejection, Fault */
export const recall = async (context: CommandContext, petId: string): Promise<Panel> => {
  const reply = await askPet(context, petId, { type: 'Recall' });
  const coins = reply.type === 'Recalled' ? reply.coins : 0;
  const owned = await petOf(context, petId);
  return statusPanel(
    context,
    owned,
    `${owned.view.name} is back early with ${coins.toLocaleString('en-US')} coins.`,
  );
};

/** `/pet expedition recall`: back at once, with half of what it has found. */
export const petExpeditionRecall = defineCommand({
  name: 'pet expedition recall',
  summary: 'Call your pet back early, with half of what it has found',
  options: [petOption],
  ephemeral: true,
  examples: ['/pet expedition recall'],
  run: async (input, context) => recall(context, (await choosePet(input, context)).petId),
});
