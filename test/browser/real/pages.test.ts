import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import axe from 'axe-core';
import type { Browser, Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listShipped } from '../../../src/files/read.js';
import { latsim, workFolder } from '../../cli/latsim.js';
import {
  CHROMIUM,
  checked,
  DESKTOP,
  launched,
  opened,
  PHONE,
  pageOf,
  SCREENSHOTS,
} from './chromium.js';

/** Pages as a reader has them: from a file, in a real browser. */

if (CHROMIUM === undefined) {
  console.log('No Chromium was found: pages are not opened. Name one in CHROME_PATH.');
}

/** Loggers and strategies of users. */
const EXAMPLES = fileURLToPath(new URL('../../../docs/examples/', import.meta.url));

const SHIPPED = listShipped().map(({ name }) => name);

const PAGES = [
  'run 16x4',
  'compare 16x4',
  'page 16x4',
  'trace 16x4',
  'explore --logger unlocked',
  'run two-model-groups',
  'gate 16x4 -n 10 --fixed --expect lost==0',
];

describe.skipIf(CHROMIUM === undefined)('in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launched();
  });
  afterAll(() => browser?.close());

  it.each([...PAGES, 'page --lesson'])(
    '%s asks for nothing, and complains of nothing',
    async (command) => {
      const { page, requests, complaints } = await opened(browser, await pageOf(command));
      if ((await page.$('#check')) !== null) {
        expect(await checked(page)).toContain('the same to the bit');
      }
      expect(requests.filter((url) => !/^(file|blob):/.test(url))).toEqual([]);
      expect(requests.filter((url) => url.startsWith('file:'))).toHaveLength(1);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );

  it.each(PAGES)('%s has its finding on the first screen', async (command) => {
    for (const [name, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
      // Of two model groups there is more to say than a phone shows at once.
      const wanted = ['h1', '.split', '.causes', 'pre.command'];
      const fits = viewport === DESKTOP || !command.includes('two-model-groups');
      for (const dark of [false, true]) {
        const { page } = await opened(browser, await pageOf(command), { viewport, dark });
        const file = `${command.replace(/\W+/g, '-')}-${name}-${dark ? 'dark' : 'light'}`;
        await page.screenshot({ path: join(SCREENSHOTS, `${file}.png`) });
        await page.screenshot({ path: join(SCREENSHOTS, `${file}-whole.png`), fullPage: true });
        const below = await belowTheFold(page, fits ? wanted : ['h1']);
        expect(below, `${command} at ${name}`).toEqual([]);
        expect(await widerThanThePage(page), `${command} at ${name}`).toBe(false);
        await page.close();
      }
    }
  });

  it.each([...PAGES, 'page --lesson'])('axe finds no fault in %s', async (command) => {
    for (const dark of [false, true]) {
      const { page } = await opened(browser, await pageOf(command), { dark });
      await page.waitForNetworkIdle({ idleTime: 200 }).catch(() => undefined);
      expect(await faultsFoundByAxe(page)).toEqual([]);
      await page.close();
    }
  });

  it('says its pictures and tables without a script', async () => {
    const { page } = await opened(browser, await pageOf('page 16x4'), { script: false });
    const text = await page.evaluate(() => document.body.innerText).catch(() => '');
    const html = text === '' ? await page.content() : text;
    expect(html).toContain('gpt-4.1');
    const sizes = await page.$$('svg');
    expect(sizes.length).toBeGreaterThan(3);
    await page.close();
  });

  it('prints to two pages', async () => {
    const { page } = await opened(browser, await pageOf('run 16x4'));
    const pdf = Buffer.from(await page.pdf({ format: 'A4' })).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(2);
    await page.close();
  });

  it('moves nothing for whoever wants no motion', async () => {
    const { page } = await opened(browser, await pageOf('page 16x4'), { still: true });
    await page.focus('#known-time');
    await page.keyboard.press('ArrowRight');
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
    await page.close();
  });

  it('can be used with the keyboard alone', async () => {
    const { page } = await opened(browser, await pageOf('page 16x4'));
    const missed = await notReached(page);
    expect(missed).toEqual([]);
    await page.waitForSelector('#known .cursor');
    await page.focus('#known-time');
    const before = await page.$eval('#known .now', (now) => now.textContent);
    for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
    expect(await page.$eval('#known .now', (now) => now.textContent)).not.toBe(before);
    await page.focus('#control-1');
    await page.keyboard.press('ArrowLeft');
    await outcome(page);
    expect(await page.$eval('#settings .command', (of) => of.textContent)).toContain(
      '--set dispatch.every=3s',
    );
    await page.close();
  });

  it('says what the command for its settings prints', async () => {
    const { page } = await opened(browser, await pageOf('run 16x4'));
    await page.select('#settings select', 'locked');
    await page.focus('#control-2');
    for (let i = 0; i < 4; i++) await page.keyboard.press('ArrowRight');
    await page.waitForFunction(
      () => document.querySelector('#settings .facts-of-trial')?.textContent?.startsWith('20 rep'),
      { timeout: 120_000 },
    );
    const command = await page.$eval('#settings .command', (of) => of.textContent ?? '');
    const shares = await page.$$eval('#settings .share b', (all) => all.map((b) => b.textContent));
    const intervals = await page.$$eval('#settings .share .interval', (all) =>
      all.map((one) => one.textContent),
    );
    const { stdout } = await latsim([...command.split(' ').slice(1), '--json']);
    const { groups } = JSON.parse(stdout) as { groups: { share: number; ci95: number[] }[] };
    const points = (value: number) => (value * 100).toFixed(1);
    expect(shares).toEqual(groups.map(({ share }) => `${points(share)}%`));
    expect(intervals).toEqual(groups.map(({ ci95 }) => `[${ci95.map(points).join(', ')}]`));
    await page.close();
  });

  it('measures how soon it answers', async () => {
    const { page } = await opened(browser, await pageOf('run 16x4'));
    const interactive = await page.evaluate(
      () => performance.getEntriesByType('mark').find(({ name }) => name === 'mounted')?.startTime,
    );
    await checked(page);
    const first_ms = await page.evaluate(async () => {
      const slider = document.querySelector<HTMLInputElement>('#control-1') as HTMLInputElement;
      const shares = document.querySelector('#settings .shares') as Element;
      const begun = performance.now();
      const seen = new Promise<void>((resolve) =>
        new MutationObserver(() => resolve()).observe(shares, { childList: true }),
      );
      slider.value = '3';
      slider.dispatchEvent(new Event('input'));
      await seen;
      return performance.now() - begun;
    });
    console.log(`interactive after ${Math.round(interactive ?? Number.NaN)} ms`);
    console.log(`the first result of a slider after ${Math.round(first_ms)} ms`);
    await page.close();
  });

  it.each(SHIPPED)('%s comes to the same figures in a page', async (name) => {
    const { page } = await opened(browser, await pageOf(`run ${name}`));
    expect(await checked(page)).toContain('the same to the bit');
    await page.close();
  });

  it.each([
    `run 16x4 -n 10 --logger ${EXAMPLES}per-deployment-lock.mjs`,
    `compare 16x4 -n 10 --strategy lowest-latency --strategy ${EXAMPLES}expected-wait.mjs`,
  ])('carries the code of a user: %s', async (command) => {
    const { page, complaints } = await opened(browser, await pageOf(command));
    expect(await checked(page)).toContain('the same to the bit');
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('ends the code of a user that never ends', async () => {
    const hangs = "*record() { while (typeof process === 'undefined'); }, *view() {}";
    const code = `export default { name: 'hangs', ${hangs} };`;
    const file = join(workFolder({ 'hangs.mjs': code }), 'hangs.mjs');
    const { page } = await opened(browser, await pageOf(`run 16x4 -n 10 --logger ${file}`));
    expect(await checked(page)).toContain('its own code never ends');
    await page.close();
  });

  it.each([
    ['a figure of its data', '"share":0.7', '"share":0.6'],
    ['a figure that it shows', '<td class="share"><b>7', '<td class="share"><b>6'],
    ['a trace hash', '"traceHash":"', '"traceHash":"f'],
  ])('finds a page that was altered in %s', async (_what, from, to) => {
    const text = readFileSync(await pageOf('run 16x4'), 'utf8');
    const altered = text.replace(from, to);
    expect(altered).not.toBe(text);
    const file = join(workFolder({}), 'altered.html');
    writeFileSync(file, altered);
    const { page } = await opened(browser, file);
    expect(await checked(page)).toMatch(/^Not the same/);
    await page.close();
  });
});

/** Which of some elements, the first of each, are not within the window as it opens. */
function belowTheFold(page: Page, selectors: readonly string[]): Promise<string[]> {
  return page.evaluate(
    (all) =>
      all.filter((selector) => {
        const found = document.querySelector(selector);
        if (found === null) return false;
        const { top, bottom, left, right } = found.getBoundingClientRect();
        return top < 0 || left < 0 || bottom > innerHeight || right > innerWidth;
      }),
    selectors,
  );
}

function widerThanThePage(page: Page): Promise<boolean> {
  return page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
}

/** The rules that do not hold, and where. */
async function faultsFoundByAxe(page: Page): Promise<string[]> {
  // The policy of a page lets in no script of others: this one comes from outside.
  await page.evaluate(axe.source);
  const { violations } = (await page.evaluate(
    'axe.run(document, { resultTypes: ["violations"] })',
  )) as axe.AxeResults;
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
}

/** What can be used, and is not reached by the tabulator. */
async function notReached(page: Page): Promise<string[]> {
  const count = await page.evaluate(() => {
    const all = document.querySelectorAll('button:enabled, input, select, summary, a[href]');
    for (const [i, one] of all.entries()) one.setAttribute('data-to-reach', String(i));
    return all.length;
  });
  const reached = new Set<string>();
  for (let i = 0; i < 2 * count + 20; i++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => document.activeElement?.getAttribute('data-to-reach'));
    if (at) reached.add(at);
  }
  return page.evaluate(
    (seen) =>
      [...document.querySelectorAll('[data-to-reach]')]
        .filter((one) => !seen.includes(one.getAttribute('data-to-reach') ?? ''))
        // Of radio buttons the arrow keys reach the others.
        .filter((one) => one.checkVisibility() && !one.matches('[type=radio]:not(:checked)'))
        .map((one) => one.outerHTML.slice(0, 80)),
    [...reached],
  );
}

/** Waits for the first figures of other settings. */
function outcome(page: Page): Promise<unknown> {
  return page.waitForFunction(
    () => document.querySelector('#settings .shares')?.textContent !== '',
    { timeout: 60_000 },
  );
}
