import { harmlessJson } from '../../text/harmless.js';
import { Html, html } from '../kit/html.js';
import { PICTURE_STYLE } from '../kit/picture.js';
import { clipName } from '../kit/words.js';
import { SEQUENCE_STYLE } from '../sequence/svg.js';
import { SWEEP_STYLE } from '../sweep/svg.js';

/** A part of a page: complete without its script, which may add to it by its id. */
export interface PageSection {
  /** Letters and hyphens; the panel of this name in src/browser is mounted on it. */
  readonly id: string;
  /** Its heading; absent: its body has one. */
  readonly title?: string;
  readonly body: Html;
  /** What its panel needs, plain data: the element `data-ID` has it as JSON. */
  readonly data?: object;
}

/** A page that stands in one file. */
export interface Page {
  /** What a window is called that shows it. */
  readonly title: string;
  readonly sections: readonly PageSection[];
  /** What more than one panel needs, plain data, by the name of its element after `data-`. */
  readonly data?: Readonly<Record<string, object>>;
  /**
   * What its worker can run: scenarios that route by latency, or any, or a user's own code as well;
   * absent: it needs none.
   */
  readonly engine?: 'one strategy' | 'all strategies' | 'own code';
  /** What somebody needs who quotes it. */
  readonly footer: readonly string[];
}

/** What a page carries beside its text, as `npm run build` makes it of src/browser. */
export interface PageCode {
  readonly style: string;
  /** The script that unpacks the other one. */
  readonly loader: string;
  readonly script: string;
  /** The same, and the engine's script, compressed by gzip, in base64. */
  readonly packedScript: string;
  readonly worker: string;
  /** What is to travel with the engine; empty where there is none. */
  readonly license: string;
}

/** Longer titles of a window are cut. */
const TITLE_WIDTH = 120;

/**
 * A page as HTML: one file that asks for nothing. Its policy lets only its own style and script work,
 * and a worker that these make; nothing in it has a style or a handler of its own.
 * @param digest the SHA-256 of a text, in base64
 */
export function pageDocument(page: Page, code: PageCode, digest: (text: string) => string): string {
  const style = code.style.trim() + pictureStyle();
  const { loader, script, packedScript, worker, license } = code;
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${digest(loader)}' 'sha256-${digest(script)}'`,
    `style-src 'sha256-${digest(style)}'`,
    'worker-src blob:',
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const data = [
    ...Object.entries(page.data ?? {}),
    ...page.sections.flatMap(({ id, data }) => (data === undefined ? [] : [[id, data] as const])),
  ];
  const { markup } = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="${page.footer[0]}">
<title>${clipName(page.title, TITLE_WIDTH)}</title>
<link rel="icon" href="data:,">
<style>${new Html(style)}</style>
</head>
<body>
<main>
${page.sections.map(sectionOf)}</main>
<footer>
<p>${page.footer.map((part, i) => html`${i === 0 ? '' : ' · '}${part}`)}</p>
</footer>
${data.map(([name, value]) => dataElement(name, value))}${license === '' ? undefined : new Html(`<!--\n${license}\n-->\n`)}<script type="text/plain" id="worker">${worker}</script>
<script type="text/plain" id="script">${packedScript}</script>
<script>${new Html(loader)}</script>
</body>
</html>
`;
  return markup;
}

function sectionOf({ id, title, body }: PageSection): Html {
  if (title === undefined) return html`<section id="${id}">\n${body}</section>\n`;
  const heading = `${id}-heading`;
  return html`<section id="${id}" aria-labelledby="${heading}">
<h2 id="${heading}">${title}</h2>
${body}</section>
`;
}

/** Nothing in it ends the element, or opens a comment. */
function dataElement(name: string, value: object): Html {
  const text = harmlessJson(JSON.stringify(value)).replaceAll('<', '\\u003c');
  return html`<script type="application/json" id="data-${name}">${new Html(text)}</script>\n`;
}

/** The rules of pictures, for those in a page: below a class, so that they hold nowhere else. */
function pictureStyle(): string {
  return `${PICTURE_STYLE}${SEQUENCE_STYLE}${SWEEP_STYLE}`
    .replace(/^(\s*)([^@\s{}][^{}]*) \{/gm, '$1.picture $2 {')
    .replace(/\s*([{};:,])\s*/g, '$1')
    .trim();
}
