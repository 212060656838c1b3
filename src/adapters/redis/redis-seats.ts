import type { Seats } from '#ports/seats.ts';
import type { RedisLink } from './link.ts';
import { scriptOf } from './script.ts';

const KEPT_MS = 10_000;

/** Keys: seats. Arguments: holder, time kept in ms, holders known to be dead. Returns the number and the holder of a seat that is taken, or nothing. */
const TAKE = scriptOf(`
local free = {[ARGV[1]] = true}
for n = 3, #ARGV do free[ARGV[n]] = true end
for n, key in ipairs(KEYS) do
  local holder = redis.call('GET', key)
  if holder and not free[holder] then return {n, holder} end
end
for _, key in ipairs(KEYS) do redis.call('SET', key, ARGV[1], 'PX', ARGV[2]) end
return {}
`);

const LEAVE = scriptOf(`
for _, key in ipairs(KEYS) do
  if redis.call('GET', key) == ARGV[1] then redis.call('DEL', key) end
end
return 1
`);

export interface RedisSeatsOptions {
  readonly link: RedisLink;
  /** Whose seats, a-z and digits; all of them lie in one slot. */
  readonly bot: string;
  readonly keptMs?: number;
}

/** Seats as keys that end by themselves. */
export const createRedisSeats = ({ link, bot, keptMs = KEPT_MS }: RedisSeatsOptions): Seats => {
  const keysOf = (seats: readonly string[]): readonly string[] =>
    seats.map((seat) => `${link.prefix}discord:{${bot}}:seat:${seat}`);
  return {
    keptMs,
    take: async (seats, holder, gone = []) => {
      const found = await link.run(TAKE, keysOf(seats), [holder, keptMs, ...gone]);
      const [place, other] = found as readonly [number?, string?];
      return place === undefined || other === undefined
        ? { ok: true }
        : { ok: false, seat: seats[place - 1] ?? '', holder: other };
    },
    leave: async (seats, holder) => {
      await link.run(LEAVE, keysOf(seats), [holder]);
    },
  };
};
