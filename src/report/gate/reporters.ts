import { github } from './github.js';
import { html } from './html.js';
import { json } from './json.js';
import { junit } from './junit.js';
import { markdown } from './markdown.js';
import type { Reporter } from './reporter.js';
import { text } from './text.js';

/** The reporters of a gate, in the order of the documentation. */
export const REPORTERS: readonly Reporter[] = [text, json, markdown, html, junit, github];

/** What reports where nobody says otherwise. */
export const DEFAULT_REPORTER = text;
