import { BIO_MAX, TITLE_MAX } from '#game/profile/user-decider.ts';
import { sealed } from '#game/shared/sealed.ts';
import { type CommandContext, defineCommand, defineComponent } from '../define-command.ts';
import { defineForm } from '../define-form.ts';
import { mintNonce } from '../nonce.ts';
import type { Panel } from '../panel.ts';
import { cleanText } from '../text.ts';
import { askSelf, readProfile } from './person.ts';
import { profilePanel } from './profile-panel.ts';

const formPanel = async (context: CommandContext): Promise<Panel> => {
  const view = await readProfile(context, context.userId);
  return {
    title: 'Edit your profile',
    text: 'Fill in the form. What you leave empty is not shown.',
    modal: {
      customId: context.deps.customIds.encode({
        feature: 'profile',
        verb: 'save',
        entity: '-',
        revision: view.revision,
        owner: context.userId,
        nonce: mintNonce(context),
      }),
      title: 'Your profile',
      fields: [
        {
          id: 'title',
          label: 'Title',
          multiline: false,
          required: false,
          maxLength: TITLE_MAX,
          value: view.title,
          placeholder: 'Keeper of small things',
        },
        {
          id: 'bio',
          label: 'About you',
          multiline: true,
          required: false,
          maxLength: BIO_MAX,
          value: view.bio,
        },
        {
          id: 'colour',
          label: 'Colour',
          multiline: false,
          required: false,
          maxLength: 7,
          value: view.colour,
          placeholder: '#5b8def',
        },
      ],
    },
    ephemeral: true,
  };
};

/** `/profile edit`: opens the form with what is there now. */
export const profileEdit = defineCommand({
  name: 'profile edit',
  summary: 'Change your title, your words and your colour',
  options: [],
  ephemeral: true,
  examples: ['/profile edit'],
  run: async (_input, context) => formPanel(context),
});

/** The Edit button of a profile. */
export const profileEditButton = defineComponent({
  feature: 'profile',
  verb: 'edit',
  run: async (_input, context) => formPanel(context),
});

/** The submitted form; its revision is the profile's when the form was drawn. */
export const profileSave = defineForm({
  feature: 'profile',
  verb: 'save',
  fields: ['title', 'bio', 'colour'],
  run: async ({ fields, revision }, context) => {
    const { userId } = context;
    const before = await readProfile(context, userId);
    const colour = cleanText(fields['colour'] ?? '').toLowerCase();
    await askSelf(context, {
      type: 'EditProfile',
      title: sealed(userId, cleanText(fields['title'] ?? '')),
      bio: sealed(userId, cleanText(fields['bio'] ?? '', { multiline: true })),
      colour: colour === '' ? before.colour : colour.startsWith('#') ? colour : `#${colour}`,
      revision,
    });
    return profilePanel(context, userId, await readProfile(context, userId), 'Saved.');
  },
});
