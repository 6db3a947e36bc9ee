/** Does work of which nothing is to be printed: what it runs has printed the same elsewhere. */
export function unprinted<Result>(work: () => Result): Result {
  const streams = [process.stdout, process.stderr];
  const writers = streams.map((stream) => stream.write);
  const restore = () => {
    for (const [i, stream] of streams.entries()) stream.write = writers[i] as typeof stream.write;
  };
  for (const stream of streams) stream.write = (() => true) as typeof stream.write;
  let isPromise = false;
  try {
    const result = work();
    if (result instanceof Promise) {
      isPromise = true;
      return result.finally(restore) as Result;
    }
    return result;
  } finally {
    if (!isPromise) restore();
  }
}
