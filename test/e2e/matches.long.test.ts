import { expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { say } from './hall.ts';
import { onStage } from './suite.ts';

/** Choices that any hunt of a goblin is over by. */
const CHOICES_MAX = 60;
/** Each try takes as long as the service waits for an answer. */
const TRIES_MAX = 10;

/** Starts a match by the hall and goes over to its own page; its id. */
const begin = async (page: Page, line: string): Promise<string> => {
  let message = await say(page, line);
  // the first Pokémon battle of a process finds its rules not loaded yet, and says to ask again
  for (let n = 0; n < TRIES_MAX && (await message.getByText('are being loaded').count()) > 0; n += 1)
    message = await say(page, line);
  await message.getByRole('button', { name: 'Start', exact: true }).click();
  await message.getByRole('button', { name: 'Give up' }).waitFor();
  await message.getByRole('link', { name: 'Watch on the battle page' }).click();
  await page.locator('.match-arena').waitFor();
  return /#\/battles\/([a-z0-9]+)/.exec(page.url())?.[1] ?? '';
};

const turn = (page: Page): Locator => page.locator('.counter .tick-number');
const result = (page: Page): Locator => page.locator('.result');

/** Presses a key and waits until the turn is over, or all of it. */
const playTurn = async (page: Page, key: string): Promise<void> => {
  const before = await turn(page).innerText();
  await page.keyboard.press(key);
  await result(page)
    .or(turn(page).filter({ hasNotText: new RegExp(`^${before}$`) }))
    .first()
    .waitFor();
};

/** Choices of which a part cannot be read. */
const cutOff = (page: Page): Promise<readonly string[]> =>
  page.evaluate<string[]>(
    `[...document.querySelectorAll('.choice .label, .choice .type')].filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent)`,
  );

onStage('the match page', (stage) => {
  it('plays a hunt by the keyboard to its end, verifies it and reads it again', async () => {
    const { page, problems } = await stage.open();
    const id = await begin(page, '/battle npc trainer:osrs-goblin');
    await page.locator('.choice').first().waitFor();
    expect(await cutOff(page)).toEqual([]);
    for (let n = 0; n < CHOICES_MAX && (await result(page).count()) === 0; n += 1) await playTurn(page, '1');
    expect(await result(page).innerText()).toMatch(/You (?:won|lost)/);
    expect(await page.locator('.story .chapter').first().innerText()).toContain('Ash meets Goblin');

    await page.getByRole('button', { name: 'Verify in this browser' }).click();
    await page.locator('.verdict.good', { hasText: /MATCH[\s\S]*all \d+ turns/ }).waitFor();

    await page.keyboard.press('Home');
    await page.locator('.reader', { hasText: 'The start' }).waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('button', { name: 'Link to this turn' }).click();
    expect(page.url()).toContain(`#/battles/${id}?tick=1`);
    await page.reload();
    await page.locator('.reader', { hasText: 'Turn 1' }).waitFor();

    await page.goto(`${stage.service.url}/#/battles`);
    await page.locator('.finished a', { hasText: /Goblin[\s\S]*\d turns?/ }).waitFor();
    await page.getByText('Pokémon', { exact: true }).click();
    await page.getByText('Nobody has a rating yet').waitFor();
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('plays a Pokémon battle with somebody watching, who is asked nothing, and is given up', async () => {
    const { page, problems } = await stage.open();
    const id = await begin(page, '/battle npc trainer:fern format:gen9randombattle');
    const { page: other, problems: more } = await stage.open();
    await other.goto(`${stage.service.url}/#/battles/${id}`);
    await other.locator('.person', { hasText: 'Misty' }).click();
    await other.locator('.match-arena').waitFor();
    await page.locator('.choice').first().click();
    await other.locator('.story .chapter', { hasText: 'Turn 1' }).waitFor();
    expect(await other.locator('.choice').count()).toBe(0);
    expect(await page.locator('.story .chapter').first().innerText()).toMatch(/Ash sent out/);

    await page.getByRole('button', { name: 'Give up' }).click();
    const asking = page.getByRole('dialog');
    await asking.getByRole('button', { name: 'Give up' }).click();
    await result(other).waitFor();
    expect(await result(other).innerText()).toContain('because the other side gave up');
    await result(page).waitFor();
    await page.getByRole('button', { name: 'Verify', exact: true }).click();
    await page.locator('.verify-card .card.good', { hasText: 'MATCH' }).waitFor();
    expect([...problems, ...more]).toEqual([]);
    await page.context().close();
    await other.context().close();
  });

  it('accepts, starts and plays doubles slot by slot on a phone without scrolling sideways', async () => {
    const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
    const { page, problems } = await stage.open(phone);
    const id = await begin(page, '/battle npc trainer:fern format:gen9randomdoublesbattle');
    expect(await page.locator('.choice .type').count()).toBeGreaterThan(0);
    expect(await cutOff(page)).toEqual([]);
    await page.locator('.choice.switch').first().click();
    await page.getByText('1 of 2 chosen.').waitFor();
    await page.getByRole('button', { name: 'Choose anew' }).click();
    await page.getByText('1 of 2 chosen.').waitFor({ state: 'detached' });
    await page.locator('.choice.switch').nth(0).click();
    await page.getByText('1 of 2 chosen.').waitFor();
    await page.locator('.choice.switch').nth(0).click();
    await turn(page)
      .filter({ hasText: '2' })
      .or(page.locator('.choices h2', { hasText: 'comes in' }))
      .first()
      .waitFor();
    const tooWide: string[] = [];
    for (const view of [`#/battles/${id}`, '#/battles']) {
      await page.goto(`${stage.service.url}/${view}`);
      await page.locator('.match-arena, .battle-list').first().waitFor();
      if (await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth'))
        tooWide.push(view);
    }
    expect(tooWide).toEqual([]);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
