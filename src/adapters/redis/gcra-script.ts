import { type Script, scriptOf } from './script.ts';

/** The time of the server as Lua: seconds and microseconds. */
const SERVER_TIME = "redis.call('TIME')";

/**
 * GCRA on one key: the microsecond at which its bucket is empty again. All numbers are multiples of a quarter, which
 * doubles hold exactly until 2041. Arguments: interval and burst in microseconds, cost. Returns whether it is admitted, how long to
 * wait, and the time that it was decided at, in microseconds.
 * Source: ITU-T I.371, generic cell rate algorithm.
 */
export const gcraScript = (time = SERVER_TIME): Script =>
  scriptOf(`
local time = ${time}
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local interval, burst, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
-- a clock that was set back must not lock anybody out for longer than a burst
local held = math.min(tonumber(redis.call('GET', KEYS[1]) or now), now + burst)
local empty = math.max(held, now) + cost * interval
local wait = empty - burst - now
if wait > 0 then return {0, string.format('%.2f', wait), string.format('%.0f', now)} end
-- it is kept a minute longer than needed: the clock by which keys end may be another one after a failover
local keep = math.min(math.ceil((empty - now) / 1000) + 60000, 9000000000000000)
redis.call('SET', KEYS[1], string.format('%.2f', empty), 'PX', string.format('%.0f', keep))
return {1, '0', string.format('%.0f', now)}
`);
