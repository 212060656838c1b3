import type { Clock } from '#ports/clock.ts';

/** How long the library may take to close its connections, ms. */
const LEAVE_WITHIN_MS = 2_000;

/**
 * Closes the library's connections to Discord, and waits no longer than two seconds. Told so while it is just connecting,
 * @discordjs/ws 2 waits without end: the attempt that it gives up takes the place of what it waits for, and tries anew. That one
 * ends with the process.
 */
export const leaveGateway = async (
  destroy: () => void | PromiseLike<void>,
  clock: Pick<Clock, 'after'>,
): Promise<void> => {
  const isLate = Promise.withResolvers<void>();
  const cancel = clock.after(LEAVE_WITHIN_MS, () => isLate.resolve());
  await Promise.race([destroy(), isLate.promise]);
  cancel();
};
