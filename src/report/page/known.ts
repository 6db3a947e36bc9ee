import { Html, html } from '../kit/html.js';
import { drawing } from '../kit/picture.js';
import type { KnownPanel } from '../known/panel.js';
import { knownPicture } from '../known/svg.js';
import type { PageSection } from './document.js';
import { figure, paragraphs } from './parts.js';

/** So many loggers are drawn side by side: the panel of this section shows any others. */
const DRAWN = 2;

/** What the router knows over time, with each logger; nothing where nothing looks into a map. */
export function knownSection(panels: readonly KnownPanel[]): PageSection[] {
  const picture = knownPicture(panels.slice(0, DRAWN));
  if (picture === undefined) return [];
  const { says, legend, words, block } = picture;
  const drawn = drawing({
    id: 'known-picture',
    title: says,
    description: words,
    footer: [],
    parts: [block],
  });
  return [
    {
      id: 'known',
      title: 'What the router knows',
      body: html`${paragraphs([says], 'lead')}${figure(new Html(drawn), 'What the router knows over time')}${paragraphs([legend], 'small')}`,
    },
  ];
}
