import { ledgerDecider } from '#game/economy/ledger.ts';
import { accountOf, type LedgerCommand } from '#game/economy/ledger-protocol.ts';
import { petDecider } from '#game/pet/pet-decider.ts';
import type { PetCommand } from '#game/pet/pet-protocol.ts';
import { SPECIES } from '#game/pet/species.ts';
import type { Context, Decider, DomainCommand, DomainEvent } from '#game/shared/decider.ts';
import type { EntityRef } from '#game/shared/ids.ts';
import { sfc32 } from '#game/shared/rng.ts';
import { sealed } from '#game/shared/sealed.ts';
import type { Bench, BenchContext, Figure } from './figure.ts';
import { compare } from './rounds.ts';

const HOUR_MS = 3_600_000;
const OWNER = 'owner';
const ACCOUNTS = 1_000;
/** Objects of the yardstick for one command. */
const MOVES = 40;

type Work = () => Promise<{ readonly work: number; readonly checksum: number }>;

/** What the rules are held against: as many small objects made, written to and read from a map, as a machine's own pace. */
const yardstick =
  (steps: number): Work =>
  async () => {
    const moves = steps * MOVES;
    const map = new Map<string, { readonly n: number }>();
    for (let n = 0; n < moves; n += 1) {
      const key = `k${n % ACCOUNTS}`;
      map.set(key, { n: (map.get(key)?.n ?? 0) + 1 });
    }
    let sum = 0;
    for (const { n } of map.values()) sum += n;
    if (sum !== moves) throw new Error('the yardstick is bent');
    return Promise.resolve({ work: steps, checksum: steps });
  };

/** Decides and applies command after command. @throws Error when the rules refuse one */
const decideAll = <S, C extends DomainCommand, E extends DomainEvent, R>(
  decider: Decider<S, C, E, R>,
  self: EntityRef,
  steps: number,
  commandAt: (n: number) => { readonly command: C; readonly by: string; readonly nowMs: number },
): number => {
  let state = decider.initial(self);
  const rng = sfc32(1, 2, 3, 4);
  for (let n = 0; n < steps; n += 1) {
    const { command, by, nowMs } = commandAt(n);
    const context: Context = { nowMs, rng, self, by, commandId: `${by}/${n}` };
    const decision = decider.decide(state, command, context);
    if (!decision.ok) throw new Error(`${command.type}: ${decision.rejection.message}`);
    for (const event of decision.events) state = decider.evolve(state, event, nowMs);
  }
  return steps;
};

const payment = (n: number): { command: LedgerCommand; by: string; nowMs: number } => {
  const to = accountOf(`a${(n * 7 + 13) % ACCOUNTS}`);
  const from = n < ACCOUNTS ? 'mint' : accountOf(`a${n % ACCOUNTS}`);
  const isFunding = n < ACCOUNTS;
  return {
    command: {
      type: 'Transfer',
      legs: [{ from, to: isFunding ? accountOf(`a${n}`) : to, coins: isFunding ? 1_000_000 : 1 + (n % 97) }],
      memo: { kind: isFunding ? 'welcome' : 'pay' },
    },
    by: OWNER,
    nowMs: n,
  };
};

/** A pet's life: hatched, given to its owner, then played with, washed and put to bed every few hours. */
const caring = (n: number): { command: PetCommand; by: string; nowMs: number } => {
  const nowMs = 1_800_000_000_000 + n * 4 * HOUR_MS;
  if (n === 0) {
    const species = SPECIES[0]?.id ?? '';
    const command = { type: 'Hatch', owner: OWNER, species, name: sealed(OWNER, 'Pebble') } as const;
    return { command, by: `user:0:${OWNER}`, nowMs };
  }
  if (n === 1)
    return { command: { type: 'SetOwner', owner: OWNER, ownershipSeq: 1 }, by: 'ledger:home:0', nowMs };
  const command = ([{ type: 'Play' }, { type: 'Clean' }, { type: 'Rest' }] as const)[n % 3] ?? {
    type: 'Play',
  };
  return { command, by: OWNER, nowMs };
};

const figure = async (
  context: BenchContext,
  name: string,
  steps: number,
  run: () => number,
): Promise<Figure> => {
  const compared = await compare(
    {
      baseline: yardstick(steps),
      measured: async () => {
        const done = run();
        return Promise.resolve({ work: done, checksum: done });
      },
    },
    { rounds: context.choose({ full: 9, quick: 3, check: 3 }), slow: context.slow },
  );
  return {
    name,
    value: compared.measured,
    unit: '/s',
    baseline: { what: `${MOVES} small objects into a map`, value: compared.baseline, unit: '/s' },
    ratio: compared.ratio,
    noise: compared.noise,
    checksum: compared.checksum,
    note: 'decided and applied, nothing kept',
  };
};

/** The rules alone: a payment in the ledger, the care for a pet. */
export const rules: Bench = {
  name: 'rules',
  figures: ['rules.ledger', 'rules.pet'],
  run: async (context) => {
    const steps = context.choose({ full: 200_000, quick: 60_000, check: 40_000 });
    const ledger: EntityRef = { kind: 'ledger', realm: 'home', id: '0' };
    const pet: EntityRef = { kind: 'pet', realm: 'home', id: 'p1' };
    return [
      await figure(context, 'rules.ledger', steps, () => decideAll(ledgerDecider, ledger, steps, payment)),
      await figure(context, 'rules.pet', steps, () => decideAll(petDecider, pet, steps, caring)),
    ];
  },
};
