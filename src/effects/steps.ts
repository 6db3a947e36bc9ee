import type { Effect } from './effects.js';

/** Something under way that asks for effects: yields each, is resumed with its answer. */
// The answers' types depend on the effect, which a generator's type cannot say.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Steps<Result> = Generator<Effect, Result, any>;
