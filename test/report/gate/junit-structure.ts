import { createRequire } from 'node:module';

/** What is needed of jsdom, whose own types would bring those of a browser along. */
interface Element {
  readonly tagName: string;
  readonly textContent: string | null;
  readonly children: Iterable<Element>;
  readonly childNodes: Iterable<{ readonly nodeType: number; readonly textContent: string | null }>;
  readonly attributes: Iterable<{ readonly name: string; readonly value: string }>;
  getAttribute(name: string): string | null;
  getElementsByTagName(name: string): ArrayLike<Element> & Iterable<Element>;
}
interface Document {
  readonly documentElement: Element;
  querySelector(selector: string): Element | null;
}
interface Dom {
  readonly window: {
    readonly DOMParser: new () => { parseFromString(text: string, type: string): Document };
  };
}
const { JSDOM } = createRequire(import.meta.url)('jsdom') as { JSDOM: new (html: string) => Dom };

/**
 * What the XML Schema of Apache Ant's JUnit task asks of a report, in own words: which elements, in
 * which order, with which attributes. What it allows is also what Jenkins's junit-10 allows, as far
 * as these elements go.
 */
interface Rule {
  /** Children in this order; `*`: any number, `?`: at most one. */
  readonly children: readonly string[];
  /** Attributes and what they look like. */
  readonly attributes: Readonly<Record<string, RegExp>>;
  readonly optional?: Readonly<Record<string, RegExp>>;
  readonly text?: true;
}

const TOKEN = /^\S(.*\S)?$/s;
const WHOLE = /^\d+$/;
const DECIMAL = /^\d+(\.\d+)?$/;

const RULES: Readonly<Record<string, Rule>> = {
  testsuites: { children: ['testsuite*'], attributes: {} },
  testsuite: {
    children: ['properties', 'testcase*', 'system-out', 'system-err'],
    attributes: {
      name: TOKEN,
      package: TOKEN,
      id: WHOLE,
      timestamp: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/,
      hostname: TOKEN,
      tests: WHOLE,
      failures: WHOLE,
      errors: WHOLE,
      time: DECIMAL,
    },
    optional: { skipped: WHOLE },
  },
  properties: { children: ['property*'], attributes: {} },
  property: { children: [], attributes: { name: TOKEN, value: /^/ } },
  testcase: {
    children: ['skipped?', 'error?', 'failure?'],
    attributes: { name: TOKEN, classname: TOKEN, time: DECIMAL },
  },
  skipped: { children: [], attributes: {}, optional: { message: /^/ }, text: true },
  error: { children: [], attributes: { type: /^/ }, optional: { message: /^/ }, text: true },
  failure: { children: [], attributes: { type: /^/ }, optional: { message: /^/ }, text: true },
  'system-out': { children: [], attributes: {}, text: true },
  'system-err': { children: [], attributes: {}, text: true },
};

const { window } = new JSDOM('');

/** Reads XML. @throws where it is not well-formed */
export function parsedXml(xml: string): Element {
  const document = new window.DOMParser().parseFromString(xml, 'application/xml');
  const error = document.querySelector('parsererror');
  if (error !== null) throw new Error(error.textContent ?? 'not well-formed');
  return document.documentElement;
}

/** What is wrong with the structure of a JUnit report; empty if nothing is. */
export function structureFaults(xml: string): string[] {
  const root = parsedXml(xml);
  return root.tagName === 'testsuites' ? faultsOf(root) : [`the root is ${root.tagName}`];
}

function faultsOf(element: Element): string[] {
  const { tagName } = element;
  const rule = RULES[tagName];
  if (rule === undefined) return [`${tagName} is unknown`];
  const faults: string[] = [];
  for (const [name, form] of Object.entries(rule.attributes)) {
    const value = element.getAttribute(name);
    if (value === null) faults.push(`${tagName} has no ${name}`);
    else if (!form.test(value)) faults.push(`${tagName}/@${name} is ${JSON.stringify(value)}`);
  }
  for (const { name, value } of element.attributes) {
    if (name in rule.attributes) continue;
    if (!rule.optional?.[name]?.test(value)) faults.push(`${tagName} cannot have ${name}`);
  }
  const children = [...element.children];
  const order = rule.children
    .map((child) => `(?:${child.replace(/[*?]$/, '')};)${/[*?]$/.exec(child)?.[0] ?? ''}`)
    .join('');
  const found = children.map((child) => `${child.tagName};`).join('');
  if (!new RegExp(`^${order}$`).test(found)) faults.push(`${tagName} holds ${found}`);
  if (tagName === 'testcase' && children.length > 1) faults.push('testcase has two outcomes');
  const own = [...element.childNodes].filter((node) => node.nodeType === 3);
  if (rule.text !== true && own.some((node) => node.textContent?.trim() !== '')) {
    faults.push(`${tagName} holds text`);
  }
  return [...faults, ...children.flatMap(faultsOf)];
}
