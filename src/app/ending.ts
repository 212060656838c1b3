import type { Logger } from './logging.ts';

type Host = Pick<NodeJS.Process, 'on' | 'once' | 'exit'>;

/**
 * SIGTERM and Ctrl+C drain; a second one ends at once. What nobody caught is logged, then the process drains and fails.
 * `close` says whether all was done in time.
 */
export const endWith = (
  host: Host,
  { close }: { readonly close: () => Promise<boolean> },
  logger: Logger,
): ((code: number) => void) => {
  let isEnding = false;
  const end = (code: number): void => {
    if (isEnding) return host.exit(130);
    isEnding = true;
    close().then(
      (isClean) => {
        logger.info({ isClean }, 'stopped');
        host.exit(code);
      },
      (error: unknown) => {
        logger.fatal({ err: error }, 'could not stop in order');
        host.exit(1);
      },
    );
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
