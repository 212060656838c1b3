import { user } from '#actors/user/user.ts';
import { BIO_MAX, TITLE_MAX } from '#game/profile/card.ts';
import { PINS_MAX } from '#game/profile/user-protocol.ts';
import type { UserView } from '#game/profile/user-reads.ts';
import { sealed } from '#game/shared/sealed.ts';
import { type CommandContext, defineCommand, defineComponent } from '../define-command.ts';
import { defineForm } from '../define-form.ts';
import type { Button, Panel } from '../panel.ts';
import { refuse } from '../rejected.ts';
import { cleanText } from '../text.ts';
import { askSelf, readProfile, userPlace } from './person.ts';
import { offeredFields, offeredOptions, readOffers } from './pins.ts';
import { profileControl, profilePanel } from './profile-panel.ts';

/** The profile as it would be once the draft is saved; `undefined`: there is no draft. @throws Fault */
const readDraft = (context: CommandContext): Promise<UserView | undefined> =>
  context.deps.engine.read(user, userPlace(context.userId), 'draft', {}, context);

const formPanel = async (context: CommandContext): Promise<Panel> => {
  const view = (await readDraft(context)) ?? (await readProfile(context, context.userId));
  return {
    title: 'Edit your profile',
    text: 'Fill in the form. What you leave empty is not shown. You see the card before it is saved.',
    modal: {
      customId: profileControl(context, 'draft', view.revision),
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

/** The card as others will see it, with what can be done about it. @throws CommandRejection E_STALE without a draft; Fault */
const previewPanel = async (context: CommandContext): Promise<Panel> => {
  const view = await readDraft(context);
  if (view === undefined) {
    return refuse({
      code: 'E_STALE',
      message: 'There is nothing to save: it was saved or discarded before. Run `/profile edit` again.',
    });
  }
  const offers = await readOffers(context, view);
  const preview = { pinned: offeredFields(view, offers) };
  const card = await profilePanel(context, context.userId, view, { preview });
  const options = offeredOptions(view, offers);
  const button = (verb: string, label: string, style: Button['style']): Button => ({
    kind: 'button',
    customId: profileControl(context, verb, view.revision),
    label,
    style,
    disabled: false,
  });
  return {
    ...card,
    controls: [
      ...(options.length === 0
        ? []
        : [
            [
              {
                kind: 'select' as const,
                customId: profileControl(context, 'pins', view.revision),
                placeholder: 'What your card shows',
                options,
                min: 0 as const,
                max: Math.min(PINS_MAX, options.length),
                disabled: false,
              },
            ],
          ]),
      [
        button('save', 'Save', 'success'),
        button('edit', 'Edit again', 'secondary'),
        button('discard', 'Discard', 'secondary'),
      ],
    ],
    footer: 'Only you see this until you save it.',
  };
};

/** `/profile edit`: opens the form with what is there now. */
export const profileEdit = defineCommand({
  name: 'profile edit',
  summary: 'Change your title, your words, your colour and what your card shows',
  options: [],
  ephemeral: true,
  examples: ['/profile edit'],
  run: async (_input, context) => formPanel(context),
});

/** The Edit button of a profile or of its preview. */
export const profileEditButton = defineComponent({
  feature: 'profile',
  verb: 'edit',
  run: async (_input, context) => formPanel(context),
});

/** The submitted form; its revision is the profile's when the form was drawn. */
export const profileDraft = defineForm({
  feature: 'profile',
  verb: 'draft',
  fields: ['title', 'bio', 'colour'],
  run: async ({ fields, revision }, context) => {
    const { userId } = context;
    const colour = cleanText(fields['colour'] ?? '').toLowerCase();
    await askSelf(context, {
      type: 'DraftProfile',
      change: {
        title: sealed(userId, cleanText(fields['title'] ?? '')),
        bio: sealed(userId, cleanText(fields['bio'] ?? '', { multiline: true })),
        ...(colour === '' ? {} : { colour: colour.startsWith('#') ? colour : `#${colour}` }),
      },
      revision,
    });
    return previewPanel(context);
  },
});

/** What the card shall show beside words. */
export const profilePins = defineComponent({
  feature: 'profile',
  verb: 'pins',
  run: async ({ values, revision }, context) => {
    await askSelf(context, { type: 'DraftProfile', change: { pins: values }, revision });
    return previewPanel(context);
  },
});

/** Saves what the preview shows. */
export const profileSave = defineComponent({
  feature: 'profile',
  verb: 'save',
  run: async ({ revision }, context) => {
    await askSelf(context, { type: 'SaveProfile', revision });
    const { userId } = context;
    return profilePanel(context, userId, await readProfile(context, userId), { note: 'Saved.' });
  },
});

/** Leaves the card as it was. */
export const profileDiscard = defineComponent({
  feature: 'profile',
  verb: 'discard',
  run: async ({ revision }, context) => {
    await askSelf(context, { type: 'DropDraft', revision });
    const { userId } = context;
    return profilePanel(context, userId, await readProfile(context, userId), {
      note: 'Nothing was changed.',
    });
  },
});
