import { user } from '#actors/user/user.ts';
import type { PrivacyArea, PrivacyLevel } from '#game/profile/user-protocol.ts';
import { PRIVACY_AREAS, PRIVACY_LEVELS } from '#game/profile/user-state.ts';
import { type CommandOption, defineCommand } from '../define-command.ts';
import { missingOption } from '../options.ts';
import { refuse } from '../rejected.ts';
import { askSelf, userPlace } from './person.ts';

const ABOUT: Readonly<Record<PrivacyArea, string>> = {
  profile: 'Your card in `/profile view`',
  balance: 'Your coins and pets in `/eco balance` and on your card',
  requests: 'Gifts and requests that others may send you',
};

const isArea = (value: unknown): value is PrivacyArea => PRIVACY_AREAS.some((area) => area === value);
const isLevel = (value: unknown): value is PrivacyLevel => PRIVACY_LEVELS.some((level) => level === value);

const AREA: CommandOption = {
  name: 'area',
  type: 'choice',
  description: 'What',
  choices: PRIVACY_AREAS.map((area) => ({ label: area, value: area })),
};
const LEVEL: CommandOption = {
  name: 'level',
  type: 'choice',
  description: 'Who',
  choices: PRIVACY_LEVELS.map((level) => ({ label: level, value: level })),
};

/** `/profile privacy`: shows who sees what, or changes one area. */
export const profilePrivacy = defineCommand({
  name: 'profile privacy',
  summary: 'Decide who sees your profile and your balance',
  options: [AREA, LEVEL],
  ephemeral: true,
  examples: ['/profile privacy', '/profile privacy area:balance level:nobody'],
  run: async ({ area, level }, context) => {
    const isChange = isArea(area) && isLevel(level);
    if (isChange) await askSelf(context, { type: 'SetPrivacy', area, level });
    else if (area !== undefined || level !== undefined) {
      return refuse(
        missingOption(area === undefined ? AREA : LEVEL, '/profile privacy area:balance level:nobody'),
      );
    }
    const privacy = await context.deps.engine.read(user, userPlace(context.userId), 'privacy', {}, context);
    return {
      title: isChange ? 'Saved' : 'Who sees what',
      ...(isChange ? { tone: 'good' as const } : {}),
      tables: [
        {
          columns: [{ label: 'Area' }, { label: 'Who' }, { label: 'What it is' }],
          rows: PRIVACY_AREAS.map((one) => [one, privacy[one], ABOUT[one]]),
        },
      ],
      ...(isChange ? {} : { footer: 'Change one with /profile privacy area:… level:…' }),
      ephemeral: true,
    };
  },
});
