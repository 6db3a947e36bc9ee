import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { latsim } from '../cli/in-process.js';
import { SMALL, workFolder } from '../cli/latsim.js';

const require = createRequire(import.meta.url);
const { JSDOM } = require('jsdom') as {
  JSDOM: new (html: string) => { readonly window: Window };
};

const EVIL = '</script><script>alert(1)</script><img src=x onerror=alert(1)>&amp;"\'`{1}<!--';
const NOTE = `${EVIL}\u202e\u2066${'x'.repeat(10_000)}`;

const folder = workFolder({ 'small.yaml': SMALL });

/** The page that a command writes to stdout. */
async function written(...args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await latsim([...args, '--threads', '1'], { cwd: folder });
  expect(stderr).toBe('');
  return stdout;
}

const parsed = (page: string): Document => new JSDOM(page).window.document;

const textOf = (page: Document, selector: string): string =>
  page.querySelector(selector)?.textContent?.replaceAll(/\s+/g, ' ').trim() ?? '';

const digest = (text: string): string => createHash('sha256').update(text).digest('base64');

/** The others are made of the same sections, and are opened by `npm run test:browser`. */
const COMMANDS: readonly (readonly [name: string, ...args: readonly string[]])[] = [
  ['run', 'small.yaml', '-n', '10', '-f', 'html'],
  ['explore', '--logger', 'unlocked', '--tasks', '2', '-f', 'html'],
  ['page', 'small.yaml', '-n', '10'],
];

const pages = new Map<string, string>();
const documents = new Map<string, Document>();
beforeAll(async () => {
  for (const args of COMMANDS) {
    const page = await written(...args);
    pages.set(args[0], page);
    documents.set(args[0], parsed(page));
  }
});

