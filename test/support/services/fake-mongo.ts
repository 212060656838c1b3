import { once } from 'node:events';
import { createServer } from 'node:net';
import { BSON } from 'mongodb';

const HEADER_BYTES = 16;
const OP_REPLY = 1;
const OP_QUERY = 2_004;
const OP_MSG = 2_013;

/** A server that only says hello, with whatever fields a test wants. */
export interface FakeMongo {
  readonly uri: string;
  /** Every message that came, whole. */
  readonly heard: readonly Buffer[];
  close(): Promise<void>;
}

const framed = (requestId: number, opCode: number, body: Uint8Array): Buffer => {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeInt32LE(HEADER_BYTES + body.length, 0);
  header.writeInt32LE(requestId, 8);
  header.writeInt32LE(opCode, 12);
  return Buffer.concat([header, body]);
};

/** The driver's first word is an OP_QUERY, everything after it an OP_MSG. */
const answerTo = (message: Buffer, document: BSON.Document): Buffer => {
  const requestId = message.readInt32LE(4);
  const bson = BSON.serialize(document);
  if (message.readInt32LE(12) === OP_QUERY) {
    const head = Buffer.alloc(20);
    head.writeInt32LE(1, 16);
    return framed(requestId, OP_REPLY, Buffer.concat([head, bson]));
  }
  return framed(requestId, OP_MSG, Buffer.concat([Buffer.alloc(5), bson]));
};

/** Starts a server whose every answer is that document. */
export const startFakeMongo = async (document: BSON.Document): Promise<FakeMongo> => {
  const heard: Buffer[] = [];
  const server = createServer((socket) => {
    let pending = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      while (pending.length >= HEADER_BYTES && pending.length >= pending.readInt32LE(0)) {
        const length = pending.readInt32LE(0);
        heard.push(pending.subarray(0, length));
        socket.write(answerTo(pending.subarray(0, length), { ok: 1, ...document }));
        pending = pending.subarray(length);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    uri: `mongodb://127.0.0.1:${address.port}/`,
    heard,
    close: async () => {
      server.close();
      await Promise.resolve();
    },
  };
};
