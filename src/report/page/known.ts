import { html } from '../kit/html.js';
import { knownDrawing } from '../known/drawing.js';
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
  const { says, legend } = picture;
  return [
    {
      id: 'known',
      title: 'What the router knows',
      body: html`${paragraphs([says], 'lead')}${figure(knownDrawing(picture, 'known-picture'), 'What the router knows over time')}${paragraphs([legend], 'small')}`,
    },
  ];
}
