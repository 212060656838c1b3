import type { Logger } from './logging.ts';
import type { LogStream } from './log-stream.ts';

type Host = Pick<NodeJS.Process, 'on' | 'once' | 'exit'>;

/**
 * SIGTERM and Ctrl+C drain; a second one ends at once. What nobody caught is logged, then the process drains and fails.
 * `close` says whether all was done in time.
 */
export const endWith = (
  host: Host,
  { close }: { readonly close: () => Promise<boolean> },
  { logger, lines }: { readonly logger: Logger; readonly lines: Pick<LogStream, 'end' | 'abandon'> },
): ((code: number) => void) => {
  let isEnding = false;
  const finish = async (code: number): Promise<void> => {
    let exitCode = code;
    try {
      const isClean = await close();
      logger.info({ isClean }, 'stopped');
    } catch (error) {
      logger.fatal({ err: error }, 'could not stop in order');
      exitCode = 1;
    }
    await lines.end();
    host.exit(exitCode);
  };
  const end = (code: number): void => {
    if (isEnding) {
      lines.abandon();
      return host.exit(130);
    }
    isEnding = true;
    void finish(code);
  };
  host.on('SIGTERM', () => end(0));
  host.on('SIGINT', () => end(0));
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    host.once(event, (error: unknown) => {
      logger.fatal({ err: error }, event);
      end(1);
    });
  }
  return end;
};
