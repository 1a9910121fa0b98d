import { createContext } from 'react';

/** The place for actions in the head of the card around; null outside of one. */
export const CardSlot = createContext<HTMLElement | null>(null);
