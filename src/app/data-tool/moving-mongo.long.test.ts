import { cpSync, copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openMongoStore } from '#adapters/mongo/mongo-store.ts';
import type { Panel } from '#commands/panel.ts';
import { dataTool } from '#test/support/data-tool.ts';
import {
  dropDatabase,
  freshDatabase,
  mongoOptions,
  withDatabase,
} from '#test/support/services/mongo-fixture.ts';
import { bestOffer, onServers } from '#test/support/services/mongo-suite.ts';
import { killProcesses, startProcess } from '#test/support/service-process.ts';
import {
  buttonOf,
  closeRigs,
  openService,
  type ServiceRig,
  temporaryDirectory,
  until,
  type Visitor,
  visitor,
  wordsOf,
} from '#test/support/service-rig.ts';

const FIXTURE = join(import.meta.dirname, '../../../test/fixtures/data-v1/guildhall.db');
const left: string[] = [];

afterEach(async () => {
  await killProcesses();
  for (const uri of left.splice(0)) await dropDatabase(uri);
});
afterAll(closeRigs);

const idOf = (panel: Panel): string => /Battle ([a-z0-9]+)/.exec(panel.footer ?? '')?.[1] ?? '';

interface Lived {
  readonly dir: string;
  readonly battle: string;
  readonly match: string;
}

const begin = async (rig: ServiceRig, text: string): Promise<string> => {
  const card = await rig.run('guest-a', text);
  await rig.press('guest-a', buttonOf(card, 'Start').customId);
  return idOf(card);
};

/** The fixture (pets, payments, sealed texts, somebody erased), and a battle and a match in it that are not over. */
const live = async (): Promise<Lived> => {
  const dir = temporaryDirectory();
  copyFileSync(FIXTURE, join(dir, 'guildhall.db'));
  const rig = await openService({ dir });
  const battle = await begin(rig, '/battle npc');
  const match = await begin(rig, '/battle npc trainer:osrs-lesser-demon');
  await rig.confirm('guest-x', '/eco pay user:guest-a amount:7 note:"Sealed before the move"');
  const gone = await rig.run('guest-x', '/profile delete');
  const form = await rig.press('guest-x', buttonOf(gone, 'Delete for ever…').customId);
  await rig.press('guest-x', form.panel?.modal?.customId ?? '', { confirm: 'delete' });
  await rig.service.engine.settled();
  await rig.stop();
  return { dir, battle, match };
};

/** What people see, as far as it does not change with time. */
const answers = async (hall: Visitor, { battle, match }: Lived): Promise<readonly unknown[]> => {
  const said: unknown[] = [];
  await until('the hall is awake', async () => {
    const { error } = await hall.say('guest-a', '/profile view');
    return error === undefined;
  });
  // the demo plays with the others
  for (const persona of ['guest-a', 'guest-b']) {
    said.push(await hall.idOf(persona), await hall.coins(persona));
    for (const text of ['/profile view', '/eco inventory', '/notify set']) {
      // buttons are minted anew each time
      const { controls: _controls, ...shown } = await hall.run(persona, text);
      said.push(shown);
    }
  }
  // both go on by themselves: what they began with stays
  const { names } = await hall.json<{ names: readonly string[] }>(`/api/matches/${match}`);
  expect(names).toHaveLength(2);
  said.push(names);
  const { view } = await hall.json<{
    view: { sides: readonly { fighters: readonly { name?: string }[] }[] };
  }>(`/api/battles/${battle}`);
  expect(view.sides).toHaveLength(2);
  said.push(view.sides.map(({ fighters }) => fighters.length));
  return said;
};

let lived: Lived;
beforeAll(async () => {
  lived = await live();
}, 60_000);

/** A copy of the data that was lived in: each test may change its own. */
const freshCopy = (): string => {
  const dir = temporaryDirectory();
  cpSync(join(lived.dir, 'guildhall.db'), join(dir, 'guildhall.db'));
  return dir;
};

