import { html } from '../kit/html.js';
import type { Heading } from '../run/heading.js';
import type { PageSection } from './document.js';
import { labelledList } from './parts.js';

/** What was run; its panel lets a reader change it. */
export function settingsSection({ title, setting }: Heading): PageSection {
  const titled = title === undefined ? [] : [['title', title] as const];
  return {
    id: 'settings',
    title: 'What was run',
    body: html`<details>
<summary>Fleet, load, store, router, and what is assumed</summary>
${labelledList([...titled, ...setting])}</details>
`,
  };
}
