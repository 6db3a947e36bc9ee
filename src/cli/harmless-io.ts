import type { Io, TextStream } from './io.js';
import { written } from './own-colours.js';

/** To the start of the line, and all of it gone: whatever it held before. */
export const CLEAR = '\r\x1b[2K';

/** The same system, on whose streams nothing steers a terminal but latsim's own colours and progress. */
export function harmlessIo(io: Io): Io {
  const [stdout, stderr] = [harmlessStream(io.stdout), harmlessStream(io.stderr)];
  // Not copied: standard input begins to be read when it is first asked for.
  return Object.create(io, {
    stdout: { value: stdout, enumerable: true },
    stderr: { value: stderr, enumerable: true },
  }) as Io;
}

function harmlessStream(stream: TextStream): TextStream {
  return {
    get isTTY() {
      return stream.isTTY;
    },
    get columns() {
      return stream.columns;
    },
    write(piece) {
      const text = typeof piece === 'string' ? piece : new TextDecoder().decode(piece);
      const clears = stream.isTTY === true && text.startsWith(CLEAR);
      return stream.write(clears ? CLEAR + written(text.slice(CLEAR.length)) : written(text));
    },
  };
}
