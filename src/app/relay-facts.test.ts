import { describe, expect, it } from 'vitest';
import { createMemoryRelays } from '#adapters/memory/memory-relay.ts';
import { Bus } from '#events/bus.ts';
import { relayFacts } from './relay-facts.ts';

const fact = (topic: string, id: string) => ({
  topic,
  realm: 'home',
  id,
  seq: 1,
  atMs: 1,
  by: 'x',
  commandId: 'x/1',
  event: { type: topic.split('.')[1] ?? '' },
});

describe('joined buses', () => {
  it('tell each other what is watched live, once each, and nothing else', async () => {
    const relays = createMemoryRelays(3);
    const buses = relays.map(() => new Bus(() => undefined));
    const heard: string[] = [];
    for (const [n, bus] of buses.entries()) {
      relayFacts(bus, relays[n]!);
      bus.react('test', '*', ({ topic, id }) => void heard.push(`${n} ${topic} ${id}`));
    }
    buses[0]!.publish(fact('battle.WindowClosed', 'b1'));
    buses[1]!.publish(fact('user.NotifySet', 'u1'));
    await expect.poll(() => heard.length).toBe(4);
    expect(heard.toSorted()).toEqual([
      '0 battle.WindowClosed b1',
      '1 battle.WindowClosed b1',
      '1 user.NotifySet u1',
      '2 battle.WindowClosed b1',
    ]);
  });

  it('part again', async () => {
    const relays = createMemoryRelays(2);
    const [one, two] = relays.map(() => new Bus(() => undefined));
    const heard: string[] = [];
    const part = relayFacts(one!, relays[0]!);
    relayFacts(two!, relays[1]!);
    two!.react('test', '*', ({ id }) => void heard.push(id));
    part();
    one!.publish(fact('battle.WindowClosed', 'b1'));
    two!.publish(fact('battle.WindowClosed', 'b2'));
    await expect.poll(() => heard).toEqual(['b2']);
  });
});
