import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { FAKE_TOKEN, type FakeDiscord, openFakeDiscord } from '#test/support/fake-discord/fake-discord.ts';
import { newSigning, sendSigned } from '#test/support/fake-discord/signing.ts';
import { wordsOf } from '#test/support/fake-discord/story.ts';
import { killProcesses, runToEnd, startProcess } from '#test/support/service-process.ts';
import { closeRigs, temporaryDirectory } from '#test/support/service-rig.ts';

const TIMEOUT_MS = 30_000;
const open: FakeDiscord[] = [];

afterEach(async () => {
  await killProcesses();
  for (const fake of open.splice(0)) await fake.close();
});
afterAll(closeRigs);

describe('a bot by signed HTTP', { timeout: TIMEOUT_MS }, () => {
  it('answers commands, suggestions and controls without a gateway', async () => {
    const signing = newSigning();
    let url = '';
    const statuses: Promise<number>[] = [];
    const fake = await openFakeDiscord({
      deliver: (payload) =>
        void statuses.push(sendSigned(url, signing, payload).then(({ status }) => status)),
    });
    open.push(fake);
    const variables = {
      DISCORD_TOKEN: FAKE_TOKEN,
      DISCORD_PUBLIC_KEY: signing.publicKey,
      GUILDHALL_DISCORD_API: fake.api,
      GUILDHALL_DISCORD_PORT: '0',
    };
    await runToEnd('src/app/discord-register.ts', [], variables);
    const service = await startProcess(temporaryDirectory(), variables);
    url = /"url":"([^"]+)","surface":"discord"/.exec(service.log())?.[1] ?? '';
    expect((await sendSigned(url, signing, { type: 1 })).status).toBe(200);
    const ash = fake.world.addUser('ash');
    const shop = await fake.people.slash({ user: ash }, 'eco shop').answer;
    const toys =
      /"custom_id":"([^"]+)","label":"Toys"/.exec(JSON.stringify(shop.message?.components))?.[1] ?? '';
    if (shop.message === undefined) throw new Error('no shop');
    expect((await fake.people.press({ user: ash }, shop.message, toys).answer).type).toBe('update');
    expect(wordsOf(shop.message)).toContain('Shop: Toys');
    expect(
      (await fake.people.complete({ user: ash }, 'help', 'topic', 'pe').answer).choices?.length,
    ).toBeGreaterThan(0);
    expect(await Promise.all(statuses)).toEqual([202, 202, 202]);
    expect(fake.gateway.identifies).toBe(0);
    expect(await service.end('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
  });
});
