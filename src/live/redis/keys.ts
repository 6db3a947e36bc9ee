import { randomBytes } from 'node:crypto';

/** All keys that a live world has at a Redis begin so. */
export const FAMILY = 'latsim:live:';

/**
 * The keys of one live world: each of its data stands under the prefix and its own name, all else
 * under names that no data can have.
 */
export class LiveKeys {
  /** In front of the name of what is stored: `latsim:live:5f0c93ab:`. */
  readonly prefix: string;
  /** Numbers what is done, in its order. */
  readonly order: string;
  /** By key: how often it has been written to. */
  readonly versions: string;
  /** By key: the form of what is stored. */
  readonly forms: string;

  /** @param id of the world: no other at the same Redis has it */
  constructor(readonly id = randomBytes(4).toString('hex')) {
    this.prefix = `${FAMILY}${id}:`;
    this.order = this.own('order');
    this.versions = this.own('versions');
    this.forms = this.own('forms');
  }

  data(key: string): string {
    return this.prefix + key;
  }

  lease(name: string): string {
    return this.own(`lease/${name}`);
  }

  /** Matches all of them, and no others, as SCAN takes it. */
  get pattern(): string {
    return `${FAMILY}${this.id}[:/]*`;
  }

  private own(name: string): string {
    return `${FAMILY}${this.id}/${name}`;
  }
}
