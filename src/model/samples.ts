import type { CompletionEvent } from './completion.js';

/** What a completion hands to the logger. */
export interface SampleModel {
  /** Weights of the kinds; `not-recorded` never reaches the logger (as on /v1/messages). */
  readonly kinds: readonly { readonly kind: SampleKind; readonly weight: number }[];
  /** Fraction of requests that stream. */
  readonly stream: number;
  /** Prompt tokens of a request. */
  readonly inputTokens: number;
  /** Requests that end in a timeout. */
  readonly timeouts?: { readonly rate: number; readonly after_s: number };
}

export type SampleKind = CompletionEvent['kind'] | 'not-recorded';
