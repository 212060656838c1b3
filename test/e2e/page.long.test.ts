import { expect, it } from 'vitest';
import type { Locator, Page } from 'playwright-core';
import { ownMessages, say } from './hall.ts';
import { onStage } from './suite.ts';

const becomes = async (page: Page, name: string): Promise<void> => {
  await page.locator('.person', { hasText: name }).click();
};

/** The free coins in a purse, as `/eco balance` tells them. */
const coinsOf = async (page: Page): Promise<number> => {
  const message = await say(page, '/eco balance');
  const free = message.locator('.fields > div', { hasText: 'Free' }).locator('dd');
  const digits = /[\d,]+/.exec(await free.innerText())?.[0] ?? 'NaN';
  return Number(digits.replaceAll(',', ''));
};

/** A species that may be adopted, as the palette would offer it. */
const anySpecies = async (url: string): Promise<string> => {
  const query = new URLSearchParams({ persona: 'ash', command: 'pet adopt', option: 'species', partial: '' });
  const answer = await fetch(`${url}/api/playground/autocomplete?${query.toString()}`);
  const value = /"value":"([^"]+)"/.exec(await answer.text())?.[1];
  if (value === undefined) throw new Error('no species is offered');
  return value;
};

/** Presses Confirm twice, as impatient people do, and waits until the one answer stands in its place. */
const confirm = async (message: Locator): Promise<void> => {
  const button = message.getByRole('button', { name: 'Confirm' });
  await button.dblclick();
  await button.waitFor({ state: 'detached' });
  expect(await message.locator('.card.error').count()).toBe(0);
};

