import { expect, it } from 'vitest';
import type { Page } from 'playwright-core';
import { dropDatabase, freshDatabase } from '#test/support/services/mongo-fixture.ts';
import { bestOffer, onServers } from '#test/support/services/mongo-suite.ts';
import { afterTest, freshDeployment, onRedis } from '#test/support/services/redis-suite.ts';
import { visitor } from '#test/support/service-rig.ts';
import { openPage } from './browser.ts';
import { startService, temporaryData } from './service.ts';
import { inBrowser, onStage } from './suite.ts';

const WITHIN_MS = 60_000;

const isTooWide = (page: Page): Promise<boolean> =>
  page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');

/** Turns to the cluster and waits until it is told how it stands. */
const openCluster = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: 'Cluster' }).click();
  await page.locator('.process').first().waitFor();
};

onStage('the cluster of one process', (stage) => {
  it('shows itself with all shards, is read by the keyboard and finds who holds an entity', async () => {
    const { page, problems } = await stage.open();
    await openCluster(page);
    await page.getByText('One process does everything and has all shards.').waitFor();
    expect(await page.locator('.process').count()).toBe(1);
    expect(await page.locator('.shards .shard').count()).toBe(256);
    expect(await page.locator('.process .roles').innerText()).toMatch(/gateway\s+engine\s+web\s+jobs/);
    await page.locator('.shards').focus();
    for (const key of ['ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
    expect(await page.locator('figcaption').innerText()).toMatch(/^Shard 11: .+, epoch \d+\.$/);
    await page.keyboard.press('End');
    expect(await page.locator('figcaption').innerText()).toMatch(/^Shard ff: /);
    const userId = await visitor(stage.service.url).idOf('ash');
    await page.getByRole('searchbox', { name: 'Entity' }).fill(userId);
    await page.locator('.held', { hasText: `user:0:${userId}` }).waitFor();
    expect(await page.locator('.held').innerText()).toContain('(this process)');
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('fits a phone without scrolling sideways, in both themes', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, colorScheme };
      const { page, problems } = await stage.open(phone);
      await openCluster(page);
      expect(await isTooWide(page)).toBe(false);
      expect(problems).toEqual([]);
      await page.context().close();
    }
  });
});

inBrowser('the cluster of two processes', (browser) => {
  onRedis((redis) => {
    onServers(bestOffer(), (mongo) => {
      it(
        'shows who has which shards, who holds an entity, and that one is gone',
        async () => {
          const uri = freshDatabase(mongo().uri);
          afterTest(() => dropDatabase(uri));
          const variables = {
            MONGODB_URI: uri,
            REDIS_URL: redis().url,
            GUILDHALL_DEPLOYMENT: freshDeployment(),
          };
          const start = async () => {
            const data = await temporaryData();
            afterTest(() => data.remove());
            const service = await startService(data.dir, 0, variables);
            afterTest(() => service.kill());
            return service;
          };
          const one = await start();
          const two = await start();
          const { page, problems } = await openPage(browser(), one.url);
          afterTest(() => page.context().close());
          await openCluster(page);
          await page.getByText('2 processes share all 256 shards.').waitFor();
          const cards = page.locator('.process', { hasText: '128 of 256 shards' });
          await cards.nth(1).waitFor();
          expect(await page.locator('.process .status.ready').allInnerTexts()).toEqual([
            'this process',
            'reachable',
          ]);
          expect(await page.locator('.shards').innerText()).toMatch(/^[AB\s]+$/);

          // people whom the other process holds are found from the Actors page
          const door = visitor(one.url);
          const held = async (name: string): Promise<{ readonly id: string; readonly isSelf: boolean }> => {
            const id = await door.idOf(name);
            const found = await door.json<{ entities: readonly { readonly isSelf: boolean }[] }>(
              `/api/cluster/find?entity=user:0:${id}`,
            );
            return { id, isSelf: found.entities[0]?.isSelf ?? true };
          };
          let elsewhere = await held('guest-a');
          for (let n = 0; n < 20 && elsewhere.isSelf; n += 1) elsewhere = await held(`guest-${n}`);
          await page.getByRole('link', { name: 'Actors' }).click();
          await page.getByPlaceholder('Filter by id').fill(elsewhere.id);
          await page.locator('.held', { hasText: 'held by' }).waitFor();
          expect(await page.locator('.held').innerText()).toContain(`user:0:${elsewhere.id}`);

          await openCluster(page);
          await two.kill();
          await page.locator('.process.silent', { hasText: 'no answer' }).waitFor({ timeout: WITHIN_MS });
          await page
            .getByText('One process does everything and has all shards.')
            .waitFor({ timeout: WITHIN_MS });
          expect(problems).toEqual([]);
        },
        2 * WITHIN_MS,
      );
    });
  });
});
