/**
 * The engine that a page carries: from a resolved scenario to results and pictures, without Node
 * and without the packages that read text. What a page is to offer is exported here.
 */

export { answer } from '../jobs/answer.js';
export { carryingOut } from '../jobs/carry-out.js';
export { inline } from '../jobs/inline.js';
export { loggerNamed } from '../loggers/index.js';
export { summarise } from '../measure/summary.js';
export { compareReport } from '../report/compare/report.js';
export { svg as svgCompare } from '../report/compare/svg.js';
export { sequenceOfViolation } from '../report/explore/sequence.js';
export { runReport } from '../report/run/report.js';
export { svgSequence } from '../report/sequence/svg.js';
export { compile } from '../scenario/compile.js';
export { profileNamed } from '../strategies/lowest-latency/profile.js';
export { diagnosing } from '../studies/diagnose/diagnosis.js';
export { subjectOf } from '../studies/diagnose/subject.js';
export { exploringAll, exploringOne } from '../studies/explore/explore.js';
export { exploreReport } from '../studies/explore/found.js';
export { programSettings } from '../studies/explore/settings.js';
export { looking } from '../studies/gate/looks.js';
export { comparing, running } from '../studies/run.js';
export { tracing } from '../studies/trace.js';
export { explore, exploring } from '../worlds/explore/explore.js';
export { DEFAULT_SEARCH_OPTIONS } from '../worlds/explore/options.js';
export { DEFAULT_PROGRAM } from '../worlds/explore/program.js';
export { replicating, simulate } from '../worlds/simulate/simulation.js';
