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

/** What had to be assumed in reading a log, as sentences of a scenario's `assumes`. */
export function logNotes({ has, unzoned }: LogReading): string[] {
  const absent = (Object.keys(WITHOUT) as ColumnName[])
    .filter((column) => !has(column))
    .map((column) => `no column ${column} in the log: ${WITHOUT[column]}`);
  if (unzoned === 0) return absent;
  const times = unzoned === 1 ? '1 time in the log has' : `${count(unzoned)} times in the log have`;
  return [...absent, `${times} no zone, taken as UTC`];
}
