import { scriptOf } from './script.ts';

/** What is held under a key: value, id of the write, time to live and time until the server drops it, what is left of that. */
export const READ = scriptOf(`
local held = redis.call('HMGET', KEYS[1], 'value', 'id', 'ttl', 'keep')
if not held[2] then return {} end
return {held[1], held[2], held[3], held[4], redis.call('PTTL', KEYS[1])}
`);

const STORE = `
redis.call('HSET', KEYS[1], 'value', ARGV[1], 'id', ARGV[2], 'ttl', ARGV[3], 'keep', ARGV[4])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
`;

/** Stores a value and tells the other processes: value, id, ttl, keep, channel, message. */
export const SET = scriptOf(`${STORE}
redis.call('PUBLISH', ARGV[5], ARGV[6])
return 1
`);

/** Stores what was loaded, unless something was written since the id that the loader saw: value, id, ttl, keep, seen id. */
export const KEEP_LOADED = scriptOf(`
local id = redis.call('HGET', KEYS[1], 'id')
if id and id ~= ARGV[5] then return 0 end
${STORE}
return 1
`);

/** Drops a value and leaves an id, so that a load that began before cannot bring it back: id, keep, channel, message. */
export const DROP = scriptOf(`
redis.call('DEL', KEYS[1])
redis.call('HSET', KEYS[1], 'id', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('PUBLISH', ARGV[3], ARGV[4])
return 1
`);