onStage('the page', (stage) => {
  it('greets a newcomer, shows what happens and runs a suggestion by one click', async () => {
    const { page, problems } = await stage.open();
    await page.getByRole('heading', { name: 'Welcome to the hall' }).waitFor();
    const suggestions = page.locator('.suggestions button');
    await suggestions.first().waitFor();
    expect(await suggestions.count()).toBeGreaterThanOrEqual(4);
    await page.locator('.fact').first().waitFor();
    await suggestions.filter({ hasText: '/help' }).click();
    await page.locator('.message', { hasText: '/help' }).locator('.card').waitFor();
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('keeps pet, payment and old buttons over a kill -9', async () => {
    const { page, problems } = await stage.open();
    const species = await anySpecies(stage.service.url);
    const adopted = await say(page, `/pet adopt species:${species} name:Bramble`);
    if ((await adopted.getByRole('button', { name: 'Confirm' }).count()) > 0) await confirm(adopted);
    expect(await (await say(page, '/pet view')).locator('.card').first().innerText()).toContain('Bramble');

    const before = await coinsOf(page);
    await confirm(await say(page, '/eco pay user:misty amount:100'));
    expect(await coinsOf(page)).toBe(before - 100);

    const pet = await say(page, '/pet view');
    const waiting = await say(page, '/eco pay user:misty amount:50');
    await stage.service.kill();
    await page.locator('.banner').waitFor();
    await stage.restart();
    await page.locator('.banner').waitFor({ state: 'detached' });

    await confirm(waiting);
    const play = pet.getByRole('button', { name: 'Play' });
    const customId = await play.getAttribute('data-custom-id');
    await play.click();
    await pet.locator(`[data-custom-id="${customId}"]`).waitFor({ state: 'detached' });
    expect(await pet.locator('.card').first().innerText()).toContain('Bramble');
    expect(await coinsOf(page)).toBe(before - 150);

    await page.reload();
    await page.locator('.link-state.open').waitFor({ state: 'attached' });
    expect(await page.locator('.message', { hasText: 'Bramble' }).count()).toBeGreaterThan(0);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('is done by the keyboard alone, from the palette to the confirmed payment', async () => {
    const { page, problems } = await stage.open();
    const key = (name: string): Promise<void> => page.keyboard.press(name);
    const input = page.getByRole('combobox', { name: 'Command' });
    await key('/');
    expect(await input.inputValue()).toBe('/');
    await page.getByRole('listbox').waitFor();
    await page.keyboard.type('ecpay');
    await key('Tab');
    expect(await input.inputValue()).toBe('/eco pay user:');
    await page.keyboard.type('mi');
    await key('Enter');
    expect(await input.inputValue()).toBe('/eco pay user:misty amount:');
    await key('Enter');
    await page.getByRole('alert').filter({ hasText: 'amount is needed: 250, 250k' }).waitFor();
    await page.keyboard.type('25');
    await key('Enter');
    const quote = ownMessages(page)
      .last()
      .getByRole('button', { name: /confirm/i });
    await quote.waitFor();
    const focused = quote.and(page.locator(':focus'));
    for (let step = 0; step < 60 && (await focused.count()) === 0; step += 1) await key('Shift+Tab');
    await key('Enter');
    await quote.waitFor({ state: 'detached' });
    // after the answer is drawn
    await page.locator('.message:focus, .message :focus').waitFor();
    await input.focus();
    await key('ArrowUp');
    expect(await input.inputValue()).toBe('/eco pay user:misty amount:25');
    await key('Escape');
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('shows a long answer from its beginning, and goes on at the end', async () => {
    const { page, problems } = await stage.open({ viewport: { width: 390, height: 640 } });
    const long = await say(page, '/help');
    const log = await page.locator('.log').boundingBox();
    const answer = await long.boundingBox();
    expect(answer?.height).toBeGreaterThan(log?.height ?? 0);
    expect(Math.abs((answer?.y ?? 0) - (log?.y ?? 0))).toBeLessThan(2);
    const short = await say(page, '/eco balance');
    const below = await short.boundingBox();
    expect((below?.y ?? 0) + (below?.height ?? 0)).toBeLessThanOrEqual((log?.y ?? 0) + (log?.height ?? 0));
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('gives the keyboard back when a form is left', async () => {
    const { page, problems } = await stage.open();
    const card = await say(page, '/battle npc trainer:wren');
    const opener = card.getByRole('button', { name: 'Start with my seed…' });
    for (const leave of ['Escape', 'Enter']) {
      await opener.focus();
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor();
      if (leave === 'Enter') await page.getByRole('button', { name: 'Cancel' }).focus();
      await page.keyboard.press(leave);
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      await opener.and(page.locator(':focus')).waitFor();
    }
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('keeps private answers to their persona and shows public ones once', async () => {
    const { page, problems } = await stage.open();
    await say(page, '/eco balance');
    await page.getByText('Only you can see this').first().waitFor();
    await becomes(page, 'Misty');
    expect(await page.locator('.message .used', { hasText: '/eco balance' }).count()).toBe(0);
    const shared = await say(page, '/profile view share:true');
    const title = await shared.locator('h3').innerText();
    await becomes(page, 'Ash');
    expect(await page.locator('.message h3', { hasText: title }).count()).toBe(1);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('says what is wrong with a command and leaves nothing half done', async () => {
    const { page, problems } = await stage.open();
    const message = await say(page, '/eco pay user:misty amount:900000000000');
    const card = message.locator('.card.error');
    await card.waitFor();
    expect(await card.innerText()).toMatch(/E_[A-Z]+/);
    expect(await card.innerText()).toMatch(/trace/);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('fits a phone without scrolling sideways', async () => {
    const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
    const { page, problems } = await stage.open(phone);
    await say(page, '/eco balance');
    await say(page, '/help');
    const tooWide: string[] = [];
    for (const view of ['#/', '#/live', '#/actors']) {
      await page.goto(`${stage.service.url}/${view}`);
      if (await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth'))
        tooWide.push(view);
    }
    expect(tooWide).toEqual([]);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it('crashes an actor from the Actors page and sees it return', async () => {
    const { page, problems } = await stage.open();
    await say(page, '/eco balance');
    await page.getByRole('link', { name: 'Actors' }).click();
    const row = page.locator('tr[data-actor^="ledger:"]').first();
    await row.waitFor();
    const before = Number(await row.locator('[data-label="Restarts"]').innerText());
    await row.getByRole('button', { name: /crash/i }).click();
    await row.getByText(/back from its log/).waitFor();
    expect(Number(await row.locator('[data-label="Restarts"]').innerText())).toBe(before + 1);
    await page.getByRole('link', { name: 'The hall' }).click();
    expect(await coinsOf(page)).toBeGreaterThan(0);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});
