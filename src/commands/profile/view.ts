import { user } from '#actors/user/user.ts';
import { defineCommand } from '../define-command.ts';
import { refuse } from '../rejected.ts';
import { readProfile, userPlace } from './person.ts';
import { profilePanel } from './profile-panel.ts';

/** `/profile view`: your own card or, if they let you, somebody else's. */
export const profileView = defineCommand({
  name: 'profile view',
  summary: 'See your profile or somebody else’s',
  options: [
    { name: 'user', type: 'user', description: 'Whose; yours unless you say so' },
    { name: 'share', type: 'boolean', description: 'Show it to everybody' },
  ],
  ephemeral: true,
  examples: ['/profile view', '/profile view user:misty'],
  run: async (input, context) => {
    const userId = typeof input['user'] === 'string' ? input['user'] : context.userId;
    const view = await readProfile(context, userId);
    if (userId !== context.userId) {
      const privacy = await context.deps.engine.read(user, userPlace(userId), 'privacy', {}, context);
      if (privacy.profile === 'nobody') {
        return refuse({
          code: 'E_CONSENT',
          message: 'They keep their profile to themselves. Ask them, or look at yours with `/profile view`.',
        });
      }
    }
    return profilePanel(context, userId, view);
  },
});
