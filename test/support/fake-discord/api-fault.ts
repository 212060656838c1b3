/** A body of JSON. */
export type Json = Record<string, unknown>;

/** What Discord answers when it refuses: status, its own code, and for forms the tree of what is wrong. */
export class ApiFault extends Error {
  override readonly name = 'ApiFault';
  readonly status: number;
  readonly code: number;
  readonly errors: Json | undefined;

  constructor(status: number, code: number, message: string, errors?: Json) {
    super(message);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  get body(): Json {
    return {
      message: this.message,
      code: this.code,
      ...(this.errors === undefined ? {} : { errors: this.errors }),
    };
  }
}

/** Too many requests: which limit, and how long to wait. */
export class TooMany extends ApiFault {
  readonly retryAfterMs: number;
  readonly scope: 'user' | 'global' | 'shared';

  constructor(retryAfterMs: number, scope: TooMany['scope'], code = 0) {
    super(429, code, 'You are being rate limited.');
    this.retryAfterMs = retryAfterMs;
    this.scope = scope;
  }

  override get body(): Json {
    return {
      message: this.message,
      retry_after: this.retryAfterMs / 1_000,
      global: this.scope === 'global',
      ...(this.code === 0 ? {} : { code: this.code }),
    };
  }
}

/** A refused form: the field's path and what is wrong with it. */
export const badForm = (path: readonly (string | number)[], code: string, message: string): ApiFault => {
  let tree: Json = { _errors: [{ code, message }] };
  for (const key of path.toReversed()) tree = { [key]: tree };
  return new ApiFault(400, 50_035, 'Invalid Form Body', tree);
};

/** Nothing of that id. */
export const unknown = (what: 'Channel' | 'Message' | 'Interaction' | 'Webhook' | 'Guild'): ApiFault => {
  const codes = { Channel: 10_003, Guild: 10_004, Message: 10_008, Webhook: 10_015, Interaction: 10_062 };
  return new ApiFault(404, codes[what], `Unknown ${what}`);
};
