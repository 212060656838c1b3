import { user } from '#actors/user/user.ts';
import type { NoticeChannel, NotifyEvent, NotifyVia } from '#game/profile/user-protocol.ts';
import { NOTIFY_EVENTS, NOTIFY_VIAS } from '#game/profile/user-state.ts';
import { sealed } from '#game/shared/sealed.ts';
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
  channel: 'the channel where you say so, and inbox',
  digest: 'once a day at six in the evening, and inbox',
  inbox: 'inbox',
  off: 'off',
};

const isEvent = (value: unknown): value is NotifyEvent => NOTIFY_EVENTS.some((event) => event === value);
const isVia = (value: unknown): value is NotifyVia => NOTIFY_VIAS.some((via) => via === value);

/** Whether an event is told by a message that only Discord brings. */
const isByMessage = (via: NotifyVia): boolean => via === 'dm' || via === 'digest';

const settingsPanel = async (context: CommandContext, isChanged: boolean): Promise<Panel> => {
  const { engine } = context.deps;
  const place = userPlace(context.userId);
  const [settings, profile, address, channel, digestDueMs] = await Promise.all([
    engine.read(user, place, 'notify', {}, context),
    readProfile(context, context.userId),
    engine.read(user, place, 'address', { provider: 'discord' }, context),
    engine.read(user, place, 'channel', undefined, context),
    engine.read(user, place, 'digestDueMs', undefined, context),
  ]);
  const wantsChannel = NOTIFY_EVENTS.some((event) => settings[event] === 'channel');
  const warnings = [
    // nobody without an address there can be sent one
    ...(address === undefined && NOTIFY_EVENTS.some((event) => isByMessage(settings[event]))
      ? [
          'Direct messages need Discord, and this account is not from there: what would be one waits in your inbox.',
        ]
      : []),
    ...(wantsChannel && channel === undefined
      ? [
          'The channel of your notices is gone or closed to us, so they wait in your inbox. Choose another: `/notify set` with `via:channel` there.',
        ]
      : []),
  ];
  return {
    title: isChanged ? 'Saved' : 'What reaches you, and how',
    ...(isChanged ? { tone: 'good' as const } : {}),
    ...(warnings.length === 0 ? {} : { text: warnings.join('\n\n') }),
    tables: [
      {
        columns: [{ label: 'Event' }, { label: 'When' }, { label: 'How' }],
        rows: NOTIFY_EVENTS.map((event) => [event, ABOUT[event], VIA[settings[event]]]),
      },
    ],
    fields: [
      { name: 'Your time zone', value: profile.timeZone, inline: true },
      ...(wantsChannel && channel !== undefined
        ? [{ name: 'Your channel', value: `<#${channel.channelId}>`, inline: true }]
        : []),
      ...(digestDueMs === 0
        ? []
        : [{ name: 'Next digest', value: `<t:${Math.floor(digestDueMs / 1_000)}:R>`, inline: true }]),
    ],
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

/** Where the caller stands, as a place for notices; `undefined`: not in a guild on Discord. */
const channelHere = ({ guild, userId }: CommandContext): NoticeChannel | undefined => {
  // a thread ends sooner than its channel
  const channel = guild?.channels.at(-1);
  return guild === undefined || channel === undefined || !/^\d{1,20}$/.test(channel)
    ? undefined
    : { provider: 'discord', guild: guild.id, channel: sealed(userId, channel) };
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
    if (isEvent(event) && isVia(via)) {
      const channel = via === 'channel' ? channelHere(context) : undefined;
      await askSelf(context, {
        type: 'SetNotify',
        event,
        via,
        ...(channel === undefined ? {} : { channel }),
      });
    }
    return settingsPanel(context, event !== undefined || zone !== undefined);
  },
});
