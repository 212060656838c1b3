import { setTimeout as sleep } from 'node:timers/promises';
import { destination, type DestinationStream } from 'pino';

/** Of a log that nobody takes so much is kept in memory, bytes; what comes then is lost. */
const KEPT_MAX = 16 * 1024 * 1024;
/** How long the end waits for whoever reads the log, ms. */
const LAST_WITHIN_MS = 1_000;

/** Where the lines of the log go. */
export interface LogStream extends DestinationStream {
  /** Writes what is left as far as it is taken within a second, and nothing any more. */
  end(): Promise<void>;
  /** Nothing is written any more, and nobody waited for. */
  abandon(): void;
}

/** Lines go to a file, or to standard output, and nobody waits for them: whoever reads the log may stand still or go. */
export const openLogStream = (file?: string): LogStream => {
  const stream = destination({
    ...(file === undefined ? { fd: 1 } : { dest: file, mkdir: true }),
    sync: false,
    minLength: 0,
    maxLength: KEPT_MAX,
  });
  let isOver = false;
  const isWritten = new Promise<void>((resolve) => {
    stream.on('close', resolve);
    // a disk that is full must not end the service
    stream.on('error', () => isOver && resolve());
  });
  const abandon = (): void => {
    isOver = true;
    // pino writes what is left when the process ends, and tries for ever where the reader has gone or stands still
    stream.flushSync = () => undefined;
  };
  return {
    write: (line) => {
      if (!isOver) stream.write(line);
    },
    end: async () => {
      isOver = true;
      stream.end();
      await Promise.race([isWritten, sleep(LAST_WITHIN_MS)]);
      abandon();
    },
    abandon,
  };
};
