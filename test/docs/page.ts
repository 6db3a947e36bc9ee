import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/**
 * A fenced block of code. After the language may stand the name of a file, ```yaml fleet.yaml, or
 * of what takes long, ```console slow.
 */
export interface Code {
  readonly kind: 'code';
  readonly fence: string;
  readonly language: string;
  readonly file: string | undefined;
  /** Left to `npm run test:slow`. */
  readonly slow: boolean;
  readonly lines: readonly string[];
}

export interface Prose {
  readonly kind: 'prose';
  readonly lines: readonly string[];
}

export type Part = Code | Prose;

/** A page of the documentation, cut into prose and code. */
export interface Page {
  /** From the root of the repository, with slashes. */
  readonly path: string;
  readonly parts: readonly Part[];
}

/** Every page: the ones at the top level, and all of docs/. */
export function pages(): Page[] {
  const inDocs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`)
    .sort();
  return ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...inDocs].map(pageAt);
}

/** The page at a path from the root. */
export function pageAt(path: string): Page {
  return { path, parts: partsOf(readFileSync(join(ROOT, path), 'utf8')) };
}

function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let lines: string[] = [];
  let open: { readonly fence: string; readonly info: string } | undefined;
  const close = (): void => {
    if (open === undefined) {
      parts.push({ kind: 'prose', lines });
    } else {
      const [language = '', word] = open.info.trim().split(/\s+/);
      const slow = word === 'slow';
      const file = slow ? undefined : word;
      parts.push({ kind: 'code', fence: open.fence, language, file, slow, lines });
    }
    lines = [];
  };
  for (const line of text.split('\n')) {
    const [, fence, info = ''] = /^(`{3,})(.*)$/.exec(line) ?? [];
    if (open === undefined && fence !== undefined) {
      close();
      open = { fence, info };
    } else if (open !== undefined && line === open.fence) {
      close();
      open = undefined;
    } else {
      lines.push(line);
    }
  }
  if (open !== undefined) throw new Error('a fenced block is not closed');
  close();
  return parts;
}

/** The text of a page that consists of these parts. */
export function textOf(parts: readonly Part[]): string {
  return parts
    .map((part) => {
      if (part.kind === 'prose') return part.lines.join('\n');
      const word = part.slow ? ' slow' : part.file === undefined ? '' : ` ${part.file}`;
      return [`${part.fence}${part.language}${word}`, ...part.lines, part.fence].join('\n');
    })
    .join('\n');
}

/** The blocks of one language. */
export function codeOf(page: Page, ...languages: readonly string[]): Code[] {
  return page.parts.filter(
    (part): part is Code => part.kind === 'code' && languages.includes(part.language),
  );
}

/** Puts into a folder what the commands of pages read: shipped files, and the scenarios in the pages. */
export function fillFolder(folder: string, all: readonly Page[]): void {
  for (const name of ['docs', 'scenarios', 'test/fixtures']) {
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  for (const { file, lines } of all.flatMap((page) => codeOf(page, 'yaml'))) {
    if (file !== undefined) writeFileSync(join(folder, file), `${lines.join('\n')}\n`);
  }
}

/** The lines of a page outside of fenced blocks. */
export function proseOf(page: Page): string[] {
  return page.parts.flatMap((part) => (part.kind === 'prose' ? part.lines : []));
}

/** The anchors of a page's headings, as GitHub makes them. */
export function anchorsOf(page: Page): Set<string> {
  const anchors = new Set<string>();
  for (const line of proseOf(page)) {
    const title = /^#{1,6}\s+(.*)$/.exec(line)?.[1];
    if (title === undefined) continue;
    const plain = title.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = plain.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
    let unique = anchor;
    for (let i = 1; anchors.has(unique); i++) unique = `${anchor}-${i}`;
    anchors.add(unique);
  }
  return anchors;
}

/** The targets of a page's links, images included. */
export function linksOf(page: Page): string[] {
  return proseOf(page).flatMap((line) =>
    [...line.replace(/`[^`]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target),
  );
}

/** Where a relative link leads to: a path from the root, and an anchor. */
export function resolved(page: Page, target: string): { path: string; anchor: string } {
  const [path = '', anchor = ''] = target.split('#');
  return { path: path === '' ? page.path : join(dirname(page.path), path), anchor };
}
