import type { Effect, Versioned } from '../../effects/effects.js';

/** How values are told as texts: the same value is the same text. */
export interface ValueTexts {
  textOf(value: unknown, key: string): string;
  valueIn(text: string, key: string): unknown;
}

/**
 * What an effect was answered, as text; undefined for undefined. The version of a value is left out: each
 * copy has its own.
 */
export function answerText(effect: Effect, answer: unknown, texts: ValueTexts): string | undefined {
  switch (effect.op) {
    case 'read':
      return answer === undefined ? undefined : texts.textOf(answer, effect.key);
    case 'read-version': {
      const { value } = answer as Versioned;
      return value === undefined ? undefined : texts.textOf(value, effect.key);
    }
    case 'read-many':
      return JSON.stringify(
        (answer as readonly unknown[]).map((value, i) =>
          value === undefined ? null : texts.textOf(value, effect.keys[i] as string),
        ),
      );
    default:
      return answer === undefined ? undefined : JSON.stringify(answer);
  }
}

/** The answer that a text is of. @param version of a value, which is not in it */
export function answerIn(
  effect: Effect,
  text: string | undefined,
  texts: ValueTexts,
  version = 0,
): unknown {
  switch (effect.op) {
    case 'read':
      return text === undefined ? undefined : texts.valueIn(text, effect.key);
    case 'read-version':
      return {
        value: text === undefined ? undefined : texts.valueIn(text, effect.key),
        version,
      } satisfies Versioned;
    case 'read-many':
      return (JSON.parse(text ?? '[]') as (string | null)[]).map((one, i) =>
        one === null ? undefined : texts.valueIn(one, effect.keys[i] as string),
      );
    default:
      return text === undefined ? undefined : JSON.parse(text);
  }
}
