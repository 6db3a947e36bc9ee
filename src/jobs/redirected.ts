/**
 * Does work in this thread that runs a user's code, and has what that prints taken elsewhere: standard output is the
 * report's.
 */
export async function redirected<Result>(
  printed: (piece: string | Uint8Array) => void,
  work: () => Promise<Result>,
): Promise<Result> {
  const { stdout } = process;
  const { write } = stdout;
  stdout.write = (piece: string | Uint8Array): boolean => {
    printed(piece);
    return true;
  };
  try {
    return await work();
  } finally {
    stdout.write = write;
  }
}
