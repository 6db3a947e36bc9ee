import type { ValueTexts } from '../../worlds/live/answer-text.js';
import { Codec, type Encoded, TimedeltaRefused } from '../redis/codec.js';

/** Parts a form from the text after it. */
const AFTER_FORM = ' ';
/** Of what cannot be stored: no text of a value is this. */
const UNSTORABLE = 'unstorable ';

/** Space around a value is none of it. */
const whole = ({ form, text }: Encoded): string => `${form}${AFTER_FORM}${text.trim()}`;

/** Tells values as they are stored, each as one text, lists item by item; and keeps the texts of what it has read. */
export class TellingCodec extends Codec implements ValueTexts {
  /** To write a map once more takes longer than all else that is done with it. */
  private readonly texts = new WeakMap<object, string>();

  override decode(encoded: Encoded, key: string): unknown {
    const value = super.decode(encoded, key);
    // Of an array it could be an array that was written, or a list: it is told item by item.
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      this.texts.set(value, whole(encoded));
    }
    return value;
  }

  textOf(value: unknown, key: string): string {
    if (Array.isArray(value)) {
      return JSON.stringify(value.map((item) => this.textOf(item, key)));
    }
    const read = typeof value === 'object' && value !== null ? this.texts.get(value) : undefined;
    if (read !== undefined) return read;
    try {
      return whole(this.encode(value, key, 'stores'));
    } catch (error) {
      if (error instanceof TimedeltaRefused) return UNSTORABLE;
      throw error;
    }
  }

  valueIn(text: string, key: string): unknown {
    if (text.startsWith('[')) {
      return (JSON.parse(text) as string[]).map((item) => this.valueIn(item, key));
    }
    const end = text.indexOf(AFTER_FORM);
    return super.decode({ form: text.slice(0, end), text: text.slice(end + 1) }, key);
  }
}
