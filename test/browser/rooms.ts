/**
 * All that may be asked of the pure rooms, from a resolved scenario to results and pictures, as a bundle for
 * a bare VM has it.
 */

export { answer } from '../../src/jobs/answer.js';
export { carryingOut } from '../../src/jobs/carry-out.js';
export { inline } from '../../src/jobs/inline.js';
export { loggerNamed } from '../../src/loggers/index.js';
export { summarise } from '../../src/measure/summary.js';
export { compareReport } from '../../src/report/compare/report.js';
export { svg as svgCompare } from '../../src/report/compare/svg.js';
export { sequenceOfViolation } from '../../src/report/explore/sequence.js';
export { runReport } from '../../src/report/run/report.js';
export { svgSequence } from '../../src/report/sequence/svg.js';
export { compile } from '../../src/scenario/compile.js';
export { profileNamed } from '../../src/strategies/lowest-latency/profile.js';
export { diagnosing } from '../../src/studies/diagnose/diagnosis.js';
export { subjectOf } from '../../src/studies/diagnose/subject.js';
export { exploringAll, exploringOne } from '../../src/studies/explore/explore.js';
export { exploreReport } from '../../src/studies/explore/found.js';
export { programSettings } from '../../src/studies/explore/settings.js';
export { looking } from '../../src/studies/gate/looks.js';
export { comparing, running } from '../../src/studies/run.js';
export { tracing } from '../../src/studies/trace.js';
export { explore, exploring } from '../../src/worlds/explore/explore.js';
export { DEFAULT_SEARCH_OPTIONS } from '../../src/worlds/explore/options.js';
export { DEFAULT_PROGRAM } from '../../src/worlds/explore/program.js';
export { replicating, simulate } from '../../src/worlds/simulate/simulation.js';
