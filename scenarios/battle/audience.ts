import { connect, type Socket } from 'node:net';

const OPEN_AT_ONCE = 200;

/** What one spectator got. */
interface Seat {
  readonly socket: Socket;
  readonly reads: boolean;
  frames: number;
  summaries: number;
  isRefused: boolean;
}

/** Spectators over plain sockets, as cheap as they come; some never read a byte. */
export class Audience {
  readonly #seats: Seat[] = [];

  /** Lets so many in, spread over the battles; one in `deafEvery` never reads. */
  async enter(url: string, battles: readonly string[], count: number, deafEvery: number): Promise<void> {
    const { hostname, port } = new URL(url);
    for (let from = 0; from < count; from += OPEN_AT_ONCE) {
      const opening = Array.from({ length: Math.min(OPEN_AT_ONCE, count - from) }, (_, n) => {
        const id = battles[(from + n) % battles.length] ?? '';
        return this.#open(hostname, Number(port), id, (from + n) % deafEvery !== 0);
      });
      await Promise.all(opening);
    }
  }

  #open(host: string, port: number, id: string, reads: boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host, port });
      const seat: Seat = { socket, reads, frames: 0, summaries: 0, isRefused: false };
      this.#seats.push(seat);
      socket.on('error', reject);
      socket.once('connect', () => {
        socket.write(`GET /api/battles/${id}/events HTTP/1.1\r\nhost: ${host}:${port}\r\n\r\n`);
        if (reads) return;
        socket.pause();
        resolve();
      });
      if (!reads) return;
      socket.setEncoding('latin1');
      socket.once('data', (head: string) => {
        seat.isRefused = !head.startsWith('HTTP/1.1 200');
        resolve();
      });
      // a piece of text may end within a word: counts are near enough for a minimum of work
      socket.on('data', (text: string) => {
        for (let at = text.indexOf('event: '); at >= 0; at = text.indexOf('event: ', at + 7)) {
          if (text.startsWith('frame', at + 7)) seat.frames += 1;
          else if (text.startsWith('summary', at + 7)) seat.summaries += 1;
        }
      });
    });
  }

  get seen() {
    const readers = this.#seats.filter(({ reads }) => reads);
    return {
      readers: readers.length,
      deaf: this.#seats.length - readers.length,
      refused: readers.filter(({ isRefused }) => isRefused).length,
      frames: readers.reduce((sum, { frames }) => sum + frames, 0),
      summaries: readers.reduce((sum, { summaries }) => sum + summaries, 0),
      /** Readers that got nothing at all. */
      empty: readers.filter(({ frames }) => frames === 0).length,
    };
  }

  leave(): void {
    for (const { socket } of this.#seats) socket.destroy();
  }
}
