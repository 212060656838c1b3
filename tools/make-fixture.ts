import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gzipSync } from 'node:zlib';
import { KINDS } from '#actors/guardian.ts';
import { ledger } from '#actors/ledger/ledger.ts';
import {
  buttonOf,
  closeRigs,
  movableClock,
  openService,
  type ServiceRig,
} from '#test/support/service-rig.ts';
import { finishSome, ladderOf, leaveSomeOpen, LIVE_STAKE, lostTo, voidOne } from './fixture/fighting.ts';
import { erased, follow, HELD, hold, joinGames, settleIn, writeProfile } from './fixture/living.ts';

/**
 * Writes a small data directory with this release's own code, for later releases to start on: `node tools/make-fixture.ts
 * test/fixtures/data-vN`. Beside the database, packed, lies `expected.json`: what must be found in it.
 */
const target = process.argv[2];
if (target === undefined || target.startsWith('-')) {
  process.stderr.write('Usage: node tools/make-fixture.ts DIRECTORY\n');
  process.exit(2);
}

const DAY_MS = 86_400_000;
/** Days on which the streak was kept before the last one. */
const DAYS_BEFORE = 2;
const PEOPLE = ['ash', 'misty', 'brock', 'zezima', 'guest-a', 'guest-b', 'guest-c', 'guest-d'] as const;

/** Snapshots come early, so that every kind leaves one in the form of this release. */
const kinds = KINDS.map((kind) => Object.assign({}, kind, { snapshotEvery: 1 }));

const clock = movableClock(Date.now() - DAYS_BEFORE * DAY_MS);

/** A service on the data so far. */
const open = async (dir?: string): Promise<ServiceRig> => {
  const rig = await openService({ clock, options: { kinds }, ...(dir === undefined ? {} : { dir }) });
  await rig.service.enlivened;
  // a busy machine takes longer to load them than a person waits
  await rig.service.matchRules.pokemon.problems('gen9randombattle', null);
  return rig;
};

const first = await open();
const news = await settleIn(first);
await joinGames(first);
await first.run('guest-a', '/eco daily');
await first.service.engine.settled();
const { dir } = first;
await first.stop();
for (let day = 1; day < DAYS_BEFORE; day += 1) {
  clock.move(DAY_MS);
  const between = await open(dir);
  await between.run('guest-a', '/eco daily');
  await between.service.engine.settled();
  await between.stop();
}
clock.move(DAY_MS);
const rig = await open(dir);
await rig.run('guest-a', '/eco daily');
const goneUserId = await erased(rig, (persona) => lostTo(rig, persona, 'guest-b'));
const finished = await finishSome(rig);
const voided = await voidOne(rig);
await writeProfile(rig);
await rig.confirm('guest-c', '/pet adopt species:mossback name:Twig');
const sending = await rig.run('guest-c', '/pet expedition start route:meadow hours:8');
await rig.press('guest-c', buttonOf(sending, 'Send for 8 h').customId);

const userIds: Record<string, string> = {};
for (const name of PEOPLE) userIds[name] = await rig.idOf(name);
await hold(rig, userIds['guest-a'] ?? '');
const openQuote = buttonOf(await rig.run('guest-a', '/eco pay user:guest-b amount:9'), 'Confirm').customId;
const viewPet = buttonOf(await rig.run('guest-c', '/pet expedition status'), 'Call back').customId;
const live = await leaveSomeOpen(rig);
await follow(rig, live.cross.id, userIds['guest-c'] ?? '');
await rig.service.engine.settled();

const balances: Record<string, number> = {};
for (const name of PEOPLE) balances[name] = await rig.coins(name);
const { minted, destroyed, transfers, held } = await rig.service.engine.read(
  ledger,
  { realm: 'home', id: '0' },
  'supply',
  null,
  { scope: 'fixture', deadlineMonoMs: clock.monoMs() + 5_000 },
);
if (held !== HELD + 2 * LIVE_STAKE) throw new Error(`${held} coins are held`);
const ladders = { cross: await ladderOf(rig, 'cross'), pokemon: await ladderOf(rig, 'pokemon') };
const madeAtMs = clock.nowMs();
await rig.stop();

mkdirSync(target, { recursive: true });
const copy = join(dir, 'copy.db');
rmSync(copy, { force: true });
const database = new DatabaseSync(join(dir, 'guildhall.db'));
database.prepare('VACUUM INTO ?').run(copy);
database.close();
writeFileSync(join(target, 'guildhall.db.gz'), gzipSync(readFileSync(copy), { level: 9 }));
const expected = {
  madeAtMs,
  goneUserId,
  userIds,
  balances,
  streak: DAYS_BEFORE + 1,
  held,
  heldApart: HELD,
  stake: LIVE_STAKE,
  supply: { minted, destroyed, transfers },
  controls: { openQuote, recall: viewPet },
  news,
  finished,
  voided,
  live,
  ladders,
};
writeFileSync(join(target, 'expected.json'), `${JSON.stringify(expected, null, 2)}\n`);
await closeRigs();
