import { user } from '#actors/user/user.ts';
import type { NotifyEvent } from '#game/profile/user-protocol.ts';
import { type CommandContext, defineCommand, defineComponent } from '../define-command.ts';
import { namePeople } from '../names.ts';
import { mintNonce } from '../nonce.ts';
import type { Panel } from '../panel.ts';
import { askSelf, userPlace } from '../profile/person.ts';

const SHOWN = 15;

/** What each kind of notice is called. */
export const NOTIFY_LABELS: Readonly<Record<NotifyEvent, string>> = {
  payment: 'Payment',
  gift: 'Gift',
  expedition: 'Expedition',
  pet: 'Pet',
  level: 'Level',
  challenge: 'Challenge',
  battle: 'Battle',
};

/** The inbox, newest first, with a button that marks it read. @throws Fault */
const inboxPanel = async (context: CommandContext): Promise<Panel> => {
  const place = userPlace(context.userId);
  const { engine } = context.deps;
  const [inbox, closedAtMs] = await Promise.all([
    engine.read(user, place, 'inbox', { limit: SHOWN }, context),
    engine.read(user, place, 'closedAtMs', {}, context),
  ]);
  const closed =
    closedAtMs === 0
      ? {}
      : {
          text: `Your direct messages were closed to us <t:${Math.floor(closedAtMs / 1_000)}:R>, so everything waits here. Open them, then say \`/notify set\` with \`via:dm\` once more.`,
        };
  if (inbox.entries.length === 0) {
    return {
      title: 'Your inbox is empty',
      text: 'Payments, gifts, pets and levels tell you here what happened. `/notify set` chooses which.',
      ephemeral: true,
    };
  }
  const texts = await namePeople(
    inbox.entries.map(({ text }) => text),
    context,
  );
  return {
    title: inbox.unread === 0 ? 'Your inbox' : `Your inbox: ${inbox.unread} new`,
    ...closed,
    tables: [
      {
        columns: [{ label: 'When' }, { label: 'About' }, { label: 'What' }],
        rows: inbox.entries.map(({ event, atMs, isNew }, index) => [
          `<t:${Math.floor(atMs / 1_000)}:R>`,
          NOTIFY_LABELS[event],
          isNew ? `**${texts[index] ?? ''}**` : (texts[index] ?? ''),
        ]),
      },
    ],
    controls: [
      [
        {
          kind: 'button',
          customId: context.deps.customIds.encode({
            feature: 'notify',
            verb: 'read',
            entity: '-',
            revision: 0,
            owner: context.userId,
            nonce: mintNonce(context),
          }),
          label: 'Mark as read',
          style: 'secondary',
          disabled: inbox.unread === 0,
        },
      ],
    ],
    ephemeral: true,
  };
};

/** `/notify view`: what happened while you were away. */
export const notifyView = defineCommand({
  name: 'notify view',
  summary: 'Read your inbox',
  options: [],
  ephemeral: true,
  examples: ['/notify view'],
  run: async (_input, context) => inboxPanel(context),
});

/** Mark as read. */
export const notifyRead = defineComponent({
  feature: 'notify',
  verb: 'read',
  run: async (_input, context) => {
    await askSelf(context, { type: 'ReadInbox' });
    return inboxPanel(context);
  },
});
