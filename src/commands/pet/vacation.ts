import { VACATION_DAYS_MAX } from '#game/pet/keeping.ts';
import { defineCommand } from '../define-command.ts';
import { petPanel, when } from './pet-panel.ts';
import { askPet, choosePet, petOf, petOption } from './stable.ts';

const DAYS_DEFAULT = 7;

/** `/pet vacation`: its needs stand still, and so do rewards. */
export const petVacation = defineCommand({
  name: 'pet vacation',
  summary: 'Stop the clock for your pet while you are away',
  options: [
    {
      name: 'mode',
      type: 'choice',
      description: 'Begin or end it',
      required: true,
      choices: [
        { label: 'on', value: 'on' },
        { label: 'off', value: 'off' },
      ],
    },
    {
      name: 'days',
      type: 'integer',
      description: `For how long, ${DAYS_DEFAULT} days unless you say so; at least one day passes`,
      min: 1,
      max: VACATION_DAYS_MAX,
    },
    petOption,
  ],
  ephemeral: true,
  examples: ['/pet vacation mode:on days:14', '/pet vacation mode:off'],
  run: async (input, context) => {
    const { petId } = await choosePet(input, context);
    if (input['mode'] === 'off') {
      await askPet(context, petId, { type: 'EndVacation' });
      const home = await petOf(context, petId);
      return petPanel(context, home, { note: `${home.view.name} is back from vacation.`, tone: 'good' });
    }
    const days = typeof input['days'] === 'number' ? input['days'] : DAYS_DEFAULT;
    await askPet(context, petId, { type: 'StartVacation', days });
    const away = await petOf(context, petId);
    const untilMs = away.view.pause?.untilMs ?? context.nowMs;
    const note = `${away.view.name} is on vacation and will be back ${when(untilMs)}. Needs stand still and nothing is earned. It can end after a day with \`/pet vacation mode:off\`.`;
    return petPanel(context, away, { note, tone: 'good' });
  },
});
