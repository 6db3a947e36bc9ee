import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import puppeteer, { type Browser, type Page, type Viewport } from 'puppeteer-core';
import { latsim, workFolder } from '../../cli/latsim.js';

/** Where Chromium is looked for, after `CHROME_PATH`. */
const USUAL_PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser that there is; undefined: none. */
export const CHROMIUM = [process.env.CHROME_PATH ?? '', ...USUAL_PLACES].find(
  (path) => path !== '' && existsSync(path),
);

export const DESKTOP: Viewport = { width: 1280, height: 720 };
export const PHONE: Viewport = { width: 390, height: 844, isMobile: true, hasTouch: true };

/** Screenshots are kept here; git ignores it. */
export const SCREENSHOTS = fileURLToPath(new URL('../../../.build/screenshots/', import.meta.url));

export async function launched(): Promise<Browser> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  return puppeteer.launch({
    executablePath: CHROMIUM as string,
    args: ['--no-sandbox'],
    headless: true,
  });
}

const folder = workFolder({});
const written = new Map<string, Promise<string>>();

/** The file that a command writes as a page; each command is run once. */
export function pageOf(command: string): Promise<string> {
  const known = written.get(command);
  if (known !== undefined) return known;
  const file = join(folder, `${command.replace(/\W+/g, '-')}.html`);
  const made = latsim([...command.split(' '), '--output', file], { cwd: folder }).then((ended) => {
    // An expectation that does not hold is no matter here.
    if (ended.code > 1) throw new Error(`${command}: ${ended.stderr}`);
    return file;
  });
  written.set(command, made);
  return made;
}

/** A page that is open, and what it asked for and complained of. */
export interface Opened {
  readonly page: Page;
  readonly requests: string[];
  readonly complaints: string[];
}

export interface Conditions {
  readonly viewport?: Viewport;
  readonly dark?: boolean;
  readonly still?: boolean;
  readonly script?: boolean;
}

/** Opens a file as a reader does. */
export async function opened(
  browser: Browser,
  file: string,
  { viewport = DESKTOP, dark = false, still = false, script = true }: Conditions = {},
): Promise<Opened> {
  const page = await browser.newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.setViewport(viewport);
  await page.setJavaScriptEnabled(script);
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' },
    { name: 'prefers-reduced-motion', value: still ? 'reduce' : 'no-preference' },
  ]);
  await page.goto(pathToFileURL(file).href);
  if (script) await page.waitForFunction(() => document.querySelector('button') !== null);
  return { page, requests, complaints };
}

/** What the check of a page says when it is done. */
export async function checked(page: Page): Promise<string> {
  await page.waitForFunction(
    () => {
      const button = document.querySelector<HTMLButtonElement>('#check button');
      const said = document.querySelector('#check [role=status]')?.textContent ?? '';
      if (said === '') button?.click();
      return said !== '' && !said.startsWith('Computing');
    },
    { timeout: 300_000, polling: 100 },
  );
  return page.$eval('#check [role=status]', (status) => status.textContent ?? '');
}
