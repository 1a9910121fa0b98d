import { alerts } from './alerts.ts';
import { annotations } from './annotations.ts';
import { frame } from './frame.ts';
import { overview } from './overview.ts';
import { palette } from './palette.ts';
import { signIn } from './sign-in.ts';

/** Portuguese texts of the frame and the first page; all of them are in `index.ts`. */
export const firstTexts = { ...frame, ...overview, ...palette, ...alerts, ...annotations, ...signIn };
