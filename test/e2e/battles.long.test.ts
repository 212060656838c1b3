import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { visitor } from '#test/support/service-rig.ts';
import { say } from './hall.ts';
import { onStage } from './suite.ts';

/** Windows that any battle is over by. */
const ROUNDS_MAX = 250;

/** Challenges a trainer by the hall and goes over to the battle's own page; its id. */
const fightTrainer = async (page: Page, line: string): Promise<string> => {
  const message = await say(page, line);
  await message.getByRole('button', { name: 'Start', exact: true }).click();
  await message.getByRole('button', { name: 'Give up' }).waitFor();
  await message.getByRole('link', { name: 'Watch on the battle page' }).click();
  await page.locator('.arena').waitFor();
  return /#\/battles\/([a-z0-9]+)/.exec(page.url())?.[1] ?? '';
};

const tickOf = async (page: Page): Promise<number> =>
  Number(await page.locator('.counter .tick-number').innerText());

const result = (page: Page): Locator => page.locator('.result');

/** Waits until more has been played than so many ticks, or the battle is over. */
const playedOn = async (page: Page, tick: number): Promise<void> => {
  await page
    .locator('.result')
    .or(page.locator('.counter .tick-number').filter({ hasNotText: new RegExp(`^${tick}$`) }))
    .first()
    .waitFor();
};

/** Names on a side's places, `not seen yet` where nobody was. */
const teamOf = async (page: Page, side: number): Promise<readonly string[]> =>
  (await page.locator(`.side-${side} .slot-name`).allInnerTexts()).map((text) =>
    text.replaceAll(/\s*\((?:on the field|fallen)\)/g, '').trim(),
  );