describe.each(COMMANDS.map(([name]) => name))('the page of latsim %s', (name) => {
  const page = () => documents.get(name) as Document;

  it('asks for nothing, and lets only its own style and script work', () => {
    const html = page();
    const policy = html
      .querySelector('meta[http-equiv="Content-Security-Policy"]')
      ?.getAttribute('content');
    const [loader] = [...html.querySelectorAll('script:not([type])')];
    const packed = html.getElementById('script')?.textContent ?? '';
    const script = gunzipSync(Buffer.from(packed, 'base64')).toString();
    const style = html.querySelector('style')?.textContent ?? '';
    expect(policy?.split('; ')).toEqual([
      "default-src 'none'",
      `script-src 'sha256-${digest(loader?.textContent ?? '')}' 'sha256-${digest(script)}'`,
      `style-src 'sha256-${digest(style)}'`,
      'worker-src blob:',
      'img-src data:',
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    expect(html.querySelectorAll('script:not([type]), style')).toHaveLength(2);
    expect(style).not.toMatch(/url\(|@import/);
    for (const one of html.querySelectorAll('*')) {
      for (const { name: attribute, value } of one.attributes) {
        expect(attribute).not.toMatch(/^on|^style$|^srcset$|^src$/);
        if (/href$/.test(attribute)) expect(value).toMatch(/^(#|data:,$)/);
      }
    }
  });

  it('has its finding and the command that repeats it without a script', () => {
    const html = page();
    expect(html.querySelectorAll('h1')).toHaveLength(1);
    expect(textOf(html, 'h1')).toMatch(/^.{10,}\.$/);
    expect(textOf(html, '#finding pre.command')).toMatch(/^latsim /);
    if (name === 'explore') {
      expect(textOf(html, '#repeat')).toContain('is not computed again in this page');
      return;
    }
    expect(pages.get(name)).toContain('Copyright (C) 2010 by Johannes Baagøe');
    expect(textOf(html, '#finding .split')).toMatch(/\d% \[\d/);
    expect(textOf(html, '#known h2')).toBe('What the router knows');
    expect(textOf(html, '#check')).toMatch(/trace hash [0-9a-f]{16}/);
    expect(textOf(html, '#words summary')).toBe('What the words mean');
  });

  it('has each id once, and says what its tables and pictures are', () => {
    const html = page();
    const ids = [...html.querySelectorAll('[id]')].map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
    for (const one of html.querySelectorAll('table')) expect(one.caption).not.toBeNull();
    for (const one of html.querySelectorAll('svg:not([aria-hidden])')) {
      const [title = ''] = one.getAttribute('aria-labelledby')?.split(' ') ?? [];
      expect(html.getElementById(title)?.textContent).toMatch(/\w/);
    }
  });
});

it('the style of a page has the rules of all style sheets', () => {
  const sheets = new URL('../../src/browser/', import.meta.url);
  const text = readFileSync(new URL('page.css', sheets), 'utf8');
  const others = readdirSync(sheets).filter((name) => /(?<!^page)\.css$/.test(name));
  expect(text.match(/@import "[^"]*"/g)).toEqual(others.map((name) => `@import "./${name}"`));
});

it('says with which logger slower groups were chosen, where there are others beside it', async () => {
  const heading = (page: Document) => textOf(page, '.causes h2');
  expect(heading(documents.get('run') as Document)).toBe('Why slower groups were chosen');
  const compare = ['compare', 'small.yaml', '-n', '1', '-l', 'unlocked', '-l', 'locked'];
  expect(heading(parsed(await written(...compare, '-f', 'html')))).toBe(
    'Why slower groups were chosen with unlocked',
  );
});

it('a page of a scenario is repeated as a file', () => {
  const page = documents.get('page') as Document;
  expect(textOf(page, '#finding pre.command')).toBe(
    'latsim page small.yaml --replications 10 --output page.html',
  );
});

it('the lesson is a page of five steps, and takes what all commands take', async () => {
  const page = parsed(await written('page', '--lesson', '--quiet', '--no-color'));
  expect(textOf(page, 'h1')).toMatch(/^Why a router/);
  expect(page.querySelectorAll('section[id^=lesson-] figure + .small')).toHaveLength(5);
});

it('where no request came, no shares are shown', async () => {
  writeFileSync(
    join(folder, 'idle.yaml'),
    SMALL.replace(/^load:.*$/m, 'load: { kind: poisson, rate: 0.0001/s }'),
  );
  const page = parsed(await written('page', 'idle.yaml', '-n', '1'));
  expect(textOf(page, 'h1')).toBe('No request was served: there is nothing to judge.');
  expect(page.querySelectorAll('.split')).toHaveLength(0);
});

it('a page has the same bytes each time', async () => {
  for (const args of COMMANDS.filter(([name]) => name !== 'page')) {
    expect(await written(...args)).toBe(pages.get(args[0]));
  }
});

it('the page of 16x4 has 150 kB at most', async () => {
  const page = await written('page', '16x4', '-n', '10');
  expect(Buffer.byteLength(page)).toBeLessThanOrEqual(150_000);
});

it('hostile names and notes are texts', async () => {
  const name = EVIL.slice(0, 90);
  const group = (of: string, value: string) => ({
    name: of,
    deployments: 2,
    latency: { distribution: 'constant', value },
  });
  writeFileSync(
    join(folder, 'evil.yaml'),
    JSON.stringify({
      name,
      title: NOTE,
      shows: NOTE,
      assumes: [NOTE, `PLACEHOLDER ${NOTE}`],
      fleet: { modelGroup: name, groups: [group(name, '1s'), group('x'.repeat(100), '0.3s')] },
      load: { kind: 'bursts', size: 4, every: '15s' },
      duration: '60s',
      dispatch: { kind: 'flushes', every: '5s' },
      store: { kind: 'remote', rtt: '1ms' },
      router: { strategy: 'lowest-latency' },
      logger: 'unlocked',
      replications: 10,
    }),
  );
  const page = await written('page', 'evil.yaml');
  expect(page).not.toMatch(/[\u202e\u2066]/);
  const html = parsed(page);
  expect(html.querySelectorAll('img')).toHaveLength(0);
  expect(html.querySelectorAll('script:not([type])')).toHaveLength(1);
  expect(textOf(html, '#finding .about')).toContain('</script>');
  expect(JSON.parse(textOf(html, '#data-experiment'))).toMatchObject({ scenario: { name } });
  for (const one of html.querySelectorAll('dd, td, th, p, h1, h2')) {
    expect(one.textContent?.length).toBeLessThanOrEqual(1000);
  }
});

it('what writes no page says what does', async () => {
  for (const args of [
    ['diagnose', 'log.csv', '-o', 'page.html'],
    ['diagnose', 'log.csv', '--format', 'html'],
    ['explore', '--all', '-o', 'page.html'],
    ['gate', 'small.yaml', '--expect', 'lost == 0', '--shard', '1/2', '-o', 'page.html'],
  ]) {
    const { code, stderr } = await latsim(args, { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain('run, compare, explore, trace, sweep, gate and page write HTML');
  }
  const { code, stderr } = await latsim(['page', 'small.yaml', '-o', 'page.txt'], { cwd: folder });
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('there is html') });
});
