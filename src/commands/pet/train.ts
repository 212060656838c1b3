import { TRAINING_MINUTES } from '#game/pet/activities.ts';
import { type Skill, SKILLS } from '#game/pet/routes.ts';
import { defineCommand } from '../define-command.ts';
import { petPanel, when } from './pet-panel.ts';
import { askPet, choosePet, petOf, petOption } from './stable.ts';

const isSkill = (value: unknown): value is Skill => SKILLS.some((skill) => skill === value);

/** `/pet train`: half an hour for one skill. */
export const petTrain = defineCommand({
  name: 'pet train',
  summary: `Train a skill for ${TRAINING_MINUTES} minutes; skills make expeditions safer`,
  options: [
    {
      name: 'skill',
      type: 'choice',
      description: 'Which skill',
      required: true,
      choices: SKILLS.map((skill) => ({ label: skill, value: skill })),
    },
    petOption,
  ],
  ephemeral: true,
  examples: ['/pet train skill:agility'],
  run: async (input, context) => {
    const { petId } = await choosePet(input, context);
    const skill = isSkill(input['skill']) ? input['skill'] : 'agility';
    const reply = await askPet(context, petId, { type: 'Train', skill });
    const endsAtMs = reply.type === 'ActivityStarted' ? reply.endsAtMs : context.nowMs;
    const owned = await petOf(context, petId);
    const note = `${owned.view.name} trains ${skill} and is done ${when(endsAtMs)}. \`/notify view\` will say so.`;
    return petPanel(context, owned, { note, tone: 'good' });
  },
});
