import { DefaultRestOptions, type RESTOptions } from 'discord.js';

/** How a REST client sends one request. */
export type SendRequest = RESTOptions['makeRequest'];

/**
 * Sends a request of a REST client; a form with files as the bytes that it comes to.
 *
 * undici 7, to which Node hands the requests of undici 6 too, reads a form while it sends it. When the answer comes first or the
 * request ends early, it writes on into the closed stream, and nobody can catch what that throws: the process would end.
 */
export const sendRequest: SendRequest = async (url, init) => {
  if (!(init.body instanceof FormData)) return DefaultRestOptions.makeRequest(url, init);
  const packed = new Response(init.body);
  return DefaultRestOptions.makeRequest(url, {
    ...init,
    body: new Uint8Array(await packed.arrayBuffer()),
    headers: { ...(init.headers as Readonly<Record<string, string>>), ...Object.fromEntries(packed.headers) },
  });
};
