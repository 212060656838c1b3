import { scriptOf } from './script.ts';

/** About so many events wait at most: whoever is so far behind has lost its callers anyway. */
const WORK_MAX = 100_000;
const NEWS_MAX = 10_000;
/** A session that nobody went on with for so long is over at Discord too, ms. */
const SESSION_MS = 86_400_000;

/**
 * Appends the events that the session has not noted yet, and notes how far it is. Keys: session, work, news, kept news.
 * Arguments: session id, sequence, resume address, number of shards, then six for each event. Returns how many were new.
 */
export const APPEND = scriptOf(`
local held = redis.call('HMGET', KEYS[1], 'id', 'seq')
local noted = -1
if held[1] == ARGV[1] then noted = tonumber(held[2]) end
local new = 0
for n = 5, #ARGV, 6 do
  if tonumber(ARGV[n]) > noted then
    local at = ARGV[1] .. '.' .. ARGV[n]
    new = new + 1
    if ARGV[n + 1] == 'one' then
      redis.call('XADD', KEYS[2], 'MAXLEN', '~', ${WORK_MAX}, '*', 'at', at, 'replay', ARGV[n + 2], 'body', ARGV[n + 3])
    else
      redis.call('XADD', KEYS[3], 'MAXLEN', '~', ${NEWS_MAX}, '*', 'body', ARGV[n + 3])
      if ARGV[n + 5] == '1' then redis.call('HDEL', KEYS[4], ARGV[n + 4])
      else redis.call('HSET', KEYS[4], ARGV[n + 4], ARGV[n + 3]) end
    end
  end
end
if tonumber(ARGV[2]) > noted then
  redis.call('HSET', KEYS[1], 'id', ARGV[1], 'seq', ARGV[2], 'url', ARGV[3], 'count', ARGV[4])
end
redis.call('PEXPIRE', KEYS[1], ${SESSION_MS})
return new
`);

/** Where news stand now, and what of them is kept, in one moment. Keys: news, kept news. */
export const NEWS_SO_FAR = scriptOf(`
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
return {last[1] and last[1][1] or '0-0', redis.call('HVALS', KEYS[2])}
`);

/** Takes a consumer out of a group unless it still has something, which would go with it. Key: stream. Arguments: group, consumer. */
export const LEAVE = scriptOf(`
if #redis.call('XPENDING', KEYS[1], ARGV[1], '-', '+', 1, ARGV[2]) > 0 then return 0 end
redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], ARGV[2])
return 1
`);
