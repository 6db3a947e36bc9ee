import fc from 'fast-check';

// The same mutants survive each time, and what kills one need not be made smaller.
fc.configureGlobal({ seed: 1, endOnFailure: true, numRuns: 50 });
