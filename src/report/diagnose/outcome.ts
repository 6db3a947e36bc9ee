/** What a diagnosis comes to (`decided` and the others as docs/reference/diagnose.md has them). */
export type DiagnoseOutcome =
  | 'decided'
  | 'uninformative'
  | 'same-prediction'
  | 'several'
  | 'other-store'
  | 'no-latency'
  | 'not-routing'
  | 'none';
