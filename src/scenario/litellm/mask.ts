import type { Problem } from '../problems.js';

/** Settings whose values are no secret and may be shown with an error. */
const SHOWN = new Set([
  'model_name',
  'model',
  'rpm',
  'tpm',
  'id',
  'routing_strategy',
  'ttl',
  'lowest_latency_buffer',
  'max_latency_list_size',
]);

/** `  - key: ` and what follows. */
const SETTING = /^(\s*(?:-\s+)*["']?([\w.-]+)["']?\s*:(?:\s+|$))(.*)$/s;

/**
 * A problem of a configuration, without anything that may be secret: of the line only the names of
 * settings remain, and the values of those that are known to be harmless; what is masked there goes
 * from the message too.
 */
export function masked(problem: Problem): Problem {
  if (problem.sourceLine === undefined) return problem;
  const { text, secrets } = maskedLine(problem.sourceLine);
  let { message } = problem;
  for (const secret of secrets) message = message.replaceAll(secret, '***');
  return { ...problem, message, sourceLine: text };
}

function maskedLine(line: string): { text: string; secrets: string[] } {
  const [, head = '', key = '', value = line] = SETTING.exec(line) ?? [];
  const harmless = SHOWN.has(key) && !/[{}[\],#*&!]/.test(value);
  if (harmless) return { text: line, secrets: [] };
  const secrets = value.match(/[\p{L}\p{N}_.-]{3,}/gu) ?? [];
  return { text: head + value.replace(/\S/g, '*'), secrets };
}
