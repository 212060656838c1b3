import { z } from 'zod';
import { legSchema } from '#game/economy/ledger-schemas.ts';
import type { Leg } from '#game/economy/ledger-protocol.ts';
import { type Commit, parseCommitKey, parseStream } from '#ports/commit.ts';
import type { OnProblem } from './records.ts';

/** What one ledger adds up to. */
export interface BookFigures {
  readonly realm: string;
  readonly accounts: number;
  /** Coins of all accounts, mint and sink included: zero. */
  readonly coinsSum: number;
  /** The largest distance from zero of the pieces of any item: zero. */
  readonly piecesOff: number;
  /** Coins that are neither in the mint nor in the sink. */
  readonly supply: number;
  /** Pieces of all items that are neither in the mint nor in the sink. */
  readonly pieces: number;
  /** Unique things that are neither in the mint nor in the sink. */
  readonly assets: number;
}

// what is told beside the movements may be sealed
const posted = z.object({ legs: z.array(legSchema), after: z.record(z.string(), z.int()) });

const isOutside = (account: string): boolean => account === 'mint' || account === 'sink';

const sumOf = (amounts: ReadonlyMap<string, number>, isCounted: (account: string) => boolean): number => {
  let sum = 0;
  for (const [account, amount] of amounts) if (isCounted(account)) sum += amount;
  return sum;
};

const add = (amounts: Map<string, number>, account: string, amount: number): void => {
  amounts.set(account, (amounts.get(account) ?? 0) + amount);
};

/** One realm's ledger, added up from its log alone. */
class Book {
  readonly #coins = new Map<string, number>();
  readonly #items = new Map<string, Map<string, number>>();
  readonly #owners = new Map<string, string>();

  move(leg: Leg): string | undefined {
    if ('coins' in leg) {
      add(this.#coins, leg.from, -leg.coins);
      add(this.#coins, leg.to, leg.coins);
    } else if ('item' in leg) {
      const amounts = this.#items.get(leg.item) ?? new Map<string, number>();
      this.#items.set(leg.item, amounts);
      add(amounts, leg.from, -leg.quantity);
      add(amounts, leg.to, leg.quantity);
    } else {
      const owner = this.#owners.get(leg.asset) ?? 'mint';
      this.#owners.set(leg.asset, leg.to);
      if (owner !== leg.from) return `${leg.asset} leaves ${leg.from}, but ${owner} has it`;
    }
    return undefined;
  }

  coinsOf(account: string): number {
    return this.#coins.get(account) ?? 0;
  }

  figures(realm: string): BookFigures {
    const inside = (account: string): boolean => !isOutside(account);
    const items = [...this.#items.values()];
    return {
      realm,
      accounts: this.#coins.size,
      coinsSum: sumOf(this.#coins, () => true),
      piecesOff: items.reduce((most, amounts) => Math.max(most, Math.abs(sumOf(amounts, () => true))), 0),
      supply: sumOf(this.#coins, inside),
      pieces: items.reduce((sum, amounts) => sum + sumOf(amounts, inside), 0),
      assets: [...this.#owners.values()].filter(inside).length,
    };
  }
}

/** The ledgers of all realms, added up from their logs and held against the balances that the logs name. */
export class Books {
  readonly #books = new Map<string, Book>();
  readonly #onProblem: OnProblem;

  constructor(onProblem: OnProblem) {
    this.#onProblem = onProblem;
  }

  /** Commits of one stream come in order; those of other kinds than ledgers are passed over. */
  add(commit: Commit): void {
    const { kind, realm } = parseStream(parseCommitKey(commit._id).stream);
    if (kind !== 'ledger') return;
    const book = this.#books.get(realm) ?? new Book();
    this.#books.set(realm, book);
    for (const { events } of commit.cmds) {
      for (const { type, data } of events) if (type === 'TransferPosted') this.#post(book, commit._id, data);
    }
  }

  #post(book: Book, key: string, data: unknown): void {
    const parsed = posted.safeParse(data);
    if (!parsed.success) {
      this.#onProblem(`${key} holds a transfer that cannot be read`);
      return;
    }
    for (const leg of parsed.data.legs) {
      const problem = book.move(leg);
      if (problem !== undefined) this.#onProblem(`${key}: ${problem}`);
    }
    for (const [account, coins] of Object.entries(parsed.data.after)) {
      if (book.coinsOf(account) === coins) continue;
      this.#onProblem(
        `${key} says that ${account} has ${coins} coins, the log adds up to ${book.coinsOf(account)}`,
      );
    }
  }

  figures(): readonly BookFigures[] {
    return [...this.#books]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([realm, book]) => book.figures(realm));
  }
}
