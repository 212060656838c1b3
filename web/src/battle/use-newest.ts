import { useEffect, useRef } from 'preact/hooks';

const NEAR_PX = 40;

/** Keeps the end of a list in sight when it grows, unless one reads further up. `newest`: changes with what is newest. */
export const useNewestInView = (newest: string) => {
  const list = useRef<HTMLOListElement>(null);
  const isAtEnd = useRef(true);
  useEffect(() => {
    const element = list.current;
    if (element !== null && isAtEnd.current) element.scrollTop = element.scrollHeight;
  }, [newest]);
  const onScroll = (): void => {
    const element = list.current;
    if (element !== null)
      isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
  };
  return { list, onScroll };
};
