import type { Problem } from '../text/problems.js';

/** Settings whose values are no secret and may be shown with an error. */
const SHOWN = [
  'model_name',
  'model',
  'rpm',
  'tpm',
  'id',
  'routing_strategy',
  'ttl',
  'lowest_latency_buffer',
  'max_latency_list_size',
];
/** Settings of which only the name is. */
const NAMED = [
  'model_list',
  'litellm_params',
  'model_info',
  'api_key',
  'api_base',
  'router_settings',
  'routing_strategy_args',
  'litellm_settings',
  'cache',
  'cache_params',
];

/** `  - key: ` and what follows. */
const SETTING = /^(\s*(?:-\s+)*["']?([\w.-]+)["']?\s*:(?:\s+|$))(.*)$/s;
/** Names that stay where settings stand in braces. */
const NAMES = new RegExp(`(?:^|(?<=[{,]\\s*))(?:${[...SHOWN, ...NAMED].join('|')}):(?=\\s)`, 'g');

/**
 * The problem with nothing in its excerpt that may be secret: of the line the names of settings
 * remain, and the values of those that are known to be harmless.
 */
export function masked(problem: Problem): Problem {
  if (problem.sourceLine === undefined) return problem;
  const [head, value] = parted(problem.sourceLine);
  return { ...problem, sourceLine: head + maskedValue(value) };
}

/** A problem of the reader of YAML, which may also quote the line in its message. */
export function maskedThroughout(problem: Problem): Problem {
  const [, value] = parted(problem.sourceLine ?? '');
  let { message } = problem;
  for (const secret of value.match(/[\p{L}\p{N}_.-]{3,}/gu) ?? []) {
    message = message.replaceAll(secret, '***');
  }
  return { ...masked(problem), message };
}

/** What may be shown of a line, and the rest. */
function parted(line: string): [string, string] {
  const [, head, key = '', value = line] = SETTING.exec(line) ?? [];
  if (head === undefined) return ['', line];
  return SHOWN.includes(key) && !/[{}[\],#*&!]/.test(value) ? [line, ''] : [head, value];
}

function maskedValue(value: string): string {
  let text = '';
  let end = 0;
  for (const { 0: name, index } of value.matchAll(NAMES)) {
    text += stars(value.slice(end, index)) + name;
    end = index + name.length;
  }
  return text + stars(value.slice(end));
}

function stars(text: string): string {
  return text.replace(/[^\s{}[\],]/g, '*');
}
