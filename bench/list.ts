import { activate } from './activate.bench.ts';
import { battleLive } from './battle-live.bench.ts';
import { battleTick } from './battle-tick.bench.ts';
import { discordCpu } from './discord-cpu.bench.ts';
import { discordEd25519 } from './discord-ed25519.bench.ts';
import { discordEdit } from './discord-edit.bench.ts';
import { discordMemory } from './discord-memory.bench.ts';
import { durableHot } from './durable-hot.bench.ts';
import { durableP99 } from './durable-p99.bench.ts';
import { durable } from './durable.bench.ts';
import type { Bench } from './figure.ts';
import { followerLag } from './follower-lag.bench.ts';
import { hydrate } from './hydrate.bench.ts';
import { kitAsk } from './kit-ask.bench.ts';
import { kitTell } from './kit-tell.bench.ts';
import { ledger } from './ledger.bench.ts';
import { loop } from './loop.bench.ts';
import { memory } from './memory.bench.ts';
import { mongoActivate } from './mongo-activate.bench.ts';
import { mongoCommands } from './mongo-commands.bench.ts';
import { mongoHot } from './mongo-hot.bench.ts';
import { mongoLedger } from './mongo-ledger.bench.ts';
import { mongoP99 } from './mongo-p99.bench.ts';
import { mongoSnapshot } from './mongo-snapshot.bench.ts';
import { redisCache } from './redis-cache.bench.ts';
import { redisJobs } from './redis-jobs.bench.ts';
import { redisLimiter } from './redis-limiter.bench.ts';
import { rules } from './rules.bench.ts';
import { start } from './start.bench.ts';

/** Every bench, in the order of the table. */
export const BENCHES: readonly Bench[] = [
  start,
  kitTell,
  kitAsk,
  durable,
  durableP99,
  durableHot,
  ledger,
  memory,
  activate,
  hydrate,
  loop,
  rules,
  battleTick,
  battleLive,
  mongoCommands,
  mongoP99,
  mongoHot,
  mongoLedger,
  mongoActivate,
  mongoSnapshot,
  followerLag,
  redisCache,
  redisLimiter,
  redisJobs,
  discordCpu,
  discordEdit,
  discordMemory,
  discordEd25519,
];

/** Benches that a name stands for: a bench, one of its figures, or the first part of several names (`kit`). */
export const named = (name: string): readonly Bench[] =>
  BENCHES.filter(
    (bench) => bench.name === name || bench.figures.includes(name) || bench.name.startsWith(`${name}.`),
  );
