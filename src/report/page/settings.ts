import { html } from '../kit/html.js';
import type { Heading } from '../run/heading.js';
import type { Control } from './controls.js';
import type { PageSection } from './document.js';
import { labelledList } from './parts.js';

/** What the panel of this section is given. */
export interface SettingsData {
  readonly controls: readonly Control[];
  /** The loggers that a reader may choose. */
  readonly loggers: readonly OfferedLogger[];
  /** The one that is beside the chosen one at first. */
  readonly beside: string;
}

/** A logger that a page can run. */
export interface OfferedLogger {
  readonly name: string;
  readonly summary: string;
  /** The command that runs the scenario with it; without the number of replications. */
  readonly command: string;
}

/** What was run; its panel lets a reader change it. @param data absent: nothing can be changed */
export function settingsSection(
  { title, setting }: Heading,
  data: SettingsData | undefined,
): PageSection {
  const titled = title === undefined ? [] : [['title', title] as const];
  return {
    id: 'settings',
    title: data === undefined ? 'What was run' : 'Try other settings',
    body: html`<details>
<summary>Fleet, load, store, router, and what is assumed</summary>
${labelledList([...titled, ...setting])}</details>
`,
    ...(data !== undefined && { data }),
  };
}
