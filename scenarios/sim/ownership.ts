import type { Rng } from '#game/shared/rng.ts';
import { parseStream } from '#ports/commit.ts';
import { SHARDS } from '#ports/leases.ts';
import { between } from './chance.ts';
import type { Node } from './node.ts';

/** One part in so many of the shards moves at a time. */
const PARTS = 4;

const allShards = (): number[] => Array.from({ length: SHARDS }, (_, shard) => shard);

/** Who really has which shard; what a process believes may be older. */
export class Ownership {
  readonly #owners: (Node | undefined)[] = allShards().map(() => undefined);

  /** A new process takes everything; the others are not told. */
  take(node: Node): void {
    this.#owners.fill(node);
  }

  ownerOf(stream: string): Node | undefined {
    const owner = this.#owners[parseStream(stream).shard];
    return owner?.isAlive === true ? owner : undefined;
  }

  /** The process learns which shards it has lost. */
  tell(node: Node): void {
    const lost = allShards().filter((shard) => this.#owners[shard] !== node);
    node.store.control.revoke(lost);
  }

  /** Hands a part of the shards of one process to another, both being told. */
  move(from: Node, to: Node, rng: Rng): void {
    const part = between(rng, 0, PARTS - 1);
    this.#give(
      to,
      allShards().filter((shard) => shard % PARTS === part && this.#owners[shard] === from),
      from,
    );
  }

  /** What the dead had goes to a process that lives. */
  inherit(heir: Node): void {
    this.#give(
      heir,
      allShards().filter((shard) => this.#owners[shard]?.isAlive !== true),
    );
  }

  #give(to: Node, shards: readonly number[], from?: Node): void {
    if (shards.length === 0) return;
    from?.store.control.revoke(shards);
    for (const shard of shards) this.#owners[shard] = to;
    to.store.control.grant(shards);
  }
}
