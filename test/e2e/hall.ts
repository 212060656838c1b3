import type { Locator, Page } from 'playwright-core';

/** What this page itself sent, oldest first; what others did comes from the feed at any time. */
export const ownMessages = (page: Page): Locator => page.locator('.message[data-mine="true"]');

/** Types a line, sends it and waits for its answer. Messages are counted once the command line stands. */
export const say = async (page: Page, text: string): Promise<Locator> => {
  const own = ownMessages(page);
  await page.getByRole('combobox', { name: 'Command' }).fill(text);
  const before = await own.count();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  const message = own.nth(before);
  await message.locator('.card').first().waitFor();
  return message;
};
