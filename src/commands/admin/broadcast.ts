import { broadcast } from '#actors/broadcast/broadcast.ts';
import { guildsWithNews } from '#actors/followers/news.ts';
import {
  BROADCAST_MAX,
  type BroadcastCommand,
  type BroadcastState,
  CARRIERS,
  type Carrier,
} from '#game/broadcast/broadcast.ts';
import { DEPLOYMENT_REALM } from '#game/shared/ids.ts';
import { sealed, unsealed } from '#game/shared/sealed.ts';
import { callOf } from '../call.ts';
import {
  type CommandContext,
  type ComponentDefinition,
  defineCommand,
  defineComponent,
} from '../define-command.ts';
import type { Button, Panel, PanelField } from '../panel.ts';
import { quoteNonceOf } from '../quote.ts';
import { refuse, unwrap } from '../rejected.ts';

const FEATURE = 'broadcast';

const placeOf = (id: string) => ({ realm: DEPLOYMENT_REALM, id });

const button = (
  context: CommandContext,
  id: string,
  verb: string,
  look: Pick<Button, 'label' | 'style'>,
): Button => ({
  kind: 'button',
  customId: context.deps.customIds.encode({
    feature: FEATURE,
    verb,
    entity: id,
    revision: 0,
    owner: context.userId,
    nonce: id,
  }),
  disabled: false,
  ...look,
});

const WHERE: Readonly<Record<Carrier, string>> = { discord: 'Discord', playground: 'Playground' };

/** How far it has come on one surface, of those that want news now. */
const progressField = (state: BroadcastState, carrier: Carrier, wanting: number): PanelField => {
  const { reached, failed, isDone } = state.carriers[carrier] ?? { reached: 0, failed: 0, isDone: false };
  const whole = isDone
    ? `${reached} reached`
    : `${reached} reached of ${Math.max(wanting, reached + failed)}`;
  return {
    name: WHERE[carrier],
    value: failed === 0 ? whole : `${whole}, ${failed} could not be reached`,
    inline: true,
  };
};

const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');

const LOOKS: Readonly<Record<BroadcastState['status'], Pick<Panel, 'title' | 'tone'>>> = {
  none: { title: 'There is no such message', tone: 'warn' },
  draft: { title: 'Send this to every guild that wants news?', tone: 'warn' },
  sent: { title: 'On its way', tone: 'neutral' },
  discarded: { title: 'Discarded', tone: 'neutral' },
};

const wantingOn = async ({ deps }: CommandContext, carrier: Carrier): Promise<number> =>
  carrier === 'discord' ? (await guildsWithNews(deps.views, 'discord')).length : 0;

const broadcastPanel = async (context: CommandContext, id: string): Promise<Panel> => {
  const state = await context.deps.engine.read(broadcast, placeOf(id), 'view', undefined, context);
  const { status, text } = state;
  const isCarried = CARRIERS.some((carrier) => state.carriers[carrier]?.isDone === true);
  const isDone =
    status === 'sent' && isCarried && CARRIERS.every((one) => state.carriers[one]?.isDone !== false);
  const controls =
    status === 'draft'
      ? [
          button(context, id, 'confirm', { label: 'Confirm', style: 'danger' }),
          button(context, id, 'cancel', { label: 'Cancel', style: 'secondary' }),
        ]
      : status === 'sent'
        ? [button(context, id, 'view', { label: 'Refresh', style: 'secondary' })]
        : [];
  const fields = await Promise.all(
    CARRIERS.filter((carrier) => carrier === 'discord' || state.carriers[carrier] !== undefined).map(
      async (carrier) => progressField(state, carrier, await wantingOn(context, carrier)),
    ),
  );
  return {
    ...LOOKS[status],
    ...(isDone ? { title: 'Everybody was told', tone: 'good' as const } : {}),
    text: text === null ? '' : quoted(unsealed(text)),
    fields,
    ...(controls.length === 0 ? {} : { controls: [controls] }),
    footer: 'Guilds choose the channel with /settings news',
    ephemeral: true,
  };
};

const ask = async (context: CommandContext, id: string, command: BroadcastCommand): Promise<void> => {
  unwrap(
    await context.deps.engine.ask(
      broadcast,
      placeOf(id),
      command,
      callOf(context, command.type.toLowerCase()),
    ),
  );
};

/** `/admin broadcast`: a message to every guild that wants news, after one more question. */
export const adminBroadcast = defineCommand({
  name: 'admin broadcast',
  summary: 'Send a message to every guild that has chosen a channel for news',
  ephemeral: true,
  options: [
    {
      name: 'text',
      type: 'text',
      description: 'The message; it is shown to you before it is sent',
      required: true,
      maxLength: BROADCAST_MAX,
      multiline: true,
    },
  ],
  examples: ['/admin broadcast text:"The hall rests on Sunday from 8 to 9 UTC."'],
  run: async ({ text }, context) => {
    const id = quoteNonceOf(context);
    await ask(context, id, { type: 'Draft', text: sealed(context.userId, String(text)) });
    return broadcastPanel(context, id);
  },
});

const control = (verb: string, command?: BroadcastCommand): ComponentDefinition =>
  defineComponent({
    feature: FEATURE,
    verb,
    run: async ({ entity }, context) => {
      if (!/^[a-z0-9]{1,14}$/.test(entity)) refuse({ code: 'E_GONE', message: 'There is no such message.' });
      if (command !== undefined) await ask(context, entity, command);
      return broadcastPanel(context, entity);
    },
  });

/** Confirm, Cancel and Refresh of a message to all guilds. */
export const broadcastComponents: readonly ComponentDefinition[] = [
  control('confirm', { type: 'Send' }),
  control('cancel', { type: 'Discard' }),
  control('view'),
];