onServers(bestOffer(), (server) => {
  const database = (): string => {
    const uri = freshDatabase(server().uri);
    left.push(uri);
    return uri;
  };

  it('a life goes on in MongoDB, and back again, with the same answers', { timeout: 120_000 }, async () => {
    const uri = database();
    const env = { MONGODB_URI: uri };
    const copied = await dataTool(env, 'copy', '--from', freshCopy(), '--to', 'mongodb', '--json');
    expect(copied).toMatchObject({ code: 0, problems: '' });
    const proof = JSON.parse(copied.text) as { ok: boolean; digest: string; target: Record<string, number> };
    expect(proof.ok).toBe(true);
    expect(proof.target).toMatchObject({ erased: 2, books: [{ realm: 'home', coinsSum: 0, piecesOff: 0 }] });
    expect(proof.target['links']).toBeGreaterThan(50);

    const back = temporaryDirectory();
    const returned = await dataTool(env, 'copy', '--from', 'mongodb', '--to', back, '--json');
    expect(JSON.parse(returned.text)).toMatchObject({ ok: true, digest: proof.digest });
    const file = join(temporaryDirectory(), 'house.ndjson.gz');
    const exported = await dataTool(env, 'export', file, '--json');
    expect(JSON.parse(exported.text)).toMatchObject({ ok: true, digest: proof.digest });
    const other = database();
    const imported = await dataTool({ MONGODB_URI: other }, 'import', file, '--json');
    expect(JSON.parse(imported.text)).toMatchObject({ ok: true, digest: proof.digest });

    const before = await startProcess(back);
    const old = await answers(visitor(before.url), lived);
    expect(await before.end('SIGTERM')).toMatchObject({ code: 0 });
    const after = await startProcess(temporaryDirectory(), { MONGODB_URI: other });
    const hall = visitor(after.url);
    expect(await answers(hall, lived)).toEqual(old);
    await until('the timeline is read anew', async () =>
      wordsOf((await hall.say('guest-a', '/profile timeline')).panel).includes('Got 7 coins from somebody'),
    );
    await hall.confirm('guest-b', '/eco pay user:guest-a amount:5');
    expect(await after.end('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
    const verified = await dataTool({ MONGODB_URI: other }, 'verify');
    expect(verified).toMatchObject({ code: 0, problems: '' });
    expect(verified.text).toContain('all is well');
  });

  it('verify looks beside a running service, takes no shard, and counts', async () => {
    const uri = database();
    const env = { MONGODB_URI: uri };
    await dataTool(env, 'import', await exported(), '--json');
    const store = await openMongoStore(mongoOptions(uri, { deployment: 'guildhall', node: 'hall-1' }));
    try {
      const { code, text } = await dataTool(env, 'verify');
      expect(code).toBe(0);
      expect(text).toContain('a service runs (hall-1): outbox and reminders follow it and were not compared');
      expect(store.leases.owned().size).toBe(256);
      const stats = await dataTool(env, 'stats', '--json');
      expect(JSON.parse(stats.text)).toMatchObject({ streams: { ledger: 1 }, processes: 1 });
      const copy = await dataTool(env, 'copy', '--from', 'mongodb', '--to', join(temporaryDirectory(), 'x'));
      expect(copy).toMatchObject({ code: 1 });
      expect(copy.problems).toContain('stop it and run the same again');
    } finally {
      await store.close();
    }
  });

  it('what is no database of ours, newer, or of another deployment is refused', async () => {
    const uri = database();
    const nothing = await dataTool({ MONGODB_URI: uri }, 'verify');
    expect(nothing).toMatchObject({ code: 1 });
    expect(nothing.problems).toMatch(/is not at this version: npm run db:migrate would make collection/);
    expect(await withDatabase(uri, (db) => db.listCollections().toArray())).toEqual([]);
    await (await openMongoStore(mongoOptions(uri, { deployment: 'elsewhere' }))).close();
    const foreign = await dataTool({ MONGODB_URI: uri }, 'import', await exported());
    expect(foreign.problems).toContain('belongs to the deployment "elsewhere"');
    await withDatabase(uri, (db) => db.collection('meta').updateOne({}, { $set: { version: 99 } }));
    const newer = await dataTool({ MONGODB_URI: uri }, 'copy', '--from', 'mongodb', '--to', 'nowhere');
    expect(newer.problems).toContain('written by a newer Guildhall (data version 99');
    expect(existsSync('nowhere')).toBe(false);
  });

  it('an unfinished target opens for no service', async () => {
    const uri = database();
    const store = await openMongoStore(mongoOptions(uri, { deployment: 'guildhall' }));
    await store.moving.setMark('some copy');
    await store.close();
    await expect(openMongoStore(mongoOptions(uri, { deployment: 'guildhall' }))).rejects.toThrow(
      /is the unfinished target of a copy/,
    );
    const refused = await dataTool({ MONGODB_URI: uri }, 'import', await exported());
    expect(refused.problems).toContain('unfinished target of another copy');
  });

  describe('verify finds', () => {
    const ledger = { _id: /:ledger:home:0#000000000010$/ };

    /** Changes what an import has brought, past the store. */
    const changed = async (
      change: (db: Parameters<Parameters<typeof withDatabase>[1]>[0]) => Promise<unknown>,
    ) => {
      const uri = database();
      const imported = await dataTool({ MONGODB_URI: uri }, 'import', await exported());
      expect(imported.problems).toBe('');
      await withDatabase(uri, change);
      const answer = await dataTool({ MONGODB_URI: uri }, 'verify');
      expect(answer.code).toBe(1);
      const copy = await dataTool(
        { MONGODB_URI: uri },
        'copy',
        '--from',
        'mongodb',
        '--to',
        temporaryDirectory(),
      );
      return { ...answer, copy: copy.problems };
    };
    const raw = { bypassDocumentValidation: true };

    it('a commit of a chain that says something else, by stream and sequence', async () => {
      const { problems, copy } = await changed((db) =>
        db.collection('commits').updateOne(ledger, { $set: { writer: 'eve' } }),
      );
      expect(problems).toMatch(/:ledger:home:0#000000000010 breaks its hash chain/);
      expect(copy).toMatch(/is damaged: .*:ledger:home:0#000000000010 breaks its hash chain/);
    });

    it('a missing commit', async () => {
      const { problems, copy } = await changed((db) => db.collection('commits').deleteOne(ledger));
      expect(problems).toMatch(/has no commit 10 of .*:ledger:home:0 but one behind it/);
      expect(copy).toMatch(/is damaged: .*ledger:home:0#000000000010 cannot be read/);
    });

    it('a field of another type, and a newer format', async () => {
      const { problems, copy } = await changed(async (db) => {
        await db.collection('commits').updateOne(ledger, { $set: { at: 'noon' } }, raw);
        await db
          .collection('commits')
          .updateOne({ _id: /:ledger:home:0#000000000020$/ }, { $set: { f: 9 } }, raw);
      });
      expect(problems).toMatch(
        /ledger:home:0#000000000010 cannot be read: .*field "at" is missing or of another type/,
      );
      expect(problems).toContain('has format 9, this version reads up to 1');
      expect(copy).toContain('field "at" is missing or of another type');
    });

    it('a reminder that is gone or due at another time', async () => {
      // the fixture's hold is looked at again in the year 9000
      const hold = { name: 'hold-fixture1' };
      const gone = await changed((db) => db.collection('reminders').deleteOne(hold));
      expect(gone.problems).toMatch(/the reminder \S+:ledger:home:0\/hold-fixture1 is missing/);
      const moved = await changed((db) => db.collection('reminders').updateOne(hold, { $set: { dueMs: 7 } }));
      expect(moved.problems).toMatch(/the reminder \S+\/hold-fixture1 is not due when the log says/);
    });

    it('an index that is missing', async () => {
      const { problems } = await changed((db) => db.collection('commits').dropIndex('cmds'));
      expect(problems).toContain('npm run db:migrate would make index cmds of commits');
    });
  });

  it(
    'a ledger that was changed by hand freezes, and everything else goes on',
    { timeout: 60_000 },
    async () => {
      const uri = database();
      await dataTool({ MONGODB_URI: uri }, 'import', await exported());
      await withDatabase(uri, async (db) => {
        // without its states the whole log is read
        await db.collection('manifests').deleteMany({});
        await db
          .collection('commits')
          .updateOne({ _id: /:ledger:home:0#000000000010$/ }, { $set: { writer: 'eve' } });
      });
      const service = await startProcess(temporaryDirectory(), { MONGODB_URI: uri });
      const hall = visitor(service.url);
      let body = '';
      await until('the ledger is frozen', async () => {
        const money = await hall.say('guest-a', '/eco balance');
        ({ body } = money);
        return money.error?.code === 'E_FROZEN';
      });
      expect(body).not.toContain('chain');
      await until('the rest goes on', async () =>
        wordsOf((await hall.say('guest-b', '/profile privacy')).panel).includes('nobody'),
      );
      expect(service.log()).toMatch(/ledger:home:0#000000000010 breaks its hash chain/);
      await service.end('SIGTERM');
    },
  );

  /** The life as a file, written once. */
  let file: string | undefined;
  const exported = async (): Promise<string> => {
    if (file !== undefined) return file;
    const path = join(temporaryDirectory(), 'house.ndjson.gz');
    const { code, problems } = await dataTool({}, 'export', path, '--dir', freshCopy());
    expect({ code, problems }).toEqual({ code: 0, problems: '' });
    expect(readFileSync(path).length).toBeGreaterThan(1_000);
    return (file = path);
  };
});