onStage('the battle page', (stage) => {
  it('is played by the keyboard to its end, verified in the browser, replayed and shared', async () => {
    const { page, problems } = await stage.open();
    const id = await fightTrainer(page, '/battle npc trainer:wren team:loan:cinderlynx,loan:mossback');
    await page.locator('.order').first().waitFor();
    for (let round = 0; round < ROUNDS_MAX && (await result(page).count()) === 0; round += 1) {
      const tick = await tickOf(page);
      await page.keyboard.press(round === 1 ? 'g' : '1');
      await playedOn(page, tick);
    }
    expect(await result(page).innerText()).toMatch(/You (?:won|lost)/);

    await page.getByRole('button', { name: 'Verify in this browser' }).click();
    await page.locator('.verdict.good').waitFor();
    expect(await page.locator('.verdict').innerText()).toMatch(/MATCH[\s\S]*[0-9a-f]{64}/);

    await page.getByRole('link', { name: 'Watch the replay' }).click();
    await page.locator('.transport').waitFor();
    expect(await tickOf(page)).toBe(0);
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('ArrowLeft');
    expect(await tickOf(page)).toBe(9);
    await page.getByRole('button', { name: 'Link to this tick' }).click();
    expect(page.url()).toContain(`#/battles/${id}?tick=9`);
    await page.reload();
    await page.locator('.transport').waitFor();
    expect(await tickOf(page)).toBe(9);
    await page.keyboard.press('End');
    expect(await page.locator('.battle-log li').last().innerText()).toMatch(/wins the battle/);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('shows a spectator no fighter before it enters', async () => {
    const { page: own, problems } = await stage.open();
    const id = await fightTrainer(own, '/battle npc trainer:marlow');
    // within the round of the order they would bring in whom they like better
    await visitor(stage.service.url).run('ash', `/battle standing switching:false battle:${id}`);
    const { page: other, problems: more } = await stage.open();
    await other.goto(`${stage.service.url}/#/battles/${id}`);
    await other.locator('.person', { hasText: 'Misty' }).click();
    await other.locator('.arena').waitFor();
    const team = await teamOf(own, 0);
    expect(team).toHaveLength(3);
    expect(await teamOf(other, 0)).toEqual([team[0], 'not seen yet', 'not seen yet']);
    expect((await teamOf(other, 1)).slice(1)).toEqual(['not seen yet', 'not seen yet']);
    expect(await other.locator('.order').count()).toBe(0);
    const seen = await (await fetch(`${stage.service.url}/api/battles/${id}?persona=misty`)).text();
    for (const name of team.slice(1)) expect(seen).not.toContain(name);

    // before the orders are there a key means nothing, and while a round plays it shows the end of that
    await own.locator('.orders:not(.behind) .order').first().waitFor();
    await own.keyboard.press('w');
    await other.locator('.side-0 .slot.current', { hasText: team[1] ?? '' }).waitFor();
    expect((await teamOf(other, 0))[2]).toBe('not seen yet');

    await own.getByRole('button', { name: 'Give up' }).click();
    const asking = own.getByRole('dialog');
    await asking.getByText('Give up?').waitFor();
    await asking.getByRole('button', { name: 'Give up' }).click();
    await result(other).waitFor();
    expect(await teamOf(other, 0)).toEqual(team);
    expect([...problems, ...more]).toEqual([]);
    await own.context().close();
    await other.context().close();
  });

  it('accepts and starts a challenge from the battle page', async () => {
    const { page, problems } = await stage.open();
    await page.locator('.person', { hasText: 'Misty' }).click();
    await say(page, '/eco balance');
    await page.locator('.person', { hasText: 'Ash' }).click();
    const message = await say(page, '/battle challenge user:misty team:loan:mossback tempo:live');
    await message.getByRole('link', { name: 'Watch on the battle page' }).click();
    await page.locator('.challenge-card').getByRole('button', { name: 'Withdraw' }).waitFor();
    await page.locator('.person', { hasText: 'Misty' }).click();
    await page.locator('.challenge-card').getByRole('button', { name: 'Accept', exact: true }).click();
    await page.locator('.person', { hasText: 'Ash' }).click();
    await page.locator('.challenge-card').getByRole('button', { name: 'Start with my seed…' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Your seed').fill('lucky-7');
    await form.getByRole('button', { name: 'Submit' }).click();
    await page.locator('.order').first().waitFor();
    await page.keyboard.press('2');
    await page.locator('.order.chosen[data-choice="move2"]').waitFor();
    await page.goto(`${stage.service.url}/#/battles`);
    await page.locator('.live-card.own').waitFor();
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('shows the first answer to what is over, although the live ones change meanwhile', async () => {
    const { page, problems } = await stage.open();
    let isFirst = true;
    await page.route('**/api/battles?state=finished*', async (route) => {
      // any later question stays open
      if (!isFirst) return;
      isFirst = false;
      await page.locator('.live-card').first().waitFor();
      await route.continue();
    });
    await page.goto(`${stage.service.url}/#/battles`);
    await page.locator('.finished').waitFor();
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('saves a replay from the answer that names its file', async () => {
    const { page, problems } = await stage.open();
    const list = await (await fetch(`${stage.service.url}/api/battles?state=finished`)).text();
    const id = /"id":"([a-z0-9]+)"/.exec(list)?.[1] ?? '';
    const answer = await say(page, `/battle replay id:${id}`);
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      answer.getByRole('link', { name: `/api/battles/${id}/replay` }).click(),
    ]);
    expect(JSON.parse(await readFile(await file.path(), 'utf8'))).toMatchObject({ battleId: id });
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('says of a private or missing battle that there is none', async () => {
    const { page, problems } = await stage.open();
    await page.goto(`${stage.service.url}/#/battles/nosuchbattle`);
    await page.getByText('There is no such battle, or it is private.').waitFor();
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('comes back after the service was gone, and says so meanwhile', async () => {
    const { page, problems } = await stage.open();
    await fightTrainer(page, '/battle npc trainer:tobi');
    await stage.service.kill();
    await page.getByText('Connection lost, trying again').waitFor();
    await stage.restart();
    await page.locator('.battle-head .link-state.open').waitFor();
    const tick = await tickOf(page);
    await page.keyboard.press('1');
    await playedOn(page, tick);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('verifies files from disk, and takes garbage in its stride', async () => {
    const { page, problems } = await stage.open();
    await page.goto(`${stage.service.url}/#/replay-file`);
    const list = await (await fetch(`${stage.service.url}/api/battles?state=finished`)).text();
    const id = /"id":"([a-z0-9]+)"/.exec(list)?.[1] ?? '';
    const good = join(stage.dir, 'good.json');
    await writeFile(good, await (await fetch(`${stage.service.url}/api/battles/${id}/replay`)).text());
    const bad = join(stage.dir, 'bad.json');
    const forged = (await readFile(good, 'utf8')).replace(
      /"ticks":(\d+)/,
      (_all, n) => `"ticks":${Number(n) + 1}`,
    );
    await writeFile(bad, forged);
    const garbage = join(stage.dir, 'garbage.json');
    await writeFile(garbage, Buffer.from([0, 255, 1, 2]));

    const choose = (file: string): Promise<void> => page.locator('.drop input').setInputFiles(file);
    await choose(garbage);
    await page.locator('.verdict.bad', { hasText: 'no JSON' }).waitFor();
    await choose(bad);
    await page.locator('.verdict.bad', { hasText: 'states for' }).waitFor();
    await choose(good);
    await page.locator('.verdict.good', { hasText: 'MATCH' }).waitFor();
    await page.keyboard.press('End');
    expect(await tickOf(page)).toBeGreaterThan(0);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('fits a phone without scrolling sideways', async () => {
    const phone = { viewport: { width: 375, height: 740 }, isMobile: true, hasTouch: true };
    const { page, problems } = await stage.open(phone);
    const id = await fightTrainer(page, '/battle npc trainer:ilse tempo:live');
    const tooWide: string[] = [];
    for (const view of [`#/battles/${id}`, '#/battles', '#/replay-file']) {
      await page.goto(`${stage.service.url}/${view}`);
      await page.locator('.arena, .battle-list').first().waitFor();
      if (await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth'))
        tooWide.push(view);
    }
    expect(tooWide).toEqual([]);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
