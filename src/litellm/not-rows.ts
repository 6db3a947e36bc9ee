/** What stands in the place of the rows of a log, and what to take instead. */
export interface NotRows {
  readonly message: string;
  readonly remedy: string;
}

const ROWS =
  'take the rows: GET /spend/logs/v2, /spend/logs with summarize=false, or the table LiteLLM_SpendLogs';
/** Of each day, key, tag, ...; never of a request alone. */
const SUMS = ['_sum', 'users', 'metrics', 'breakdown', 'total_spend', 'individual_request_tag'];

/**
 * What the fields of JSON, or the columns of a table, say that it is instead of a log.
 * @param has whether there is one of a name
 * @param isRow whether there is a column that says when a request began and ended
 */
export function insteadOfRows(has: (name: string) => boolean, isRow: boolean): NotRows | undefined {
  if (isRow) return undefined;
  if (has('users') && has('models') && has('spend')) {
    return { message: 'these are sums of days, not requests', remedy: ROWS };
  }
  if (SUMS.some(has) || (has('spend') && !has('startTime'))) {
    return { message: 'these are sums, not requests', remedy: ROWS };
  }
  if (has('proxy_server_request') || (has('messages') && has('response'))) {
    const message = 'these are requests and answers without their times';
    return { message, remedy: ROWS };
  }
  if (has('error') || has('detail')) {
    const message = 'this is what the proxy says of an error, not a log';
    return { message, remedy: 'ask it again, with the key of an administrator' };
  }
  return undefined;
}
