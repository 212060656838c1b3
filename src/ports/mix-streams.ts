import { randomBelow, type Rng } from '#game/shared/rng.ts';
import { parseCommitKey, type Commit } from './commit.ts';

/** Puts commits into a random order that keeps the order within each stream: all that a follower may rely on. */
export const mixStreams = (commits: readonly Commit[], rng: Rng): readonly Commit[] => {
  const queues = new Map<string, Commit[]>();
  const slots: string[] = [];
  for (const commit of commits) {
    const { stream } = parseCommitKey(commit._id);
    const queue = queues.get(stream);
    if (queue === undefined) queues.set(stream, [commit]);
    else queue.push(commit);
    slots.push(stream);
  }
  for (let last = slots.length - 1; last > 0; last -= 1) {
    const other = randomBelow(rng, last + 1);
    const moved = slots[last] ?? '';
    slots[last] = slots[other] ?? '';
    slots[other] = moved;
  }
  const taken = new Map<string, number>();
  const mixed: Commit[] = [];
  for (const stream of slots) {
    const index = taken.get(stream) ?? 0;
    taken.set(stream, index + 1);
    const commit = queues.get(stream)?.[index];
    if (commit !== undefined) mixed.push(commit);
  }
  return mixed;
};
