import { pet } from '#actors/pet/pet.ts';
import { forecast, refuseLeaving } from '#game/pet/activities.ts';
import { type Route, ROUTES } from '#game/pet/routes.ts';
import { itemById } from '#game/economy/items.ts';
import type { CommandContext } from '../define-command.ts';
import type { Button, Panel } from '../panel.ts';
import { calling, refuse } from '../rejected.ts';
import { minutesText } from './duration.ts';
import { activityText, petButton, petImage, reportText, when } from './pet-panel.ts';
import { type OwnedPet, petPlace } from './stable.ts';

/** A route and a pet in one custom id; the minutes go where the revision is. */
const sendEntity = (petId: string, routeId: string): string => `${petId}-${routeId}`;

const band = (min: number, max: number): string =>
  `${min.toLocaleString('en-US')} to ${max.toLocaleString('en-US')} coins`;

/**
 * What leaving would mean, before anything is done: duration, risk, reward band, and the button that sends.
 * @throws CommandRejection when the button would be refused as things stand, Fault
 */
export const plannedPanel = async (
  context: CommandContext,
  { petId, view }: OwnedPet,
  route: Route,
  minutes: number,
): Promise<Panel> => {
  const state = await context.deps.engine.read(pet, petPlace(context, petId), 'state', {}, context);
  const refused = refuseLeaving(state, route, context);
  if (refused !== undefined) return refuse(calling(refused, view.name));
  const { bonus, risk, coinsMin, coinsMax, isPerkPaused } = forecast(state, route, minutes, context.nowMs);
  return {
    title: `${view.name} to ${route.name}?`,
    text: route.text,
    images: [petImage(view)],
    fields: [
      { name: 'Takes', value: minutesText(minutes), inline: true },
      { name: 'Back', value: when(context.nowMs + minutes * 60_000), inline: true },
      { name: 'Brings', value: band(coinsMin, coinsMax), inline: true },
      { name: 'Bonus', value: `${bonus >= 0 ? '+' : ''}${bonus} %`, inline: true },
      {
        name: 'Risk',
        value: `${risk} % for a mishap, which halves the coins; ${route.skill} lowers it`,
        inline: true,
      },
      ...(isPerkPaused
        ? [
            {
              name: 'Perk',
              value: 'The perk of your bond is paused: a need is low. `/pet view` shows which.',
            },
          ]
        : []),
    ],
    controls: [
      [
        petButton(
          context,
          { verb: 'send', entity: sendEntity(petId, route.id), revision: minutes },
          { label: `Send for ${minutesText(minutes)}`, style: 'success' },
        ),
      ],
    ],
    footer: 'Calling it back early brings half of what it has found by then.',
    ephemeral: true,
  };
};

const runningButtons = (context: CommandContext, petId: string): readonly Button[] => [
  petButton(context, { verb: 'recall', entity: petId }, { label: 'Call back', style: 'danger' }),
  petButton(context, { verb: 'status', entity: petId }, { label: 'Refresh' }),
];

/** The card of what a pet does: running with Call back, or collected with Repeat, which works for ever. */
export const statusPanel = (context: CommandContext, { petId, view }: OwnedPet, note?: string): Panel => {
  const { activity, report } = view;
  const isRunning = activity !== null;
  const last =
    report?.kind === 'expedition'
      ? [
          { name: 'Last', value: reportText(report) },
          ...(report.items.length === 0
            ? []
            : [
                {
                  name: 'Finds',
                  value: report.items
                    .map(
                      ({ item, quantity }) =>
                        `${itemById(item)?.name ?? item}${quantity > 1 ? ` × ${quantity}` : ''}`,
                    )
                    .join(', '),
                },
              ]),
        ]
      : [];
  const repeat = ROUTES.find(({ id }) => report?.kind === 'expedition' && id === report.what);
  return {
    title: isRunning ? `${view.name} is busy` : `${view.name} is at home`,
    text:
      note ?? (isRunning ? `${activityText(activity)}.` : 'Ready to go. `/pet expedition start` sends it.'),
    images: [petImage(view)],
    ...(last.length === 0 ? {} : { fields: last }),
    ...(isRunning ? {} : { tables: [routesTable()] }),
    controls:
      activity?.kind === 'expedition'
        ? [runningButtons(context, petId)]
        : repeat === undefined || isRunning
          ? []
          : [
              [
                petButton(
                  context,
                  { verb: 'plan', entity: sendEntity(petId, repeat.id), revision: report?.minutes ?? 0 },
                  { label: `Again to ${repeat.name}`, style: 'primary' },
                ),
              ],
            ],
    ephemeral: true,
  };
};

const routesTable = () => ({
  caption: 'Where it can go',
  columns: [
    { label: 'Route' },
    { label: 'Type' },
    { label: 'Coins an hour', align: 'right' as const },
    { label: 'Risk', align: 'right' as const },
    { label: 'Bond needed', align: 'right' as const },
  ],
  rows: ROUTES.map(({ name, type, coinsPerHour, risk, minBond }) => [
    name,
    type,
    String(coinsPerHour),
    `${risk} %`,
    String(minBond),
  ]),
});
