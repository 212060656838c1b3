import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '#adapters/memory/virtual-clock.ts';
import { watch } from '#test/support/hold.ts';
import { connectClient } from './client.ts';

/** A client whose promise is never settled, as that of a cluster whose first look failed. */
class Silent extends EventEmitter {
  connect(): Promise<void> {
    return new Promise(() => undefined);
  }
}

describe('a connection to Redis', () => {
  it('can be used when its client says so, whatever became of the promise', async () => {
    const client = new Silent();
    const connected = connectClient(client, createVirtualClock());
    client.emit('ready');
    await expect(connected).resolves.toBeUndefined();
  });

  it('is given up when neither comes in time', async () => {
    const clock = createVirtualClock();
    const connected = watch(connectClient(new Silent(), clock));
    clock.advance(9_999);
    expect(connected.state()).toBe('waiting');
    clock.advance(1);
    await expect.poll(() => connected.error).toMatchObject({ code: 'E_UNAVAILABLE', retryable: true });
  });

  it('fails at once when its client does', async () => {
    const client = { connect: () => Promise.reject(new Error('refused')), once: () => undefined };
    await expect(connectClient(client, createVirtualClock())).rejects.toThrow('refused');
  });
});
