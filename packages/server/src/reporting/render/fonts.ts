import { createRequire } from 'node:module';

// Inter, SIL Open Font License 1.1: free to embed in documents and to ship with software.
const resolve = createRequire(import.meta.url).resolve;

/** Files of the fonts that pictures and documents are set in. */
export const fontFiles = {
  regular: resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
  semiBold: resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'),
} as const;
