import { ledger } from '#actors/ledger/ledger.ts';
import type { CheckView } from '#game/economy/ledger-reads.ts';
import { MEMO_KINDS } from '#game/economy/ledger-legs.ts';
import { formatCoins } from '#game/shared/amount.ts';
import { relativeTime } from '#game/shared/relative-time.ts';
import { type CommandContext, defineCommand } from '../define-command.ts';
import type { PanelTable } from '../panel.ts';
import { ledgerPlace } from '../purse.ts';
import { KIND_LABELS } from './book-lines.ts';
import { shareOption } from './share-option.ts';

/** Adding every account up takes a while in a big realm; once a minute is often enough. */
const CHECK_TTL_MS = 60_000;

const tableOf = (
  caption: string,
  label: string,
  totals: Readonly<Record<string, number>>,
): readonly PanelTable[] => {
  const rows = MEMO_KINDS.map((kind) => [kind, totals[kind] ?? 0] as const).filter(
    ([, coins]) => coins !== 0,
  );
  if (rows.length === 0) return [];
  return [
    {
      caption,
      columns: [{ label }, { label: 'Coins', align: 'right' }],
      rows: rows
        .toSorted(([, one], [, other]) => other - one)
        .map(([kind, coins]) => [KIND_LABELS[kind], coins.toLocaleString('en-US')]),
    },
  ];
};

interface Checked {
  readonly check: CheckView;
  readonly atMs: number;
}

const checked = async (context: CommandContext): Promise<Checked> =>
  context.deps.cache.getOrLoad(`ledger-checked/${context.realm}`, CHECK_TTL_MS, async () => ({
    check: await context.deps.engine.read(ledger, ledgerPlace(context), 'check', null, context),
    atMs: context.deps.clock.nowMs(),
  }));

export const supply = defineCommand({
  name: 'eco supply',
  summary: 'Every coin there is: where it came from, where it went, and that the books add up.',
  options: [shareOption],
  ephemeral: true,
  examples: ['/eco supply'],
  run: async (_input, context) => {
    const [view, { check, atMs }] = await Promise.all([
      context.deps.engine.read(ledger, ledgerPlace(context), 'supply', null, context),
      checked(context),
    ]);
    const share = view.minted === 0 ? 0 : Math.round((view.destroyed * 100) / view.minted);
    return {
      title: 'Supply',
      tone: check.ok ? 'good' : 'bad',
      text: check.ok
        ? `The books add up: every asset of ${check.accounts.toLocaleString('en-US')} accounts sums to zero.`
        : `The books do not add up: ${check.problems.join('; ')}. Operators have to look at this.`,
      fields: [
        { name: 'Minted', value: formatCoins(view.minted), inline: true },
        { name: 'Destroyed', value: `${formatCoins(view.destroyed)} (${share}%)`, inline: true },
        { name: 'With people', value: formatCoins(view.free), inline: true },
        { name: 'Held', value: `${formatCoins(view.held)} in ${view.openHolds} holds`, inline: true },
        { name: 'Fees', value: formatCoins(view.fees), inline: true },
        { name: 'Items', value: view.pieces.toLocaleString('en-US'), inline: true },
        { name: 'Transfers', value: view.transfers.toLocaleString('en-US'), inline: true },
        { name: 'Checked', value: relativeTime(atMs), inline: true },
        ...(view.stuckHolds === 0
          ? []
          : [{ name: 'Stuck holds', value: String(view.stuckHolds), inline: true }]),
      ],
      tables: [
        ...tableOf('Where coins come from', 'Source', view.bySource),
        ...tableOf('Where coins go', 'Sink', view.bySink),
      ],
      footer: 'Minted − destroyed = with people + held + fees, after every transfer.',
      ephemeral: true,
    };
  },
});
