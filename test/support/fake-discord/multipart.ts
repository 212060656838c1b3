import { ApiFault } from './api-fault.ts';
import type { FakeFile } from './world.ts';

/** A body as a bot sends it: JSON, and files beside it. */
export interface SentBody {
  readonly body: unknown;
  readonly files: readonly FakeFile[];
}

const BLANK = Buffer.from('\r\n\r\n');

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ApiFault(400, 50_109, 'The request body contains invalid JSON.');
  }
};

/** The parts between the boundaries, each without the line break at its end. */
const partsOf = (bytes: Buffer, boundary: string): readonly Buffer[] => {
  const mark = Buffer.from(`--${boundary}`);
  const parts: Buffer[] = [];
  let at = bytes.indexOf(mark);
  for (;;) {
    const next = at < 0 ? -1 : bytes.indexOf(mark, at + mark.length);
    if (next < 0) return parts;
    parts.push(bytes.subarray(at + mark.length + 2, next - 2));
    at = next;
  }
};

/** Reads a body in either form that Discord takes: JSON, or a form with `payload_json` and `files[n]`. @throws ApiFault 50109 */
export const readBody = (bytes: Buffer, contentType: string): SentBody => {
  if (bytes.length === 0) return { body: undefined, files: [] };
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (boundary === undefined) return { body: jsonOf(bytes.toString()), files: [] };
  const files: FakeFile[] = [];
  let body: unknown;
  for (const part of partsOf(bytes, boundary)) {
    const head = part.subarray(0, part.indexOf(BLANK)).toString();
    const content = part.subarray(part.indexOf(BLANK) + BLANK.length);
    const name = /filename="([^"]*)"/i.exec(head)?.[1];
    if (name !== undefined) files.push({ name, bytes: Buffer.from(content) });
    else if (/name="payload_json"/i.test(head)) body = jsonOf(content.toString());
  }
  return { body, files };
};
