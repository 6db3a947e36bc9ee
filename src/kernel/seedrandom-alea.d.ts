// @types/seedrandom covers the package's main module only, which pulls in all generators.
declare module 'seedrandom/lib/alea.js' {
  /** A generator of uniform numbers in [0, 1) with 32 bits of resolution. */
  export default function alea(seed: string): () => number;
}
