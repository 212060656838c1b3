import type { Effect } from '../shared/decider.ts';
import type { Rejection } from '../shared/errors.ts';
import { itemById } from './items.ts';
import { parseAsset } from './ledger-legs.ts';
import { type AccountId, type Leg, PETS_MAX } from './ledger-protocol.ts';
import { accountIn, ASSETS_MAX, type AssetRecord, type LedgerState, piecesIn } from './ledger-state.ts';

const COINS_MAX = Number.MAX_SAFE_INTEGER;

const isPerson = (id: AccountId): boolean => id.startsWith('u:');
const isHold = (id: AccountId): boolean => id.startsWith('hold:');
const count = (value: number): string => value.toLocaleString('en-US');

const beyond = (what: string): Rejection => ({
  code: 'E_LIMIT',
  message: `That would take ${what} beyond 9,007,199,254,740,991. Move less at once.`,
});

/**
 * What a transfer would do, leg by leg, without touching the state: a leg may spend what an earlier one brought.
 * Refusals: `E_FUNDS`, `E_LIMIT`, `E_NOT_OWNER`, `E_LEASED`, `E_STALE`, `E_INPUT`.
 */
export class Trial {
  readonly #state: LedgerState;
  readonly #realm: string;
  /** The one hold account that may take part. */
  readonly #hold: AccountId | undefined;
  readonly #coins = new Map<AccountId, number>();
  #pieces: Map<string, number> | undefined;
  #assets: Map<string, AssetRecord> | undefined;
  #assetCounts: Map<AccountId, number> | undefined;
  #minted = 0;
  #destroyed = 0;
  readonly effects: Effect[] = [];

  constructor(state: LedgerState, realm: string, hold?: AccountId) {
    this.#state = state;
    this.#realm = realm;
    this.#hold = hold;
  }

