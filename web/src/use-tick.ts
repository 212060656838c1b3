import { useEffect, useState } from 'preact/hooks';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

const listen = (listener: () => void): (() => void) => {
  listeners.add(listener);
  timer ??= setInterval(() => {
    if (document.hidden) return;
    for (const one of listeners) one();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
};

/** A text that depends on now, made again each second by one timer for the page; draws only when it changes. */
export const useTimedText = (make: (nowMs: number) => string): string => {
  const [, setText] = useState(() => make(Date.now()));
  useEffect(() => listen(() => setText(make(Date.now()))));
  return make(Date.now());
};
