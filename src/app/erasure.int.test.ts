import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import {
  buttonOf,
  closeRigs,
  listen,
  openService,
  type ServiceRig,
  until,
  wordsOf,
} from '#test/support/service-rig.ts';

afterEach(closeRigs);

const SECRETS = ['Keeper of canaries', 'Bird 7319', 'note-7319', 'Pipit7319'];

const live = async (rig: ServiceRig): Promise<string> => {
  await rig.run('guest-b', '/eco balance');
  await rig.confirm('guest-a', '/pet adopt species:duskowl name:Pipit7319');
  // a pet that says no is committed, too
  const refused = await rig.say('guest-a', '/pet expedition recall');
  expect(refused.error?.message).toContain('Pipit7319 is not on an expedition');
  await rig.confirm('guest-a', '/eco pay user:guest-b amount:5 note:"note-7319"');
  const form = await rig.run('guest-a', '/profile edit');
  const fields = { title: 'Keeper of canaries', bio: 'Bird 7319', colour: '' };
  const preview = await rig.press('guest-a', form.modal?.customId ?? '', fields);
  await rig.press('guest-a', buttonOf(preview.panel, 'Save').customId);
  await rig.service.engine.settled();
  return rig.idOf('guest-a');
};

const erase = async (rig: ServiceRig) => {
  const warning = await rig.run('guest-a', '/profile delete');
  const form = await rig.press('guest-a', buttonOf(warning, 'Delete for ever…').customId);
  return rig.press('guest-a', form.panel?.modal?.customId ?? '', { confirm: 'delete' });
};

/** All that others and operators can see of it, as one text. */
const visible = async (rig: ServiceRig): Promise<string> => {
  const panels = [];
  for (const text of ['/profile timeline', '/eco history', '/notify view', '/eco history kind:pay'])
    panels.push(wordsOf(await rig.run('guest-b', text)));
  const feed = await listen(rig.url);
  await until('the feed', () => feed.events.length > 0);
  feed.leave();
  return [...panels, JSON.stringify(feed.events), await rig.text('/api/actors')].join('\n');
};

describe('an account that was deleted', () => {
  it('is gone from what others see, from the disk, and stays gone after a restart', async () => {
    let rig = await openService();
    await rig.service.enlivened;
    const before = await live(rig);
    expect(await visible(rig)).toContain('note-7319');
    expect((await erase(rig)).panel?.title).toBe('Your account is erased');
    for (let start = 0; start < 2; start += 1) {
      const seen = await visible(rig);
      for (const secret of [...SECRETS, 'guest-a']) expect(seen).not.toContain(secret);
      expect((await rig.say('guest-b', `/profile view user:${before}`)).error?.code).toBe('E_TARGET');
      expect((await rig.say('guest-b', `/eco pay user:${before} amount:1`)).error?.code).toBe('E_TARGET');
      await rig.stop();
      for (const file of readdirSync(rig.dir, { recursive: true, withFileTypes: true })) {
        if (!file.isFile()) continue;
        const bytes = readFileSync(join(file.parentPath, file.name)).toString('latin1');
        for (const secret of SECRETS) expect(bytes).not.toContain(secret);
      }
      rig = await openService({ dir: rig.dir });
      await rig.service.enlivened;
    }
    const after = await rig.idOf('guest-a');
    expect(after).not.toBe(before);
    expect(await rig.coins('guest-a')).toBe(1_000);
    expect(wordsOf(await rig.run('guest-a', '/pet view'))).not.toContain('Pipit');
    expect(rig.alarms).toEqual([]);
  });
});
