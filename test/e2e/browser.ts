import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const CANDIDATES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The Chromium of this machine: `GUILDHALL_TEST_CHROMIUM`, else the usual places; `undefined` when there is none. */
export const findChromium = (): string | undefined => {
  const named = process.env['GUILDHALL_TEST_CHROMIUM'];
  return named ?? CANDIDATES.find((path) => existsSync(path));
};

/** What a run without a browser says. @throws Error with `CI=true`: what should run must run */
export const noBrowser = (): string => {
  const line = `No browser to test with: install chromium (${CANDIDATES.join(', ')}) or name one by GUILDHALL_TEST_CHROMIUM.`;
  if (process.env['CI'] === 'true') throw new Error(line);
  return line;
};

/** Starts a headless browser. */
export const launchBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, args: FLAGS });

/** Builds the page if it is older than its sources. @throws Error with Vite's words when that fails */
export const buildPage = (): void => {
  const script = new URL('../../tools/build-page.ts', import.meta.url).pathname;
  const run = spawnSync(process.execPath, [script], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
};

/** A page with what went wrong in it; refusals of commands and a service that is away are no faults of the page. */
export interface WatchedPage {
  readonly page: Page;
  readonly problems: readonly string[];
}

const EXPECTED =
  /Failed to load resource|net::ERR_(?:CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING|CONNECTION_RESET|EMPTY_RESPONSE)/;

/** Opens the page as somebody with a fresh browser would and waits until it is connected. */
export const openPage = async (
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> => {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    const bad = message.type() === 'error' || message.type() === 'warning';
    if (bad && !EXPECTED.test(message.text())) problems.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith('data:'))
      problems.push(`asked ${request.url()}`);
  });
  await page.goto(url);
  await page.locator('.link-state.open').waitFor({ state: 'attached' });
  await page.locator('.person').first().waitFor();
  return { page, problems };
};
