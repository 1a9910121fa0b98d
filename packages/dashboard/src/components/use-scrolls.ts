import { useCallback, useRef, useState } from 'react';

/** Whether what an element holds is wider than the element, and the `ref` that watches it. */
export function useScrolls(): [ref: (element: HTMLElement | null) => void, scrolls: boolean] {
  const [scrolls, setScrolls] = useState(false);
  const watching = useRef<ResizeObserver | null>(null);
  const ref = useCallback((element: HTMLElement | null) => {
    watching.current?.disconnect();
    watching.current = null;
    if (element === null) return;
    const look = () => setScrolls(element.scrollWidth > element.clientWidth);
    const observer = new ResizeObserver(look);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    watching.current = observer;
  }, []);
  return [ref, scrolls];
}
