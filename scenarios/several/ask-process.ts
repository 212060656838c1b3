import type { Shown } from '../harness/shown.ts';
import type { Member } from './processes.ts';

/** What a person gives to the playground of a process. */
export interface Request {
  readonly path: 'commands' | 'components';
  readonly body: Readonly<Record<string, string>>;
  readonly key?: string | undefined;
}

/** Gives it to one process; one that cannot be reached is an error with the code `no connection`. */
export const askProcess = async ({ process }: Member, { path, body, key }: Request): Promise<Shown> => {
  try {
    const response = await fetch(`${process.url}/api/playground/${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      body: JSON.stringify(body),
    });
    return (await response.json()) as Shown;
  } catch {
    return { error: { code: 'no connection' } };
  }
};
