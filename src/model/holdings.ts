import type { Provenance } from './provenance.js';

/** A stored value that samples of a deployment are in. */
interface Holder<Value> {
  readonly value: Value;
  /** Since when without a break, in seconds. */
  readonly since_s: number;
}

/** Which of a copy's values hold samples of which deployment, so that it can be told at any time. */
export class Holdings<Value> {
  /** By position of the deployment. */
  private readonly holders: (Holder<Value>[] | undefined)[] = [];
  /** Of values that hold what their provenance does not say: of which deployments. */
  private readonly unsaid = new Map<Value, number[]>();

  /** A value derives from other samples than before: of one deployment, or of any. */
  moved(value: Value, before: Provenance, after: Provenance, now_s: number, only?: number): void {
    if (before === after) return;
    if (only !== undefined) {
      this.movedAt(only, value, before[only], after[only], now_s);
      return;
    }
    const length = Math.max(before.length, after.length);
    for (let position = 0; position < length; position++) {
      const was = before[position];
      const is = after[position];
      if (was !== is) this.movedAt(position, value, was, is, now_s);
    }
  }

  /** A value holds a sample of a deployment, which its provenance does not say. */
  holds(value: Value, position: number, now_s: number): void {
    const positions = this.unsaid.get(value) ?? [];
    if (positions.includes(position)) return;
    this.unsaid.set(value, [...positions, position]);
    this.add(position, value, now_s);
  }

  /** A value is there no more. */
  gone(value: Value, provenance: Provenance): void {
    provenance.forEach((ids, position) => {
      if (ids.length > 0) this.remove(position, value);
    });
    for (const position of this.unsaid.get(value) ?? []) this.remove(position, value);
    this.unsaid.delete(value);
  }

  /** Those that hold samples of a deployment, in the order in which they came to. */
  of(position: number): readonly Holder<Value>[] {
    return this.holders[position] ?? [];
  }

  private movedAt(
    position: number,
    value: Value,
    was: readonly number[] | undefined,
    is: readonly number[] | undefined,
    now_s: number,
  ): void {
    const had = was !== undefined && was.length > 0;
    const has = is !== undefined && is.length > 0;
    if (has && !had) this.add(position, value, now_s);
    else if (had && !has) this.remove(position, value);
  }

  private add(position: number, value: Value, since_s: number): void {
    const held = this.holders[position];
    if (held === undefined) this.holders[position] = [{ value, since_s }];
    else held.push({ value, since_s });
  }

  private remove(position: number, value: Value): void {
    const held = this.holders[position] ?? [];
    let kept = 0;
    for (const holder of held) {
      if (holder.value !== value) held[kept++] = holder;
    }
    held.length = kept;
  }
}
