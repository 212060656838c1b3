import { useEffect, useState } from 'preact/hooks';
import { Controls } from './controls.tsx';
import { Fields } from './panel-view.tsx';
import { RichText } from './rich-text.tsx';
import type { ApiError, Panel } from './wire.ts';

/** Codes after which the same line may be sent again under the same key. */
const REPEATABLE = new Set(['E_OVERLOAD', 'E_RETRY', 'E_UNKNOWN', 'E_UNAVAILABLE', 'E_OFFLINE']);

const useCountdown = (ms: number): number => {
  const [leftMs, setLeftMs] = useState(ms);
  useEffect(() => {
    if (leftMs <= 0) return undefined;
    const timer = setTimeout(() => setLeftMs(leftMs - 250), 250);
    return () => clearTimeout(timer);
  }, [leftMs]);
  return leftMs;
};

interface ErrorCardProps {
  readonly error: ApiError;
  readonly refusal: Panel | undefined;
  readonly busy: string | undefined;
  readonly onPress: (customId: string, values?: readonly string[]) => void;
  readonly onRetry?: (() => void) | undefined;
  readonly onDismiss: () => void;
}

/** A refusal: what is wrong, what to do next, and the trace id that finds it in the log. */
export const ErrorCard = ({ error, refusal, busy, onPress, onRetry, onDismiss }: ErrorCardProps) => {
  const leftMs = useCountdown(error.retryAfterMs ?? 0);
  const repeatable = onRetry !== undefined && REPEATABLE.has(error.code);
  return (
    <section class="card bad error" aria-label="Refused">
      <header>
        <h3>{refusal?.title ?? 'Not done'}</h3>
        <span class="code">{error.code}</span>
        {error.field !== undefined && (
          <span class="where">
            at <code>{error.field}</code>
          </span>
        )}
      </header>
      <p class="text">
        <RichText text={error.message} />
      </p>
      {refusal?.fields !== undefined && <Fields fields={refusal.fields} />}
      {refusal?.controls !== undefined && <Controls rows={refusal.controls} busy={busy} onPress={onPress} />}
      {repeatable && (
        <div class="row">
          <button type="button" class="button secondary" disabled={leftMs > 0} onClick={onRetry}>
            {leftMs > 0 ? `Try again in ${Math.ceil(leftMs / 1000)} s` : 'Try again'}
          </button>
        </div>
      )}
      <footer>
        {error.traceId !== undefined && (
          <span>
            trace <code>{error.traceId}</code>
          </span>
        )}
        <span>Only you can see this</span>
        <button type="button" class="link" onClick={onDismiss}>
          Dismiss
        </button>
      </footer>
    </section>
  );
};
