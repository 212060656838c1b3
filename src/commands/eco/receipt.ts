import type { BookReceipt } from '#actors/followers/ledger-book.ts';
import { accountOf, type Leg } from '#game/economy/ledger-protocol.ts';
import { formatCoins } from '#game/shared/amount.ts';
import { unsealed } from '#game/shared/sealed.ts';
import { decodeShortId, encodeShortId } from '#game/shared/short-id.ts';
import { type CommandContext, defineCommand, defineComponent } from '../define-command.ts';
import { shown } from '../options.ts';
import type { Panel } from '../panel.ts';
import { pieces } from '../quote-lines.ts';
import { refuse } from '../rejected.ts';
import { readReceipt } from './book.ts';
import { accountName, KIND_LABELS, learnAccounts } from './book-lines.ts';
import { shareOption } from './share-option.ts';

const valueOf = (leg: Leg): string => {
  if ('coins' in leg) return formatCoins(leg.coins);
  return 'item' in leg ? pieces(leg.item, leg.quantity) : leg.asset;
};

const isParty = (receipt: BookReceipt, context: CommandContext): boolean => {
  const own = accountOf(context.userId);
  return receipt.legs.some((leg) => leg.from === own || leg.to === own);
};

const panelOf = (receiptId: string, receipt: BookReceipt, context: CommandContext): Panel => {
  const { memo, legs, atMs, reverses, commit, chain, cause, commandId } = receipt;
  return {
    title: `Receipt ${receiptId}`,
    ...(memo.note === undefined ? {} : { text: `“${unsealed(memo.note)}”` }),
    fields: [
      { name: 'What', value: KIND_LABELS[memo.kind], inline: true },
      { name: 'When', value: `<t:${Math.floor(atMs / 1_000)}>`, inline: true },
      ...(memo.about === undefined ? [] : [{ name: 'About', value: memo.about, inline: true }]),
      ...(reverses === undefined ? [] : [{ name: 'Takes back', value: `\`${reverses}\``, inline: true }]),
      { name: 'Cause', value: `\`${cause ?? commandId}\`` },
      { name: 'Proof', value: `\`${commit}\`${chain === undefined ? '' : `\nchain \`${chain}\``}` },
    ],
    tables: [
      {
        columns: [{ label: 'From' }, { label: 'To' }, { label: 'Value', align: 'right' }],
        rows: legs.map((leg) => [accountName(leg.from, context), accountName(leg.to, context), valueOf(leg)]),
      },
    ],
    footer: 'Written once and never changed; what is taken back gets a receipt of its own.',
    ephemeral: true,
  };
};

export const receipt = defineCommand({
  name: 'eco receipt',
  summary: 'One movement in full: every leg, its cause and where its proof stands.',
  options: [
    {
      name: 'id',
      type: 'text',
      description: 'The id of a receipt, from `/eco history`.',
      takes: 'the id of a receipt, as `/eco history` shows it',
      required: true,
      maxLength: 20,
    },
    shareOption,
  ],
  ephemeral: true,
  examples: [`/eco receipt id:${encodeShortId(1)}`],
  run: async (input, context) => {
    const text = String(input['id']);
    const number = decodeShortId(text);
    if (number === undefined) {
      return refuse({
        code: 'E_INPUT',
        field: 'id',
        message: `“${shown(text)}” is no receipt id: a letter is wrong or missing. Copy it from \`/eco history\`.`,
      });
    }
    const receiptId = encodeShortId(number);
    const found = await readReceipt(context, receiptId);
    if (found === undefined) {
      return refuse({
        code: 'E_GONE',
        message: `There is no receipt \`${receiptId}\` here. A fresh one takes a second to appear; \`/eco history\` lists yours.`,
      });
    }
    if (!isParty(found, context) && !context.roles.has('operator') && !context.roles.has('owner')) {
      return refuse({
        code: 'E_PERM',
        message: 'That receipt is between others. `/eco history` lists yours.',
      });
    }
    await learnAccounts(
      found.legs.flatMap(({ from, to }) => [from, to]),
      context,
    );
    return panelOf(receiptId, found, context);
  },
});

/** The Receipt button under a payment. */
export const receiptButton = defineComponent({
  feature: 'eco',
  verb: 'receipt',
  run: ({ entity }, context) => receipt.run({ id: entity }, context),
});
