import { afterAll, beforeAll, describe } from 'vitest';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { buildPage, findChromium, launchBrowser, noBrowser, openPage, type WatchedPage } from './browser.ts';
import { type Service, startService, temporaryData } from './service.ts';

/** A browser and a service of its own for the tests of one file. */
export interface Stage {
  /** Where the service keeps its data. */
  readonly dir: string;
  readonly service: Service;
  /** The page as somebody with a fresh browser sees it. */
  open(options?: BrowserContextOptions): Promise<WatchedPage>;
  /** Starts the service again, where it was. */
  restart(): Promise<void>;
}

/** Tests in a real browser; says so when there is none, and with `CI=true` fails. */
export const inBrowser = (name: string, tests: (browser: () => Browser) => void): void => {
  const executable = findChromium();
  if (executable === undefined) console.warn(noBrowser());
  describe.skipIf(executable === undefined)(`${name} in a real browser`, () => {
    let browser: Browser | undefined;
    beforeAll(async () => {
      buildPage();
      browser = await launchBrowser(executable ?? '');
    });
    afterAll(() => browser?.close());
    tests(() => {
      if (browser === undefined) throw new Error('no browser is open');
      return browser;
    });
  });
};

/** Tests of the page in a real browser, with one service for all of them. */
export const onStage = (name: string, tests: (stage: Stage) => void): void => {
  inBrowser(name, (browser) => {
    let service: Service | undefined;
    let data: Awaited<ReturnType<typeof temporaryData>> | undefined;
    const started = (): Service => {
      if (service === undefined) throw new Error('no service runs');
      return service;
    };
    beforeAll(async () => {
      data = await temporaryData();
      service = await startService(data.dir);
    });
    afterAll(async () => {
      await service?.kill();
      await data?.remove();
    });
    tests({
      get dir() {
        return data?.dir ?? '';
      },
      get service() {
        return started();
      },
      open: (options) => openPage(browser(), started().url, options),
      restart: async () => {
        service = await startService(data?.dir ?? '', started().port);
      },
    });
  });
};
