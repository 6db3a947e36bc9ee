import { expect, it } from 'vitest';
import { loadScenario } from '../../src/files/load.js';
import type { Scenario } from '../../src/scenario/schema.js';
import type { Diagnosis } from '../../src/studies/diagnose/diagnosis.js';
import type { Job, JobResult } from '../../src/studies/job.js';
import type { Study } from '../../src/studies/study.js';
import { asking, bundled, ROOMS } from '../browser/page.js';
import * as engine from '../browser/rooms.js';
import { TOKENS_KNOWN } from '../studies/diagnose/calibration.js';

/** A page diagnoses without Node, and without the packages that read text: nothing is read again. */
const bundle = await bundled(ROOMS);
const ask = asking(bundle);

/** A small diagnosis. All in one function, as that is what is carried into the page. */
function diagnosis(
  { subjectOf, diagnosing, carryingOut }: typeof engine,
  scenario: Scenario,
): Diagnosis {
  const result = (job: Job): JobResult => {
    const work = carryingOut(job, { logger: undefined });
    let slice = work.next();
    while (slice.done !== true) slice = work.next();
    return slice.value;
  };
  const driven = <Found>(study: Study<Found>): Found => {
    let step = study.next();
    while (step.done !== true) {
      const asked = step.value;
      step = study.next('jobs' in asked ? asked.jobs.map(result) : asked.studies.map(driven));
    }
    return step.value;
  };
  const subject = subjectOf({ scenario, numbers: new Map() }, 0);
  return driven(diagnosing(subject, [11, 9], { seed: 1, replications: 10 }));
}

it('a diagnosis in a page comes out as here', () => {
  const { scenario } = loadScenario('issue-24720-in-process', { set: TOKENS_KNOWN });
  const here = diagnosis(engine, scenario);
  expect(here.outcome).not.toBeNull();
  expect(ask(diagnosis, scenario)).toEqual(JSON.parse(JSON.stringify(here)));
});

it('it needs no package that reads text', () => {
  expect(bundle.sources).toContain('studies/diagnose/diagnosis.ts');
  expect(bundle.packages).toEqual(['seedrandom']);
});
