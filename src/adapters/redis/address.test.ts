import { describe, expect, it } from 'vitest';
import { addressOf } from './address.ts';

describe('an address of Redis', () => {
  it('is read with user, password, database and TLS', () => {
    expect(addressOf('redis://cache')).toEqual({ host: 'cache', port: 6_379, db: 0, tls: false });
    expect(addressOf('rediss://ash:p%40ss@[::1]:7000/2')).toEqual({
      host: '::1',
      port: 7_000,
      username: 'ash',
      password: 'p@ss',
      db: 2,
      tls: true,
    });
    expect(addressOf('redis://:canary@host/')).toMatchObject({ password: 'canary' });
  });

  it.each([
    '',
    'cache:6379',
    'http://canary@host',
    'redis://',
    'redis://:canary%@host',
    'redis://host/canary',
  ])('that is none (%s) is refused and not repeated', (url) => {
    const read = (): unknown => addressOf(url);
    expect(read).toThrow(expect.objectContaining({ code: 'E_UNAVAILABLE', retryable: false }) as Error);
    expect(read).toThrow(/REDIS_URL is not an address of Redis .* redis:\/\/\[user:password@\]host/);
    expect(read).not.toThrow(/canary/);
  });
});
