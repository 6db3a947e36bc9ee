import { count, counted } from '../../text/figures.js';
import type { ProbeReport } from './report.js';

/** Texts behind their labels: what was asked, and what came back. */
export function probeRows(report: ProbeReport): (readonly [string, string])[] {
  const { proxy, path, version, strategy, concurrency, asked, requests, failed, known } = report;
  const { cached, again, elsewhere, wholeFleet } = report;
  const release = version === null ? 'LiteLLM, of an unknown release' : `LiteLLM ${version}`;
  const by = strategy === null ? 'its strategy is not known' : strategy;
  const sent = concurrency === 1 ? 'one after another' : `${count(concurrency)} at a time`;
  const besides = [
    ...failed.map((one) => `${count(one.count)} ${one.reason}`),
    ...(cached > 0 ? [`${count(cached)} from a cache`] : []),
    ...(elsewhere > 0 ? [`${count(elsewhere)} by another model group`] : []),
  ];
  return [
    ['proxy', `${release} at ${proxy}, ${by}`],
    [
      'requests',
      [`${count(requests)} of ${count(asked)} on ${path}, ${sent}`, ...besides].join('; '),
    ],
    ...(known === null ? [] : [['release', known] as const]),
    ...(again === 0
      ? []
      : [['', `${counted(again, 'answer')} after a retry or a fallback`] as const]),
    ...(report.diagnosis === null
      ? []
      : [
          [
            'assumed',
            'no other traffic meanwhile; one process, unless --config says more',
          ] as const,
        ]),
    ...(wholeFleet
      ? []
      : [['fleet', 'only deployments that answered are known; --config names all'] as const]),
  ];
}
