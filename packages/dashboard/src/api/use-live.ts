import { useCallback, useRef, useState, useSyncExternalStore } from 'react';
import { type LiveView, liveStore } from './live-store.ts';

/** The live view, and a pause that holds it still while the stream goes on, so that resuming shows no gap. */
export function useLive(): LiveView & { paused: boolean; pause: () => void; resume: () => void } {
  const [paused, setPaused] = useState(false);
  const held = useRef<LiveView | undefined>(undefined);
  const read = useCallback(() => held.current ?? liveStore.view(), []);
  const view = useSyncExternalStore(liveStore.subscribe, read);
  return {
    ...view,
    paused,
    pause: () => {
      held.current = liveStore.view();
      setPaused(true);
    },
    resume: () => {
      held.current = undefined;
      setPaused(false);
    },
  };
}