  /** Tries all legs and the figures that they would leave. */
  run(legs: readonly Leg[], kind: string): Rejection | undefined {
    for (const leg of legs) {
      const refused = this.#move(leg);
      if (refused !== undefined) return refused;
    }
    const { minted, destroyed } = this.#state.book;
    if (Math.abs((minted[kind] ?? 0) + this.#minted) > COINS_MAX) return beyond('the sum of minted coins');
    if (Math.abs((destroyed[kind] ?? 0) + this.#destroyed) > COINS_MAX) {
      return beyond('the sum of destroyed coins');
    }
    return undefined;
  }

  /** Coins that each person would have. */
  after(): Record<AccountId, number> {
    // Without a prototype it is a table from the start: names of accounts would each make a new hidden class.
    // oxlint-disable-next-line typescript/no-unsafe-assignment -- the library says any, and means an object
    const after: Record<AccountId, number> = Object.create(null);
    for (const [id, coins] of this.#coins) if (isPerson(id)) after[id] = coins;
    return after;
  }

  /** How many accounts take part. */
  get accounts(): number {
    return this.#coins.size;
  }

  /** Whether the account would be left with nothing at all. */
  empties(id: AccountId): boolean {
    const account = accountIn(this.#state, id);
    if (this.#coinsOf(id) !== 0) return false;
    if (account.assets.length + (this.#assetCounts?.get(id) ?? 0) !== 0) return false;
    for (let at = 0; at < account.items.length; at += 2) {
      const item = this.#state.items.ids[account.items[at] ?? -1] ?? '';
      if (this.#piecesOf(id, item) !== 0) return false;
    }
    return true;
  }

  #coinsOf(id: AccountId): number {
    return this.#coins.get(id) ?? accountIn(this.#state, id).coins;
  }

  #piecesOf(id: AccountId, item: string): number {
    return this.#pieces?.get(`${item} ${id}`) ?? piecesIn(this.#state, id, item);
  }

  #isForeignHold(id: AccountId): boolean {
    return id !== this.#hold && isHold(id);
  }

  #move(leg: Leg): Rejection | undefined {
    if (this.#isForeignHold(leg.from) || this.#isForeignHold(leg.to)) {
      return {
        code: 'E_INPUT',
        field: 'legs',
        message: 'What is held moves only when its hold is settled or given back.',
      };
    }
    if ('coins' in leg) return this.#moveCoins(leg.from, leg.to, leg.coins);
    // People without a coins leg are named in the balances too.
    this.#coins.set(leg.from, this.#coinsOf(leg.from));
    this.#coins.set(leg.to, this.#coinsOf(leg.to));
    if ('item' in leg) return this.#movePieces(leg.from, leg.to, leg.item, leg.quantity);
    return this.#moveAsset(leg.from, leg.to, leg.asset);
  }

  #moveCoins(from: AccountId, to: AccountId, coins: number): Rejection | undefined {
    const have = this.#coinsOf(from);
    if (from !== 'mint' && have < coins) {
      return {
        code: 'E_FUNDS',
        need: coins,
        have,
        message: `Not enough coins: ${count(coins)} needed, ${count(have)} there, ${count(coins - have)} missing. \`/eco daily\` and \`/eco sell\` bring more.`,
      };
    }
    const left = have - coins;
    const arrived = this.#coinsOf(to) + coins;
    if (left < -COINS_MAX || arrived > COINS_MAX) return beyond('an account');
    this.#coins.set(from, left);
    this.#coins.set(to, arrived);
    if (from === 'mint') this.#minted += coins;
    else if (from === 'sink') this.#destroyed -= coins;
    if (to === 'sink') this.#destroyed += coins;
    else if (to === 'mint') this.#minted -= coins;
    return undefined;
  }

  #movePieces(from: AccountId, to: AccountId, item: string, quantity: number): Rejection | undefined {
    const have = this.#piecesOf(from, item);
    if (from !== 'mint' && have < quantity) {
      const known = itemById(item);
      const next = known?.price == null ? 'See `/eco inventory`.' : `\`/eco buy item:${item}\` brings more.`;
      return {
        code: 'E_FUNDS',
        need: quantity,
        have,
        message: `Not enough of ${known?.name ?? item}: ${count(quantity)} needed, ${count(have)} there. ${next}`,
      };
    }
    const left = have - quantity;
    const arrived = this.#piecesOf(to, item) + quantity;
    if (left < -COINS_MAX || arrived > COINS_MAX) return beyond('the pieces of an account');
    this.#pieces ??= new Map();
    this.#pieces.set(`${item} ${from}`, left);
    this.#pieces.set(`${item} ${to}`, arrived);
    return undefined;
  }

  #moveAsset(from: AccountId, to: AccountId, asset: string): Rejection | undefined {
    const ref = parseAsset(asset);
    if (ref === undefined || ref.realm !== this.#realm) {
      return { code: 'E_INPUT', field: 'legs', message: 'That belongs to another realm and stays there.' };
    }
    const record = this.#assets?.get(asset) ?? this.#state.assets.get(asset);
    const refused = this.#ownership(from, asset, record);
    if (refused !== undefined) return refused;
    this.#assetCounts ??= new Map();
    const counts = this.#assetCounts;
    counts.set(from, (counts.get(from) ?? 0) - 1);
    counts.set(to, (counts.get(to) ?? 0) + 1);
    if (to !== 'mint' && to !== 'sink') {
      const owned = accountIn(this.#state, to).assets.length + (counts.get(to) ?? 0);
      const isRoomy = !isPerson(to) || isHold(from) || owned <= PETS_MAX;
      if (!isRoomy) {
        return {
          code: 'E_LIMIT',
          message: `Nobody can look after more than ${PETS_MAX} pets. \`/pet rehome\` finds one a new home.`,
        };
      }
      if (owned > ASSETS_MAX) {
        return { code: 'E_LIMIT', message: `One account holds at most ${count(ASSETS_MAX)} of these.` };
      }
    }
    const ownershipSeq = (record?.ownershipSeq ?? 0) + 1;
    this.#assets ??= new Map();
    this.#assets.set(asset, { owner: to, ownershipSeq });
    const owner = isPerson(to) ? to.slice(2) : null;
    this.effects.push({ to: ref, command: { type: 'SetOwner', owner, ownershipSeq } as Effect['command'] });
    return undefined;
  }

  #ownership(from: AccountId, asset: string, record: AssetRecord | undefined): Rejection | undefined {
    const owner = record?.owner ?? 'mint';
    if (owner === from) return undefined;
    if (from === 'mint') return { code: 'E_STALE', message: 'That one exists already.' };
    if (isHold(owner)) {
      const hold = this.#state.holds.get(owner.slice('hold:'.length));
      if (hold?.legs.some((leg) => 'asset' in leg && leg.asset === asset && leg.from === from) === true) {
        return {
          code: 'E_LEASED',
          message: `It is held by a ${hold.owner.kind} until that ends. Finish or cancel it first.`,
        };
      }
    }
    return { code: 'E_NOT_OWNER', message: 'That one belongs to somebody else now. Look again.' };
  }
}
