import type { Clock } from '#ports/clock.ts';

/** What came back, whole. */
export interface Fetched {
  readonly status: number;
  readonly text: string;
  /** The `Retry-After` header, when there is one. */
  readonly retryAfter: string | null;
}

export interface FetchBounds {
  readonly clock: Pick<Clock, 'after'>;
  /** For headers and body together, ms. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly userAgent: string;
}

const readUpTo = async (response: Response, maxBytes: number): Promise<string> => {
  if (response.body === null) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new Error(`more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** Gets a URL within bounds of time and size; no redirect is followed. @throws Error for whatever goes wrong */
export const boundedFetch = async (url: string, bounds: FetchBounds): Promise<Fetched> => {
  const end = new AbortController();
  const stop = bounds.clock.after(bounds.timeoutMs, () =>
    end.abort(new Error(`no whole answer within ${bounds.timeoutMs} ms`)),
  );
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json', 'user-agent': bounds.userAgent },
      redirect: 'manual',
      signal: end.signal,
    });
    return {
      status: response.status,
      text: await readUpTo(response, bounds.maxBytes),
      retryAfter: response.headers.get('retry-after'),
    };
  } finally {
    stop();
    end.abort();
  }
};
