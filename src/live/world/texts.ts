import type { ValueTexts } from '../../worlds/live/answer-text.js';
import { type Codec, TimedeltaRefused } from '../redis/codec.js';

/** Parts a form from the text after it. */
const AFTER_FORM = ' ';
/** Of what cannot be stored: no text of a value is this. */
const UNSTORABLE = 'unstorable ';

/** Values as they are stored, each as one text; lists item by item. */
export function storedTexts(codec: Codec): ValueTexts {
  const textOf = (value: unknown, key: string): string => {
    if (Array.isArray(value)) return JSON.stringify(value.map((item) => textOf(item, key)));
    try {
      const { form, text } = codec.encode(value, key, 'stores');
      return `${form}${AFTER_FORM}${text}`;
    } catch (error) {
      if (error instanceof TimedeltaRefused) return UNSTORABLE;
      throw error;
    }
  };
  const valueIn = (text: string, key: string): unknown => {
    if (text.startsWith('[')) {
      return (JSON.parse(text) as string[]).map((item) => valueIn(item, key));
    }
    const end = text.indexOf(AFTER_FORM);
    return codec.decode({ form: text.slice(0, end), text: text.slice(end + 1) }, key);
  };
  return { textOf, valueIn };
}
