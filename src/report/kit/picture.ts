import { element, escaped, moved, type SvgBlock, short, textAt } from './svg-elements.js';
import { FONTS, type Font, wrapped } from './text-width.js';

/** Sizes in pixels. */
const MARGIN = 24;
const USUAL_WIDTH = 760;
const TITLE_LINE = 24;
const LINE = 17;
const GAP = 12;

/** A picture with everything around it. */
export interface Picture {
  /** Sets it apart from other pictures on a page: letters, digits and hyphens. */
  readonly id: string;
  /** A sentence: what the picture shows to be so. */
  readonly title: string;
  /** What has to be known with the sentence, a text each. */
  readonly beside?: readonly string[];
  /** How to read it. */
  readonly subtitle?: string;
  /** The picture in words, for those who cannot see it. */
  readonly description: string;
  /** What somebody needs who quotes it: see `footerOf`. */
  readonly footer: readonly string[];
  /** In pixels; by default, what two panels side by side need. */
  readonly width?: number;
  /** One below the other, each `contentWidth` wide. */
  readonly parts: readonly SvgBlock[];
  /** Rules for classes of its own, after those that every picture has. */
  readonly style?: string;
}

/** How much room the parts of a picture have, in pixels. */
export function contentWidth(width = USUAL_WIDTH): number {
  return width - 2 * MARGIN;
}

/**
 * What every picture has: texts by size (`title`, `text`, `name`, `small`, `mono`) and tone (`quiet`,
 * `bad`), areas (`page`, `panel`, `nothing`), and lines (`axis`, `grid`, `mark`, `halo`).
 */
export const PICTURE_STYLE = `
  .page { fill: #ffffff; stroke: #d0d7de; }
${fontRules()}
  text { fill: #1f2328; }
  .quiet { fill: #59636e; }
  .bad { fill: #cf222e; }
  .panel { fill: #f6f8fa; stroke: #8c959f; }
  .nothing { fill: #e6e9ed; }
  .axis { stroke: #59636e; }
  .grid { stroke: #d0d7de; }
  .mark { stroke: #1f2328; }
  .halo { stroke: #ffffff; }
  @media (prefers-color-scheme: dark) {
    .page { fill: #161b22; stroke: #3d444d; }
    text { fill: #f0f6fc; }
    .quiet { fill: #9198a1; }
    .bad { fill: #ff7b72; }
    .panel { fill: #21262d; stroke: #656c76; }
    .nothing { fill: #2b323b; }
    .axis { stroke: #9198a1; }
    .grid { stroke: #3d444d; }
    .mark { stroke: #f0f6fc; }
    .halo { stroke: #161b22; }
  }
`;

function fontRules(): string {
  const families = {
    regular: "system-ui, -apple-system, 'Segoe UI', sans-serif",
    bold: "system-ui, -apple-system, 'Segoe UI', sans-serif",
    mono: "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace",
  };
  return Object.entries(FONTS)
    .map(([name, { size_px, face }]) => {
      const weight = face === 'bold' ? '600 ' : '';
      return `  .${name} { font: ${weight}${size_px}px ${families[face]}; }`;
    })
    .join('\n');
}

/**
 * A picture as SVG: its sentence, what has to be known with it, how to read it, its parts, and where it is from. It carries its own
 * background and asks for nothing from elsewhere, so that it can be read on light and dark pages, and
 * as an image.
 */
export function picture(of: Picture): string {
  const { id, title, beside = [], subtitle = '', footer, width = USUAL_WIDTH, parts } = of;
  const room = contentWidth(width);
  const blocks = [
    paragraphOf(title, room, 'title'),
    ...beside.map((text) => paragraphOf(text, room, 'text')),
    ...(subtitle === '' ? [] : [space(4), paragraphOf(subtitle, room, 'small', 'quiet')]),
    space(GAP),
    ...parts,
    space(GAP),
    paragraphOf(footer.join(' · '), room, 'small', 'quiet'),
  ];
  const { height, body } = stacked(blocks);
  const whole = MARGIN + height + MARGIN - 8;
  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${whole}`,
      width,
      height: whole,
      role: 'img',
      'aria-labelledby': `${id}-title ${id}-desc`,
    },
    [
      element('title', { id: `${id}-title` }, escaped(title)),
      element('desc', { id: `${id}-desc` }, escaped([...beside, of.description].join(' '))),
      element('style', {}, PICTURE_STYLE + (of.style ?? '')),
      element('rect', {
        class: 'page',
        x: 0.5,
        y: 0.5,
        width: width - 1,
        height: whole - 1,
        rx: 8,
      }),
      moved(MARGIN, MARGIN - 4, body),
    ].join('\n'),
  )}\n`;
}

/**
 * The parts of a picture alone, for a page that says itself what is around them and has the style of
 * pictures below the class `picture`. It is as wide as its parts, and narrower where there is less room.
 */
export function drawing(of: Picture): string {
  const { id, title, beside = [], width = USUAL_WIDTH } = of;
  const { height, body } = stacked(of.parts);
  const room = contentWidth(width);
  return element(
    'svg',
    {
      class: 'picture',
      viewBox: `0 0 ${short(room)} ${short(height)}`,
      width: room,
      height,
      role: 'img',
      'aria-labelledby': `${id}-title ${id}-desc`,
    },
    [
      element('title', { id: `${id}-title` }, escaped(title)),
      element('desc', { id: `${id}-desc` }, escaped([...beside, of.description].join(' '))),
      body,
    ].join('\n'),
  );
}

/** Parts one below the other, as one. */
export function stacked(blocks: readonly SvgBlock[]): SvgBlock {
  let height = 0;
  const body = blocks.map((block) => {
    const part = height === 0 ? block.body : moved(0, height, block.body);
    height += block.height;
    return block.body === '' ? '' : part;
  });
  return { height, body: body.filter((part) => part !== '').join('\n') };
}

/** Nothing, so high. */
export function space(height: number): SvgBlock {
  return { height, body: '' };
}

/** A text of as many lines as it takes. */
export function paragraphOf(text: string, width_px: number, font: Font, tone = ''): SvgBlock {
  return linesOf(wrapped(text, width_px, font), font, tone);
}

/** These lines, one below the other. */
export function linesOf(texts: readonly string[], font: Font, tone = ''): SvgBlock {
  const pitch = font === 'title' ? TITLE_LINE : LINE;
  const className = tone === '' ? font : `${font} ${tone}`;
  return {
    height: texts.length * pitch,
    body: texts.map((line, i) => textAt(0, (i + 1) * pitch - 4, line, className)).join(''),
  };
}
