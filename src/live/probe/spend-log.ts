import type { Probed, ProbePlan } from './probing.js';

/** The call types under which LiteLLM logs requests of each path. */
const CALLS = { chat: 'acompletion', messages: 'anthropic_messages' } as const;

/**
 * What was sent, as the spend log of a proxy has it, in JSON Lines: what reads those reads this. It has no
 * address and no prompt.
 */
export function spendLogOf(
  { path, model }: Pick<ProbePlan, 'path' | 'model'>,
  { answers, failures }: Probed,
): string {
  const sent = [...answers, ...failures].sort((a, b) => a.start_ms - b.start_ms);
  const rows = sent.map((one, i) => {
    const row = {
      request_id: `probe-${one.start_ms}-${i + 1}`,
      call_type: CALLS[path],
      startTime: time(one.start_ms),
      endTime: time(one.start_ms + one.latency_s * 1000),
      model_group: model,
    };
    if ('reason' in one) {
      const error = one.reason === 'timeout' ? { error_class: 'Timeout' } : {};
      return { ...row, status: 'failure', ...error };
    }
    return {
      ...row,
      status: 'success',
      cache_hit: one.cached,
      model_id: one.deployment ?? '',
      model: one.model ?? '',
      completion_tokens: one.completionTokens,
      total_tokens: one.totalTokens,
    };
  });
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

function time(time_ms: number): string {
  return new Date(time_ms).toISOString();
}
