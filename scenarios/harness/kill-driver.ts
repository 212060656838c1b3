import { KINDS } from '#actors/guardian.ts';
import { type AnyKind, defineEntity } from '#actors/kit/define-entity.ts';
import { ALL_GUARDS } from '#actors/kit/guards.ts';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { openSqliteStore } from '#adapters/sqlite/sqlite-store.ts';
import { Fault } from '#ports/fault.ts';
import { openPlace } from './data-place.ts';
import { startEngine } from './hall.ts';
import type { DriverOrder, DriverWord, ParentWord, Told } from './kill-protocol.ts';
import { type KillPoint, killerAt, sqlitePoint, wirePoints, withKillPoints } from './kill-points.ts';

/** The program that is killed: the production engine on the embedded store, spoken to over a pipe. */
const ANSWER_WITHIN_MS = 20_000;
const SNAPSHOT_EVERY = 5;
/** How long effects of commits that landed late are waited for, ms. */
const LATE_MAX_MS = 30_000;

const { place, point, hit, isBroken } = JSON.parse(process.argv[2] ?? '{}') as DriverOrder;
const say = (word: DriverWord, then?: () => void): void => {
  process.send?.(word, () => then?.());
};
const kill = killerAt(point, hit);
/** The points count from the first command on: a kill with nothing in flight proves little. */
const life = { isFed: false };
const at = (here: KillPoint): void => {
  if (life.isFed) kill(here);
};
const inStore = point === undefined ? undefined : sqlitePoint(point);
const opened =
  'dir' in place && inStore !== undefined
    ? await openSqliteStore({ dir: place.dir, crashes: [{ point: inStore, hit }] })
    : await openPlace(place, { onCommand: wirePoints(at) });
const store = withKillPoints(opened, at);
const kinds = KINDS.map((kind): AnyKind => defineEntity({ ...kind.options, snapshotEvery: SNAPSHOT_EVERY }));
const byName = new Map(kinds.map((kind) => [kind.kind, kind]));
const alarm = (what: string, error: unknown): void => {
  // a server that is away for a moment is no bug
  if (!(error instanceof Fault && error.retryable)) say({ alarm: `${what}: ${String(error)}` });
};
const { engine, end } = await startEngine(store, alarm, {
  kinds,
  guards: { ...ALL_GUARDS, outputGate: !isBroken },
});

let told: Told[] = [];
let isTelling = false;
const tell = (one: Told): void => {
  told.push(one);
  if (isTelling) return;
  isTelling = true;
  setImmediate(() => {
    isTelling = false;
    const batch = told;
    told = [];
    say({ told: batch }, () => at('kit.after-answer'));
  });
};

const run = async ({ asks }: Extract<ParentWord, { asks: unknown }>): Promise<void> => {
  life.isFed = true;
  await Promise.all(
    asks.map(async ({ kind: name, realm, id, command, commandId, by }) => {
      const kind = byName.get(name);
      if (kind === undefined) return;
      const deadlineMonoMs = systemClock.monoMs() + ANSWER_WITHIN_MS;
      try {
        const answer = await engine.ask(kind, { realm, id }, command, {
          commandId,
          by,
          scope: by,
          deadlineMonoMs,
        });
        const said = JSON.stringify(answer.ok ? answer.value : answer.rejection);
        tell({ commandId, seq: answer.seq, said, isOk: answer.ok });
      } catch (error) {
        tell({ commandId, fault: error instanceof Fault ? error.code : String(error) });
      }
    }),
  );
};

const finish = async (): Promise<void> => {
  await engine.settled();
  const endMs = systemClock.monoMs() + LATE_MAX_MS;
  // what a former process had sent to a server may land after this one began: its effects are found a little later
  while ((await store.outbox.count()) > 0 && systemClock.monoMs() < endMs) {
    await new Promise((resolve) => systemClock.after(100, () => resolve(undefined)));
    await engine.settled();
  }
  const isClean = await end(10_000);
  say({ isClean }, () => process.exit(0));
};

process.on('message', (word: ParentWord) => {
  if ('asks' in word) void run(word);
  else void finish();
});
process.on('disconnect', () => process.exit(1));
say({ isReady: true });
