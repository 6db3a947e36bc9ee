/** What LiteLLM hands to its logger when a request ends. */
export interface CompletionEvent {
  /** `failure` (any exception but a timeout) is not logged by LiteLLM and so does not occur here. */
  readonly type: 'success' | 'timeout';
  readonly deployment: string;
  /** From the request's start to its end, in seconds. */
  readonly latency_s: number;
  /**
   * `chat`: a ModelResponse with usage; `responses`: a ResponsesAPIResponse; `no-usage`: a
   * ModelResponse without; `other`: another object.
   */
  readonly kind: 'chat' | 'responses' | 'no-usage' | 'other';
  /** Tokens of the answer; 0 unless `chat` or `responses`. */
  readonly completion_tokens: number;
  /** Tokens charged; 0 unless `chat`. */
  readonly total_tokens: number;
  readonly stream: boolean;
  /** Time to the first token of a streamed answer in seconds; the latency if it is absent. */
  readonly ttft_s: number;
  /** The minute that is charged: floor(t / 60 s) when the logger is called. */
  readonly minute: number;
}
