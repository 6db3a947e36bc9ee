import type { Fleet } from '../../model/fleet.js';

/** Shares are of so many choices, the last ones. */
export const SHARE_OF = 100;

/** Where the requests of a model group go, by group. */
export class Routes {
  /** Requests that have been routed and not been answered, by group. */
  readonly inFlight: number[];
  /** Groups of the last choices, in a circle. */
  private readonly last: number[] = [];
  private choices = 0;
  private readonly ofLast: number[];
  private readonly told: number[];

  constructor(
    /** Position of the model group. */
    readonly number: number,
    readonly name: string,
    readonly fleet: Fleet,
  ) {
    this.inFlight = fleet.groups.map(() => 0);
    this.ofLast = fleet.groups.map(() => 0);
    this.told = fleet.groups.map(() => Number.NaN);
  }

  /** A deployment is chosen. @returns its group */
  chosen(deployment: string): number {
    const group = this.groupOf(deployment);
    this.inFlight[group]!++;
    const at = this.choices++ % SHARE_OF;
    const before = this.last[at];
    if (before !== undefined) this.ofLast[before]!--;
    this.last[at] = group;
    this.ofLast[group]!++;
    return group;
  }

  /** A deployment is done with a request. @returns its group */
  answered(deployment: string): number {
    const group = this.groupOf(deployment);
    this.inFlight[group]!--;
    return group;
  }

  positionOf(deployment: string): number {
    return this.fleet.index.positionOf(deployment);
  }

  private groupOf(deployment: string): number {
    return this.fleet.groupOf[this.positionOf(deployment)] as number;
  }

  /** The shares, in percent, that are others than when this was last asked. */
  changedShares(): { readonly group: number; readonly percent: number }[] {
    return this.ofLast.flatMap((choices, group) => {
      const percent = Math.round((choices / this.last.length) * 1000) / 10;
      if (percent === this.told[group]) return [];
      this.told[group] = percent;
      return [{ group, percent }];
    });
  }
}
