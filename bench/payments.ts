import { ledger as kind } from '#actors/ledger/ledger.ts';
import { accountOf, type LedgerCommand } from '#game/economy/ledger-protocol.ts';
import { chainOfCommit } from '#ports/chain.ts';
import { closedLoop, type LoadReport } from './load.ts';
import { REALM } from './people.ts';
import type { World } from './world.ts';

/** Accounts of a run. */
export const ACCOUNTS = 1_000;
const IN_FLIGHT = 1_000;
const FUNDS = 1_000_000;
/** The one ledger. */
export const PLACE = { realm: REALM, id: '0' };
const READ_COMMITS = 500;

const account = (n: number): string => accountOf(`a${(n % ACCOUNTS).toString(36)}`);

/** Money for the `n`th account. */
export const fund = (n: number): LedgerCommand => ({
  type: 'Transfer',
  legs: [{ from: 'mint', to: account(n), coins: FUNDS }],
  memo: { kind: 'welcome' },
});

/** The `n`th payment: 1 to 97 coins from one of a thousand to another. */
export const payment = (n: number): LedgerCommand => ({
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

/** Payments under way through one ledger. */
export interface Payments {
  /** A thousand in flight for so long. */
  readonly load: (durationMs: number) => Promise<LoadReport>;
  /** Ends the world; what proves that all adds up. @throws Error when it does not */
  readonly close: () => Promise<string>;
}

/** Funds all accounts of a world. */
export const openPayments = async (world: World): Promise<Payments> => {
  for (let n = 0; n < ACCOUNTS; n += 100) {
    const some = Array.from({ length: 100 }, (_, index) => n + index);
    await Promise.all(some.map((index) => transfer(world, `fund${index}`, fund(index))));
  }
  let given = 0;
  return {
    load: (durationMs) =>
      closedLoop({ inFlight: IN_FLIGHT, durationMs }, () => {
        given += 1;
        return transfer(world, `t${given.toString(36)}`, payment(given));
      }),
    close: async () => {
      const checksum = await audit(world, given + ACCOUNTS);
      await world.close();
      return checksum;
    },
  };
};
