import type { AlertService } from '../../analytics/alerts/index.ts';
import type { Board, OwnedDocuments, ShareService } from '../../analytics/boards/index.ts';
import type { Annotation } from '../annotations/annotations-routes.ts';
import type { SavedView } from '../views/views-routes.ts';

/** What people make of charts. */
export interface BoardsServices {
  boards: OwnedDocuments<Board>;
  views: OwnedDocuments<SavedView>;
  annotations: OwnedDocuments<Annotation>;
  shares: ShareService;
  alerts: AlertService;
}
