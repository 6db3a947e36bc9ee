import { count } from '../text/figures.js';
import type { LogReading } from './logs.js';
import type { ColumnName } from './spend-row.js';

/** What counts where a log lacks a column that it need not have. */
const WITHOUT: Partial<Record<ColumnName, string>> = {
  completionStartTime: 'no answer counts as streamed',
  model_group: 'a request counts to the only model group that has such a deployment',
  completion_tokens: 'an answer has one token, so that seconds per token are plain seconds',
  total_tokens: 'prompts have no tokens',
  call_type: 'all answers count as chat completions',
  cache_hit: 'no answer counts as one from the cache',
  status: 'every request counts as a success',
};

/** What is to be said of an answer whose pages are not all there. */
export function missingPagesText(missing: number): string {
  const pages =
    missing === 1 ? '1 page of the answer is' : `${count(missing)} pages of the answer are`;
  return `${pages} missing: ask for them, or for larger ones (page_size)`;
}

/** What had to be assumed in reading a log, as sentences of a scenario's `assumes`. */
export function logNotes({ has, unzoned, mended, missingPages }: LogReading): string[] {
  const absent = (Object.keys(WITHOUT) as ColumnName[])
    .filter((column) => !has(column))
    .map((column) => `no column ${column} in the log: ${WITHOUT[column]}`);
  const times = unzoned === 1 ? '1 time in the log has' : `${count(unzoned)} times in the log have`;
  const rows = mended === 1 ? '1 row' : `${count(mended)} rows`;
  return [
    ...absent,
    ...(unzoned === 0 ? [] : [`${times} no zone, taken as UTC`]),
    ...(mended === 0 ? [] : [`${rows} with times some ms out of order, taken as equal`]),
    ...(missingPages === 0 ? [] : [missingPagesText(missingPages)]),
  ];
}
