import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Page, type PageCode, pageDocument } from '../report/page/document.js';

/** A page as it is written: with its style, its script and the engine. */
export function writtenPage(page: Page): string {
  return pageDocument(page, pageCode(page), digest);
}

const WORKERS: Readonly<Record<NonNullable<Page['engine']>, string>> = {
  'one strategy': 'worker-one-strategy',
  'all strategies': 'worker',
  'own code': 'own-worker',
};

/** What `npm run build` has made of src/browser for pages. */
function pageCode({ engine }: Page): PageCode {
  const read = (name: string) =>
    readFileSync(new URL(`../../dist/browser/${name}`, import.meta.url), 'utf8');
  return {
    style: read('page.css'),
    loader: read('loader.js'),
    script: read('page.js'),
    packedScript: read('page.js.gz.b64'),
    worker: engine === undefined ? '' : read(`${WORKERS[engine]}.js.gz.b64`),
    license: engine === undefined ? '' : read('license.txt'),
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
