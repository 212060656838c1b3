import { connect, type Socket } from 'node:net';

/** Open connections, as many as a reverse proxy holds; more requests wait for a free one. */
const SOCKETS_MAX = 1_024;

export interface RawAnswer {
  readonly status: number;
  readonly body: string;
}

interface Waiting {
  readonly bytes: string;
  readonly resolve: (answer: RawAnswer) => void;
  readonly reject: (error: Error) => void;
}

const HEAD_END = '\r\n\r\n';

/** One connection: a request at a time, the answer read by its length. */
class Line {
  readonly #socket: Socket;
  readonly #onFree: (line: Line) => void;
  #current: Waiting | undefined;
  #received = '';
  isBroken = false;

  constructor(host: string, port: number, onFree: (line: Line) => void) {
    this.#onFree = onFree;
    this.#socket = connect({ host, port, noDelay: true });
    // a byte is a character, so that lengths can be compared
    this.#socket.setEncoding('latin1');
    this.#socket.on('data', (chunk: string) => this.#take(chunk));
    this.#socket.on('error', (error) => this.#break(error));
    this.#socket.on('close', () => this.#break(new Error('the connection was closed')));
  }

  send(waiting: Waiting): void {
    this.#current = waiting;
    this.#socket.write(waiting.bytes);
  }

  end(): void {
    this.isBroken = true;
    this.#socket.destroy();
  }

  #break(error: Error): void {
    const current = this.#current;
    this.#current = undefined;
    this.isBroken = true;
    current?.reject(error);
    this.#onFree(this);
  }

  #take(chunk: string): void {
    this.#received += chunk;
    const headEnd = this.#received.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = this.#received.slice(0, headEnd);
    const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
    const bodyAt = headEnd + HEAD_END.length;
    if (this.#received.length < bodyAt + length) return;
    const body = this.#received.slice(bodyAt, bodyAt + length);
    this.#received = this.#received.slice(bodyAt + length);
    const current = this.#current;
    this.#current = undefined;
    current?.resolve({ status: Number(head.slice(9, 12)), body });
    this.#onFree(this);
  }
}

/** Posts JSON over kept connections, as cheaply as a generator must that shares two cores with its service. */
export class RawHttp {
  readonly #host: string;
  readonly #port: number;
  readonly #free: Line[] = [];
  readonly #waiting: Waiting[] = [];
  #first = 0;
  #open = 0;
  #isEnded = false;

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.#host = hostname;
    this.#port = Number(port);
  }

  /**
   * Opens all connections before they are needed, as a reverse proxy does: Node accepts one in a turn of its event loop,
   * so that those of a flood would be timed rather than its requests.
   */
  open(): void {
    for (let line = this.#connect(); line !== undefined; line = this.#connect()) this.#free.push(line);
  }

  /** @throws Error when the connection breaks */
  post(path: string, headers: string, body: string): Promise<RawAnswer> {
    const bytes =
      `POST ${path} HTTP/1.1\r\nhost: ${this.#host}:${this.#port}\r\ncontent-type: application/json\r\n` +
      `content-length: ${body.length}\r\n${headers}\r\n${body}`;
    return new Promise((resolve, reject) => {
      const waiting = { bytes, resolve, reject };
      const line = this.#free.pop() ?? this.#connect();
      if (line === undefined) this.#waiting.push(waiting);
      else line.send(waiting);
    });
  }

  end(): void {
    this.#isEnded = true;
    for (const line of this.#free) line.end();
  }

  #connect(): Line | undefined {
    if (this.#open >= SOCKETS_MAX) return undefined;
    this.#open += 1;
    return new Line(this.#host, this.#port, (line) => this.#freed(line));
  }

  #freed(line: Line): void {
    if (line.isBroken) {
      this.#open -= 1;
      const at = this.#free.indexOf(line);
      if (at >= 0) this.#free.splice(at, 1);
    }
    if (this.#isEnded) {
      line.end();
      return;
    }
    const next = this.#waiting[this.#first];
    if (next === undefined) {
      this.#waiting.length = 0;
      this.#first = 0;
      if (!line.isBroken) this.#free.push(line);
      return;
    }
    const taker = line.isBroken ? this.#connect() : line;
    if (taker === undefined) return;
    this.#first += 1;
    taker.send(next);
  }
}
