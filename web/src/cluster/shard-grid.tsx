import { useState } from 'preact/hooks';
import type { ClusterView } from './cluster-wire.ts';
import type { Sign } from './sign-of.ts';

const SIDE = 16;

const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  ArrowUp: -SIDE,
  ArrowDown: SIDE,
};

const hex = (shard: number): string => shard.toString(16).padStart(2, '0');

/** Where a key leads from a shard, within the grid. */
export const shardAfter = (shard: number, key: string, shards: number): number | undefined => {
  if (key === 'Home') return 0;
  if (key === 'End') return shards - 1;
  const step = STEPS[key];
  return step === undefined ? undefined : Math.min(shards - 1, Math.max(0, shard + step));
};

interface ShardGridProps {
  readonly view: ClusterView;
  readonly signs: ReadonlyMap<string, Sign>;
}

/** All shards as a square, each in the colour and with the letter of its owner; one of them is told in words. */
export const ShardGrid = ({ view: { owners, epochs, processes }, signs }: ShardGridProps) => {
  const [current, setCurrent] = useState<number>();
  const shown = current ?? 0;
  const ownerOf = (shard: number): string | undefined => processes[owners[shard] ?? -1]?.id;
  const tell = (shard: number): string => {
    const owner = ownerOf(shard);
    const epoch = epochs[shard];
    if (owner === undefined) return `Shard ${hex(shard)}: nobody looks after it just now.`;
    return `Shard ${hex(shard)}: ${owner}${epoch === null || epoch === undefined ? '' : `, epoch ${epoch}`}.`;
  };
  return (
    <figure class="shard-figure">
      <div
        class="shards"
        role="application"
        tabIndex={0}
        aria-label="Shards by owner; arrow keys go from one to the next"
        aria-describedby="shard-told"
        onFocus={() => setCurrent(shown)}
        onKeyDown={(event) => {
          const next = shardAfter(shown, event.key, owners.length);
          if (next === undefined) return;
          event.preventDefault();
          setCurrent(next);
        }}
      >
        {owners.map((_, shard) => {
          const sign = signs.get(ownerOf(shard) ?? '');
          return (
            <span
              key={shard}
              aria-hidden="true"
              class={`shard${sign === undefined ? ' nobody' : ''}${shard === current ? ' current' : ''}`}
              style={sign === undefined ? {} : { '--hue': sign.hue }}
              onPointerEnter={() => setCurrent(shard)}
              onClick={() => setCurrent(shard)}
            >
              {sign?.letter ?? '·'}
            </span>
          );
        })}
      </div>
      <figcaption id="shard-told" aria-live="polite">
        {current === undefined
          ? 'Point at a shard, or reach the square with Tab and use the arrow keys.'
          : tell(current)}
      </figcaption>
    </figure>
  );
};
