import { type EngineInPage, engineInPage } from './engine-in-page.js';
import { mountCopy } from './panels/copy.js';

/** Adds to a section what its reader can do. @param data what the page carries for it; undefined: nothing */
type Mount = (section: HTMLElement, data: unknown, engine: EngineInPage) => void;

/** By the id of their section, each mounted where that is there. */
const PANELS: Readonly<Record<string, Mount>> = {};

/** What the page carries under a name, as JSON; undefined: nothing. */
function dataOf(name: string): unknown {
  const text = document.getElementById(`data-${name}`)?.textContent;
  return text ? JSON.parse(text) : undefined;
}

mountCopy(document);
const engine = engineInPage();
for (const [id, mount] of Object.entries(PANELS)) {
  const section = document.getElementById(id);
  if (section !== null) mount(section, dataOf(id), engine);
}
