import { fixed, roundedUp } from '../../text/figures.js';
import { decimal } from '../../text/units.js';
import { groupShares, known } from '../shares.js';
import type { PrecisionKind } from './kind.js';

/** What every group gets of its model group's requests, in points. */
export const SHARE_PRECISION: PrecisionKind = {
  name: 'share',
  example: '1',
  form: 'points of share above 0, at most 50',
  subject: 'every share',
  bare: true,
  relative: false,
  read(text) {
    const [, digits] = /^(\d+(?:\.\d+)?)\s?%?$/.exec(text) ?? [];
    const fraction = Number(`${digits}e-2`);
    return fraction > 0 && fraction <= 0.5 ? fraction : undefined;
  },
  write: (halfWidth) => decimal(halfWidth, 2),
  reach(halfWidth) {
    const points = halfWidth * 100;
    const decimals = points >= 0.95 ? 1 : points >= 0.095 ? 2 : 3;
    return `±${fixed(roundedUp(points, decimals), decimals)} points`;
  },
  parts(experiment, results, alpha) {
    return experiment.modelGroups.flatMap((modelGroup, m) => {
      const parts = results.flatMap(({ modelGroups }) => modelGroups[m] ?? []);
      return groupShares(modelGroup, parts).map(({ shares, estimate }, g) => ({
        name: modelGroup.groups[g]?.name ?? '',
        unmeasured: known(shares).length === 0,
        estimation: estimate(alpha),
      }));
    });
  },
};
