import { type Rng, randomBelow, sfc32 } from '#game/shared/rng.ts';
import { HttpLook } from './http-look.ts';
import type { Ending } from './open-loop.ts';
import type { RawAnswer } from './raw-http.ts';
import { openService, type RemoteService } from './service.ts';
import { confirmOf, shownOf } from './shown.ts';
import type { Target } from './target.ts';

const ENROL_AT_ONCE = 20;
/** Quotes of one guest at a time; a person may hold five open ones. */
const QUOTES_MAX = 3;

/** Name of the `n`th guest of the playground. */
const guest = (n: number): string => `guest-${n.toString(36).padStart(4, '0')}`;

/** One player between two requests. */
interface Guest {
  readonly name: string;
  /** Confirm buttons of payments that were quoted. */
  readonly confirms: string[];
  /** Quotes that were asked for and are not confirmed yet. */
  quotes: number;
}

/**
 * What people do all day: look at themselves, look at their purse, ask to pay a coin, and confirm it. Which of these is left to
 * chance: in turn, all would do the costly ones at the same time.
 */
const act = async (
  service: RemoteService,
  look: HttpLook,
  rng: Rng,
  who: Guest,
  payee: string,
  guild: string,
): Promise<RawAnswer> => {
  const confirm = who.confirms.shift();
  if (confirm !== undefined) {
    const answer = await service.press(who.name, confirm, guild);
    // refused is not carried out: the button is pressed again
    if (answer.status === 503) who.confirms.push(confirm);
    else who.quotes -= 1;
    if (answer.status === 200) look.note(who.name, confirm, guild, answer.body);
    return answer;
  }
  const wish = randomBelow(rng, 3);
  if (wish === 0) return service.command(who.name, '/profile view', guild);
  // whoever asks much faster than is answered must not run into the bound of open quotes
  if (wish === 1 || who.quotes >= QUOTES_MAX) {
    return service.command(who.name, '/eco balance', guild);
  }
  who.quotes += 1;
  const answer = await service.command(who.name, `/eco pay user:${payee} amount:1`, guild);
  const quoted = answer.status === 200 ? confirmOf(shownOf(answer.body)) : undefined;
  if (quoted === undefined) who.quotes -= 1;
  else who.confirms.push(quoted);
  return answer;
};

/**
 * The playground's HTTP door: of a running service (`url`), or of one started in another process, so that the generator
 * takes none of its time.
 */
export const httpTarget = async (options: {
  readonly url: string | undefined;
  readonly players: number;
  /** For self-tests alone, by a service of our own: no admission. */
  readonly admits?: boolean;
}): Promise<Target> => {
  const { admits = false } = options;
  const service = await openService(options.url, { isFlood: true, admits });
  const look = new HttpLook(service);
  const rng = sfc32(1, 2, 3, 4);
  let bad = 0;
  const guests = Array.from({ length: options.players }, (_, n): Guest => ({
    name: guest(n),
    confirms: [],
    quotes: 0,
  }));
  const endingOf = ({ status, body }: RawAnswer): Ending => {
    if (status === 200) return 'answered';
    const { error } = shownOf(body);
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
      const who = guests[player];
      if (who === undefined) throw new RangeError(`there is no player ${player}`);
      return act(service, look, rng, who, guest((player + 1) % options.players), guild).then(
        endingOf,
        (): Ending => 'failed',
      );
    },
    look: (stage) => look.look(stage),
    refusalP99Ms: () => service.refusalP99Ms(),
    memory: () => service.memory(),
    close: () => service.close(),
  };
};
