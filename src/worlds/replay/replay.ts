import type { Profile } from '../../strategies/lowest-latency/profile.js';
import { type ComparedField, Replaying } from './compared.js';
import {
  differenceOfAverages,
  differenceOfCandidates,
  differenceOfMaps,
  type Field,
} from './difference.js';
import type { Operation, RecordedSettings } from './recording.js';
import { Router, type RouterParts } from './router.js';

/** Feeds recorded operations to a router of latsim that goes by latencies. */
export class Replay extends Replaying<Operation, Field> {
  private readonly router: Router;

  constructor(
    private readonly settings: RecordedSettings,
    profile: Profile,
    checks: readonly ComparedField<Field>[],
    parts?: RouterParts,
  ) {
    super(checks);
    this.router = new Router(settings, profile, parts);
  }

  protected override replay(operation: Operation, line: number): void {
    const { deployments } = this.settings;
    switch (operation.op) {
      case 'select': {
        const ranking = this.router.select(operation);
        const averages = differenceOfAverages(deployments, operation, ranking);
        this.note('averages', averages, operation, line);
        const candidates = differenceOfCandidates(deployments, operation, ranking);
        this.note('valid', candidates, operation, line);
        return;
      }
      case 'success':
      case 'timeout':
        this.router.log(operation);
        return;
      case 'failure': // LiteLLM logs no latency of any other exception.
        return;
      case 'state': {
        const map = this.router.dump(operation.t_s);
        this.note('map', differenceOfMaps(deployments, operation, map), operation, line);
      }
    }
  }
}
