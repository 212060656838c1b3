import { once } from 'node:events';
import { createServer } from 'node:net';

/** A server that answers every command with the same INFO, for versions that cannot be had. */
export const startFakeRedis = async (
  info: string,
): Promise<{ readonly url: string; close(): Promise<void> }> => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      // each command is an array of its own: its head begins with a star at the start of a line
      const commands = chunk.toString('latin1').split(/(?:^|\r\n)\*\d+\r\n/).length - 1;
      socket.write(`$${info.length}\r\n${info}\r\n`.repeat(commands));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `redis://127.0.0.1:${address.port}`,
    close: async () => {
      server.close();
      await Promise.resolve();
    },
  };
};
