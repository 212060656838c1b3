import { user } from '#actors/user/user.ts';
import type { NotifyEvent, NotifyVia } from '#game/profile/user-protocol.ts';
import { NOTIFY_EVENTS, NOTIFY_VIAS } from '#game/profile/user-state.ts';
import { type CommandContext, type CommandOption, defineCommand } from '../define-command.ts';
import { missingOption } from '../options.ts';
import type { Panel } from '../panel.ts';
import { readProfile, askSelf, userPlace } from '../profile/person.ts';
import { refuse } from '../rejected.ts';

const ABOUT: Readonly<Record<NotifyEvent, string>> = {
  payment: 'Somebody paid you',
  gift: 'Somebody gave you something',
  expedition: 'Your pet is back',
  pet: 'A need runs low, a training is done',
  level: 'You reached a level',
  challenge: 'Somebody challenges you, or accepts',
  battle: 'A battle of yours ended',
};

const VIA: Readonly<Record<NotifyVia, string>> = {
  dm: 'direct message, and inbox',
  inbox: 'inbox',
  off: 'off',
};

const isEvent = (value: unknown): value is NotifyEvent => NOTIFY_EVENTS.some((event) => event === value);
const isVia = (value: unknown): value is NotifyVia => NOTIFY_VIAS.some((via) => via === value);

const settingsPanel = async (context: CommandContext, isChanged: boolean): Promise<Panel> => {
  const [settings, profile, address] = await Promise.all([
    context.deps.engine.read(user, userPlace(context.userId), 'notify', {}, context),
    readProfile(context, context.userId),
    context.deps.engine.read(user, userPlace(context.userId), 'address', { provider: 'discord' }, context),
  ]);
  return {
    title: isChanged ? 'Saved' : 'What reaches you, and how',
    ...(isChanged ? { tone: 'good' as const } : {}),
    // nobody without an address there can be sent one
    ...(address === undefined && NOTIFY_EVENTS.some((event) => settings[event] === 'dm')
      ? {
          text: 'Direct messages need Discord, and this account is not from there: what would be one waits in your inbox.',
        }
      : {}),
    tables: [
      {
        columns: [{ label: 'Event' }, { label: 'When' }, { label: 'How' }],
        rows: NOTIFY_EVENTS.map((event) => [event, ABOUT[event], VIA[settings[event]]]),
      },
    ],
    fields: [{ name: 'Your time zone', value: profile.timeZone, inline: true }],
    footer: 'Change with /notify set event:… via:… or /notify set zone:Europe/Zurich',
    ephemeral: true,
  };
};

const zones: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone')];

const EVENT: CommandOption = {
  name: 'event',
  type: 'choice',
  description: 'What happened',
  choices: NOTIFY_EVENTS.map((event) => ({ label: event, value: event })),
};
const VIA_OPTION: CommandOption = {
  name: 'via',
  type: 'choice',
  description: 'How you hear of it',
  choices: NOTIFY_VIAS.map((via) => ({ label: VIA[via], value: via })),
};

const missing = (option: CommandOption): never =>
  refuse(missingOption(option, '/notify set event:expedition via:inbox'));

/** `/notify set`: how each event reaches you, and the time zone in which your days begin. */
export const notifySet = defineCommand({
  name: 'notify set',
  summary: 'Choose what reaches you and how, and your time zone',
  options: [
    EVENT,
    VIA_OPTION,
    {
      name: 'zone',
      type: 'text',
      description: 'Your time zone: your daily begins at its midnight',
      takes: 'a time zone, for example `Europe/Zurich`, `America/New_York` or `UTC`',
      maxLength: 40,
      autocomplete: async (partial) => {
        const wanted = partial.toLowerCase().replaceAll(' ', '_');
        return zones
          .filter((zone) => zone.toLowerCase().includes(wanted))
          .slice(0, 25)
          .map((zone) => ({ label: zone, value: zone }));
      },
    },
  ],
  ephemeral: true,
  examples: ['/notify set', '/notify set event:expedition via:inbox', '/notify set zone:Europe/Zurich'],
  run: async ({ event, via, zone }, context) => {
    if (event !== undefined && via === undefined) return missing(VIA_OPTION);
    if (via !== undefined && event === undefined) return missing(EVENT);
    if (typeof zone === 'string') await askSelf(context, { type: 'SetTimeZone', timeZone: zone }, 'zone');
    if (isEvent(event) && isVia(via)) await askSelf(context, { type: 'SetNotify', event, via });
    return settingsPanel(context, event !== undefined || zone !== undefined);
  },
});
