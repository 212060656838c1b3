import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ledger } from '#actors/ledger/ledger.ts';
import { accountOf } from '#game/economy/ledger-protocol.ts';
import {
  buttonOf,
  closeRigs,
  movableClock,
  openService,
  type ServiceRig,
} from '#test/support/service-rig.ts';

/**
 * Writes a small data directory with this release's own code, for later releases to start on: `node tools/make-fixture.ts
 * test/fixtures/data-vN`. Beside the database lies `expected.json`: what must be found in it.
 */
const target = process.argv[2];
if (target === undefined || target.startsWith('-')) {
  process.stderr.write('Usage: node tools/make-fixture.ts DIRECTORY\n');
  process.exit(2);
}

/** No review of the fixture's hold comes in its lifetime. */
const FAR_MS = Date.UTC(9_000, 0, 1);
const PEOPLE = ['ash', 'misty', 'brock', 'zezima', 'guest-a', 'guest-b'] as const;

const callBy = (rig: ServiceRig, by: string, key: string) => ({
  commandId: `${by}/${key}`,
  by,
  scope: 'fixture',
  deadlineMonoMs: rig.service.desk.deps.clock.monoMs() + 5_000,
});

/** Some of everything that version 1 knows. */
const live = async (rig: ServiceRig): Promise<void> => {
  await rig.run('guest-b', '/eco daily');
  await rig.confirm('guest-a', '/pet adopt species:duskowl name:Inkwell');
  await rig.run('guest-a', '/pet feed item:breadroll');
  await rig.confirm('guest-a', '/eco buy item:woolball');
  await rig.confirm('guest-a', '/eco pay user:guest-b amount:111 note:"For the fixture"');
  await rig.confirm('guest-b', '/eco sell item:honeyberry quantity:1');
  await rig.confirm('guest-b', '/eco gift user:guest-a item:breadroll quantity:2');
  await rig.run('guest-b', '/profile privacy area:balance level:nobody');
  await rig.run('guest-b', '/notify set event:payment via:off');
  const form = await rig.run('guest-a', '/profile edit');
  const fields = { title: 'Keeper of versions', bio: 'Older than you think', colour: '#336699' };
  const preview = await rig.press('guest-a', form.modal?.customId ?? '', fields);
  await rig.press('guest-a', buttonOf(preview.panel, 'Save').customId);
  // a long enough log for a snapshot of a person
  for (let n = 1; n <= 20; n += 1) await rig.confirm('guest-a', `/eco pay user:guest-b amount:${n}`);
};

const hold = async (rig: ServiceRig, userId: string): Promise<void> => {
  const { engine } = rig.service;
  const placed = await engine.ask(
    ledger,
    { realm: 'home', id: '0' },
    {
      type: 'PlaceHold',
      holdId: 'fixture1',
      legs: [{ from: accountOf(userId), to: 'hold:fixture1', coins: 77 }],
      owner: { kind: 'user', realm: '0', id: userId },
      reviewAtMs: FAR_MS,
      memo: { kind: 'demo' },
    },
    callBy(rig, userId, 'fixture1'),
  );
  if (!placed.ok) throw new Error(placed.rejection.message);
};

const erased = async (rig: ServiceRig): Promise<string> => {
  await rig.confirm('guest-gone', '/eco pay user:guest-b amount:5 note:"Nobody may know"');
  const userId = await rig.idOf('guest-gone');
  await rig.service.engine.settled();
  await rig.service.engine.erase(userId);
  return userId;
};

const clock = movableClock();
const rig = await openService({ clock });
await rig.service.enlivened;
await live(rig);
const goneUserId = await erased(rig);
const userIds: Record<string, string> = {};
for (const name of PEOPLE) userIds[name] = await rig.idOf(name);
await hold(rig, userIds['guest-a'] ?? '');
const openQuote = buttonOf(await rig.run('guest-a', '/eco pay user:guest-b amount:9'), 'Confirm').customId;
const cleanPet = buttonOf(await rig.run('guest-a', '/pet view'), 'Clean').customId;
await rig.service.engine.settled();

const balances: Record<string, number> = {};
for (const name of PEOPLE) balances[name] = await rig.coins(name);
const supply = await rig.service.engine.read(
  ledger,
  { realm: 'home', id: '0' },
  'supply',
  null,
  callBy(rig, goneUserId, 'supply'),
);
const madeAtMs = clock.nowMs();
await rig.stop();

mkdirSync(target, { recursive: true });
const copy = join(target, 'guildhall.db');
rmSync(copy, { force: true });
const database = new DatabaseSync(join(rig.dir, 'guildhall.db'));
database.prepare('VACUUM INTO ?').run(copy);
database.close();
const { minted, destroyed, transfers } = supply;
const expected = {
  madeAtMs,
  goneUserId,
  userIds,
  balances,
  held: 77,
  supply: { minted, destroyed, transfers },
  controls: { openQuote, cleanPet },
};
writeFileSync(join(target, 'expected.json'), `${JSON.stringify(expected, null, 2)}\n`);
await closeRigs();
