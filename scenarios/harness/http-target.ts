import { type Ending } from './open-loop.ts';
import { type RawAnswer } from './raw-http.ts';
import { openService } from './service.ts';
import { type Target } from './target.ts';

const ENROL_AT_ONCE = 20;

interface Failure {
  readonly error?: { readonly code?: string; readonly retryAfterMs?: number };
}

/** What people do all day, in turn: one command in three changes something. */
const DAY: readonly string[] = [
  '/notify set event:pet via:dm',
  '/profile view',
  '/eco balance',
  '/notify set event:pet via:inbox',
  '/eco history',
  '/eco shop',
];

/** Name of the `n`th guest of the playground. */
const guest = (n: number): string => `guest-${n.toString(36).padStart(4, '0')}`;

/**
 * The playground's HTTP door: of a running service (`url`), or of one started in another process, so that the generator
 * takes none of its time.
 */
export const httpTarget = async (options: {
  readonly url: string | undefined;
  readonly players: number;
}): Promise<Target> => {
  const service = await openService(options.url);
  let bad = 0;
  let sent = 0;
  const endingOf = ({ status, body }: RawAnswer): Ending => {
    if (status === 200) return 'answered';
    const { error } = JSON.parse(body) as Failure;
    if (error?.code !== 'E_OVERLOAD') return 'failed';
    if (error.retryAfterMs === undefined || error.retryAfterMs <= 0) bad += 1;
    return 'refused';
  };
  for (let from = 0; from < options.players; from += ENROL_AT_ONCE) {
    const count = Math.min(ENROL_AT_ONCE, options.players - from);
    await Promise.all(
      Array.from({ length: count }, (_, n) => service.command(guest(from + n), '/notify view', 'setup')),
    );
  }
  return {
    get badRefusals() {
      return bad;
    },
    send: (player, guild) => {
      const text = DAY[sent % DAY.length] ?? '';
      sent += 1;
      return service.command(guest(player), text, guild).then(endingOf, (): Ending => 'failed');
    },
    memory: () => service.memory(),
    close: () => service.close(),
  };
};
