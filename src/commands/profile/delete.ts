import { type CommandContext, defineCommand, defineComponent } from '../define-command.ts';
import { defineForm } from '../define-form.ts';
import { mintNonce } from '../nonce.ts';
import type { Panel } from '../panel.ts';
import { refuse } from '../rejected.ts';
import { cleanText } from '../text.ts';

/** What has to be typed. */
const WORD = 'delete';

const controlId = (context: CommandContext, verb: string): string =>
  context.deps.customIds.encode({
    feature: 'profile',
    verb,
    entity: '-',
    revision: 0,
    owner: context.userId,
    nonce: mintNonce(context),
  });

const warning = (context: CommandContext): Panel => ({
  title: 'Delete your account?',
  tone: 'bad',
  text: '**This cannot be undone**, by nobody: the key that opens your texts is destroyed. Give away first what others shall have, with `/eco pay` and `/eco gift`.',
  fields: [
    {
      name: 'What goes',
      value:
        'Your name, title and words, your inbox and every note you wrote, the names of your pets, and the tie between you and this account.',
    },
    {
      name: 'What stays',
      value:
        'Entries of the ledger, under a number that leads to nobody. Coins, items and pets that are still yours stay with that number, out of reach for everybody.',
    },
    {
      name: 'If you come back',
      value: 'Your next command makes a new account. It knows nothing of this one.',
    },
  ],
  controls: [
    [
      {
        kind: 'button',
        customId: controlId(context, 'delete'),
        label: 'Delete for ever…',
        style: 'danger',
        disabled: false,
      },
    ],
  ],
  footer: 'Nothing has happened yet.',
  ephemeral: true,
});

/** `/profile delete`: says what goes and what stays, and asks twice. */
export const profileDelete = defineCommand({
  name: 'profile delete',
  summary: 'Erase your account for ever; you see what goes and confirm it',
  options: [],
  ephemeral: true,
  examples: ['/profile delete'],
  run: async (_input, context) => warning(context),
});

/** The button under the warning opens the form. */
export const profileDeleteForm = defineComponent({
  feature: 'profile',
  verb: 'delete',
  run: async (_input, context) => ({
    ...warning(context),
    modal: {
      customId: controlId(context, 'erase'),
      title: 'Delete your account',
      fields: [
        {
          id: 'confirm',
          label: `Type ${WORD} to delete it for ever`,
          multiline: false,
          required: true,
          maxLength: 20,
          placeholder: WORD,
        },
      ],
    },
  }),
});

/** The submitted form erases, when the word was typed. */
export const profileErase = defineForm({
  feature: 'profile',
  verb: 'erase',
  fields: ['confirm'],
  run: async ({ fields }, context): Promise<Panel> => {
    if (cleanText(fields['confirm'] ?? '').toLowerCase() !== WORD) {
      return refuse({
        code: 'E_INPUT',
        field: 'confirm',
        message: `Nothing was deleted: \`confirm\` takes the word \`${WORD}\`.`,
      });
    }
    await context.deps.erase(context.userId);
    return {
      title: 'Your account is erased',
      text: 'What named you cannot be read any more. Entries of the ledger stay, under a number that leads to nobody. Farewell; your next command would begin a new account.',
      ephemeral: true,
    };
  },
});
