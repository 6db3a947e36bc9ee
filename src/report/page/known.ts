import { Html, html } from '../kit/html.js';
import { drawing } from '../kit/picture.js';
import type { KnownPanel } from '../known/panel.js';
import { knownPicture } from '../known/svg.js';
import type { PageSection } from './document.js';
import { figure, paragraphs } from './parts.js';

/** What the panel of this section is given. */
export interface KnownData {
  /** In the order of the picture; groups are those of the results. */
  readonly panels: readonly Pick<KnownPanel, 'logger' | 'known'>[];
}

/** So many loggers are drawn side by side: the panel of this section shows any others. */
const DRAWN = 2;

/** What the router knows over time, with each logger; nothing where nothing looks into a map. */
export function knownSection(panels: readonly KnownPanel[]): PageSection[] {
  const drawn = panels.slice(0, DRAWN);
  const picture = knownPicture(drawn);
  if (picture === undefined) return [];
  const { says, legend, words, block } = picture;
  const svg = drawing({
    id: 'known-picture',
    title: says,
    description: words,
    footer: [],
    parts: [block],
  });
  const data: KnownData = { panels: drawn.map(({ logger, known }) => ({ logger, known })) };
  return [
    {
      id: 'known',
      title: 'What the router knows',
      body: html`${paragraphs([says], 'lead')}${figure(new Html(svg), 'What the router knows over time')}${paragraphs([legend], 'small')}`,
      data,
    },
  ];
}
