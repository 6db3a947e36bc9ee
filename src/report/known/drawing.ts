import { Html } from '../kit/html.js';
import { drawing } from '../kit/picture.js';
import type { KnownPicture } from './svg.js';

/** The picture as it stands in a page, whose texts are around it. @param id sets it apart from others there */
export function knownDrawing({ says, words, block }: KnownPicture, id: string): Html {
  return new Html(drawing({ id, title: says, description: words, footer: [], parts: [block] }));
}
