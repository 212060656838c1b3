import { type Brought, type GivenOrder, makeReplay, type Played, type Replay } from '#game/battle/replay.ts';
import { toHex, utf8 } from '#game/shared/bytes.ts';
import { nodeHash } from '#ports/hash.ts';
import { chanceOf, plainTeam, randomOrders, randomTeam } from './battles.ts';

const hexOf = (text: string): string => toHex(nodeHash.sha256(utf8(text)));

const broughtOf = ({ fighters, supplies, standing }: Brought): Brought => ({ fighters, supplies, standing });

/** What a log would hold of a seeded battle: random teams and orders, or plain ones without orders. */
export const playedBattle = (seed: number, isPlain = false): Played => {
  const rng = chanceOf(seed);
  const team = (): Brought => broughtOf(isPlain ? plainTeam() : randomTeam(rng));
  const orders: readonly GivenOrder[] = isPlain ? [] : randomOrders(rng, 100);
  return {
    battleId: `b${seed}`,
    rules: 'cross/v1',
    players: [{ id: 'ash', name: 'Ash' }, { id: 'gary' }],
    setup: [team(), team()],
    serverSeed: hexOf(`server ${seed}`),
    playerSeeds: [`first ${seed}`, 'pïka'],
    salt: hexOf(`salt ${seed}`),
    orders,
  };
};

/** The replay of a seeded battle that its rules decided. */
export const replayOf = (seed: number, isPlain = false): Replay =>
  makeReplay(playedBattle(seed, isPlain), nodeHash);

/** A replay as a reader of its file has it: free to change. */
export const unfrozen = (replay: Replay): Record<string, unknown> =>
  JSON.parse(JSON.stringify(replay)) as Record<string, unknown>;

/** For tests of the rules, which know no port. */
export { nodeHash } from '#ports/hash.ts';
