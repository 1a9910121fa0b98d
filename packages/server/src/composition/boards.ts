import { AlertService, type ProblemSources } from '../analytics/alerts/index.ts';
import { type Board, OwnedDocuments, ShareService } from '../analytics/boards/index.ts';
import type { AnalyticsService } from '../analytics/semantic/index.ts';
import type { ServerConfig } from '../config.ts';
import type { Delivery } from '../delivery/index.ts';
import type { Annotation } from '../http/annotations/annotations-routes.ts';
import type { BoardsServices } from '../http/boards/services.ts';
import type { SavedView } from '../http/views/views-routes.ts';
import type { ControlStore } from '../stores/control/control-store.ts';
import type { Background } from './background.ts';
import type { Learning } from './learning.ts';

const judgeMs = 15_000;

/** What people make of charts: boards and links to them, saved views, annotations, alerts. */
export async function openBoards({
  config,
  control,
  analytics,
  problems,
  delivery,
  onError,
}: {
  config: ServerConfig;
  control: ControlStore;
  analytics: AnalyticsService;
  problems: ProblemSources;
  delivery: Delivery;
  onError(error: unknown): void;
}): Promise<BoardsServices> {
  const { settings } = control;
  return {
    boards: new OwnedDocuments<Board>({ noun: 'board', documents: control.documents('boards'), most: 1000 }),
    views: new OwnedDocuments<SavedView>({ noun: 'view', documents: control.documents('views'), most: 5000 }),
    annotations: new OwnedDocuments<Annotation>({
      noun: 'annotation',
      documents: control.documents('annotations'),
      most: 10_000,
    }),
    shares: await ShareService.open({ documents: control.documents('shares'), settings }),
    alerts: await AlertService.open({
      definitions: control.documents('alerts'),
      states: control.documents('alert-states'),
      ...{ analytics, delivery, timeZone: config.timeZone },
      ...{ problems, onError },
    }),
  };
}

/** Begins to judge alerts; once events can be read. */
export function startAlerts({ alerts }: BoardsServices, learning: Learning, background: Background): void {
  background.onClose('alerts', () => alerts.close());
  background.every(judgeMs, 'alerts', () => alerts.run());
  learning.onBreach(() => background.once('alerts', () => alerts.runProblems('models')));
}
