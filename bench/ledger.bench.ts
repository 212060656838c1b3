import { ledgerDecider } from '#game/economy/ledger.ts';
import type { LedgerCommand } from '#game/economy/ledger-protocol.ts';
import type { LedgerState } from '#game/economy/ledger-state.ts';
import type { Context } from '#game/shared/decider.ts';
import { sfc32 } from '#game/shared/rng.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import { ACCOUNTS, fund, openPayments, payment, PLACE } from './payments.ts';
import { median, spread } from './rounds.ts';
import { openDiskWorld } from './world.ts';

/** Payments a second of the bare rules: decided and applied in a loop, nothing kept. */
const bareRules = (payments: number): number => {
  let state: LedgerState = ledgerDecider.initial({ kind: 'ledger', ...PLACE });
  const context: Context = {
    nowMs: 1,
    rng: sfc32(1, 2, 3, 4),
    self: { kind: 'ledger', ...PLACE },
    by: 'payer',
    commandId: 'payer/1',
  };
  const give = (command: LedgerCommand): void => {
    const decision = ledgerDecider.decide(state, command, context);
    if (!decision.ok) throw new Error(decision.rejection.message);
    for (const event of decision.events) state = ledgerDecider.evolve(state, event, context.nowMs);
  };
  for (let n = 0; n < ACCOUNTS; n += 1) give(fund(n));
  const fromMs = performance.now();
  for (let n = 0; n < payments; n += 1) give(payment(n));
  return (payments * 1_000) / (performance.now() - fromMs);
};

const run = async (context: BenchContext): Promise<readonly Figure[]> => {
  const world = await openDiskWorld(context.directory());
  const { load, close } = await openPayments(world);
  await load(1_000);
  const rates: number[] = [];
  const p99s: number[] = [];
  const bares: number[] = [];
  const payments = context.choose({ full: 200_000, quick: 100_000, check: 50_000 });
  bareRules(payments);
  for (let round = 0; round < context.choose({ full: 5, quick: 2, check: 3 }); round += 1) {
    context.say(`ledger: round ${round + 1}`);
    bares.push(bareRules(payments));
    const report = await load(context.choose({ full: 5_000, quick: 1_000, check: 1_000 }));
    rates.push((report.done * 1_000) / (report.ms * context.slow));
    p99s.push(report.latencies.p99 * context.slow);
  }
  const checksum = await close();
  const value = median(rates);
  const baseline = median(bares);
  return [
    {
      name: 'ledger',
      value,
      unit: '/s',
      bar: { least: 30_000 },
      baseline: { what: 'the rules alone', value: baseline, unit: '/s' },
      ratio: value / baseline,
      noise: spread(rates),
      checksum,
      note: 'sums zero and the chain verified at the end',
    },
    { name: 'ledger.2', value: median(p99s), unit: 'ms', bar: { most: 60 }, noise: spread(p99s), checksum },
  ];
};

/** Payments through one ledger actor, each a command of its own with balance check, reply and chain. */
export const ledger: Bench = { name: 'ledger', figures: ['ledger', 'ledger.2'], usesDisk: true, run };
