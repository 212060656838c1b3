import { ledger as kind } from '#actors/ledger/ledger.ts';
import { ledgerDecider } from '#game/economy/ledger.ts';
import { accountOf, type LedgerCommand } from '#game/economy/ledger-protocol.ts';
import { type LedgerState } from '#game/economy/ledger-state.ts';
import { type Context } from '#game/shared/decider.ts';
import { sfc32 } from '#game/shared/rng.ts';
import { chainOfCommit } from '#ports/chain.ts';
import { type Bench, type BenchContext, type Figure } from './figure.ts';
import { closedLoop, type LoadReport } from './load.ts';
import { REALM } from './people.ts';
import { median, spread } from './rounds.ts';
import { openDiskWorld, type World } from './world.ts';

const ACCOUNTS = 1_000;
const IN_FLIGHT = 1_000;
const FUNDS = 1_000_000;
const PLACE = { realm: REALM, id: '0' };
const READ_COMMITS = 500;

const account = (n: number): string => accountOf(`a${(n % ACCOUNTS).toString(36)}`);

const fund = (n: number): LedgerCommand => ({
  type: 'Transfer',
  legs: [{ from: 'mint', to: account(n), coins: FUNDS }],
  memo: { kind: 'welcome' },
});

/** The `n`th payment: 1 to 97 coins from one of a thousand to another. */
const payment = (n: number): LedgerCommand => ({
  type: 'Transfer',
  legs: [{ from: account(n), to: account(n * 7 + 13), coins: 1 + (n % 97) }],
  memo: { kind: 'pay' },
});

const transfer = async (world: World, key: string, command: LedgerCommand): Promise<void> => {
  const fromMs = performance.now();
  const answer = await world.engine.ask(kind, PLACE, command, world.call('payer', key));
  world.meter.observe('pay', answer.ok ? 'ok' : answer.rejection.code, performance.now() - fromMs);
  if (!answer.ok) throw new Error(answer.rejection.message);
};

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

/** Follows the chain from the first commit on and counts the commands. @throws Error where it breaks */
const verifyChain = async ({ store }: World, stream: string): Promise<number> => {
  let previous: string | undefined;
  let commands = 0;
  for (let seq = 1; ;) {
    const commits = await store.journal.read(stream, seq, READ_COMMITS);
    if (commits.length === 0) return commands;
    for (const commit of commits) {
      if (commit.chain !== chainOfCommit(previous, commit)) throw new Error(`${commit._id} breaks the chain`);
      previous = commit.chain;
      commands += commit.cmds.length;
    }
    seq += commits.length;
  }
};

/** Everything must add up to zero and the chain must hold; what proves it, in a few letters. @throws Error */
const audit = async (world: World, transfers: number): Promise<string> => {
  const check = await world.engine.read(kind, PLACE, 'check', null, world.readCall());
  const stream = (await world.store.journal.streams('', 100)).find((found) =>
    found.stream.includes(`:ledger:${REALM}:`),
  );
  const commands = await verifyChain(world, stream?.stream ?? '');
  if (!check.ok || check.transfers !== transfers || commands !== transfers) {
    throw new Error(
      `${transfers} transfers, ${check.transfers} in the books, ${commands} in the log: ${check.problems.join()}`,
    );
  }
  return `${transfers.toString(36)}-${check.accounts}`;
};

const run = async (context: BenchContext): Promise<readonly Figure[]> => {
  const world = await openDiskWorld(context.directory());
  for (let n = 0; n < ACCOUNTS; n += 100) {
    const some = Array.from({ length: 100 }, (_, index) => n + index);
    await Promise.all(some.map((index) => transfer(world, `fund${index}`, fund(index))));
  }
  let given = 0;
  const load = (durationMs: number): Promise<LoadReport> =>
    closedLoop({ inFlight: IN_FLIGHT, durationMs }, () => {
      given += 1;
      return transfer(world, `t${given.toString(36)}`, payment(given));
    });
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
  const checksum = await audit(world, given + ACCOUNTS);
  await world.close();
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
