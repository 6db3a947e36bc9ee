import { FONTS, type Font, textWidth } from '../../../src/report/kit/text-width.js';

/** A rectangle on a picture, in its own pixels. */
export interface Box {
  /** The text, or the class or colour of an area. */
  readonly what: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Measured {
  readonly view: Box;
  readonly texts: readonly Box[];
  readonly rects: readonly Box[];
}

const TOKEN = /<(\/?)([\w-]+)((?:\s[\w:-]+="[^"<>]*")*)\s*(\/?)>|([^<]+)/g;
const ATTRIBUTE = /([\w:-]+)="([^"]*)"/g;

/**
 * What is where on a picture that latsim draws: as wide as texts may be in the widest of the usual fonts.
 * Fails for one that is not well-formed, or has a number that is none.
 */
export function measured(svg: string): Measured {
  const texts: Box[] = [];
  const rects: Box[] = [];
  let view: Box | undefined;
  const open: { name: string; x: number; y: number; of: Record<string, string> }[] = [];
  let text = '';
  let end = 0;
  for (const token of svg.matchAll(TOKEN)) {
    must(token.index === end, 'text that is no XML');
    end += token[0].length;
    const [, closing, name = '', attributes = '', empty, words] = token;
    const parent = open.at(-1);
    if (words !== undefined) {
      must(!/&(?!(amp|lt|gt|quot|apos);)/.test(words), `no entity: ${words}`);
      if (open.some((one) => one.name === 'text')) text += meant(words);
      continue;
    }
    if (closing !== '') {
      const closed = open.pop();
      must(closed?.name === name, `${name} ends before it begins`);
      if (closed?.name === 'text') texts.push(boxOf(closed, text));
      continue;
    }
    const of = Object.fromEntries(
      [...attributes.matchAll(ATTRIBUTE)].map(([, key, value]) => [key, meant(value ?? '')]),
    );
    const [, dx = '0', dy = '0'] = /^translate\((\S+) (\S+)\)$/.exec(of.transform ?? '') ?? [];
    const at = {
      name,
      of,
      x: (parent?.x ?? 0) + Number(dx),
      y: (parent?.y ?? 0) + Number(dy),
    };
    if (name === 'svg') {
      const [x, y, width, height] = (of.viewBox ?? '').split(' ').map(Number);
      view = { what: 'view', x: x!, y: y!, width: width!, height: height! };
    }
    if (name === 'rect') rects.push(rectOf(at));
    if (name === 'text') text = '';
    if (empty === '') open.push(at);
  }
  must(end === svg.trimEnd().length || end === svg.length, 'text that is no XML');
  must(open.length === 0, 'an element that does not end');
  for (const { what, x, y, width, height } of [...texts, ...rects]) {
    must([x, y, width, height].every(Number.isFinite), `${what} is nowhere`);
  }
  return { view: view as Box, texts, rects };
}

type Placed = { readonly x: number; readonly y: number; readonly of: Record<string, string> };

function rectOf({ x, y, of }: Placed): Box {
  return {
    what: of.class ?? of.fill ?? '',
    x: x + Number(of.x ?? 0),
    y: y + Number(of.y ?? 0),
    width: Number(of.width),
    height: Number(of.height),
  };
}

function boxOf({ x, y, of }: Placed, text: string): Box {
  const font = (of.class ?? '').split(' ').find((one): one is Font => one in FONTS);
  must(font !== undefined, `a text without a size: ${text}`);
  const { size_px } = FONTS[font];
  const width = textWidth(text, font);
  const left = x + Number(of.x ?? 0);
  const before = { middle: width / 2, end: width }[of['text-anchor'] ?? ''] ?? 0;
  return {
    what: text,
    x: left - before,
    y: y + Number(of.y ?? 0) - 0.77 * size_px,
    width,
    height: size_px,
  };
}

function meant(text: string): string {
  const entities = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(/&(amp|lt|gt|quot|apos);/g, (_, of: keyof typeof entities) => entities[of]);
}

/** Nothing leaves the picture, and no text lies on another. @returns where everything is */
export function expectRoom(svg: string): Measured {
  const all = measured(svg);
  const { view, texts, rects } = all;
  for (const box of [...texts, ...rects]) {
    must(isWithin(box, view), `'${box.what}' leaves the picture: ${JSON.stringify(box)}`);
  }
  for (const [i, one] of texts.entries()) {
    for (const other of texts.slice(i + 1)) {
      must(!overlap(one, other), `'${one.what}' lies on '${other.what}'`);
    }
  }
  return all;
}

/** Cheaper than to expect it: there are thousands of these. */
function must(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Error(otherwise);
}

const ROUNDING = 0.2;

export function overlap(one: Box, other: Box): boolean {
  return (
    one.x + one.width > other.x + ROUNDING &&
    other.x + other.width > one.x + ROUNDING &&
    one.y + one.height > other.y + ROUNDING &&
    other.y + other.height > one.y + ROUNDING
  );
}

function isWithin(box: Box, view: Box): boolean {
  return (
    box.x >= view.x - ROUNDING &&
    box.y >= view.y - ROUNDING &&
    box.x + box.width <= view.x + view.width + ROUNDING &&
    box.y + box.height <= view.y + view.height + ROUNDING
  );
}
