import { hashUnit } from '@personalize/learn';

/** What decides which decisions are followed; part of a checkpoint. */
export interface FollowingState {
  hour: number;
  /** Decisions of that hour so far, and of the hour before. */
  count: number;
  before: number;
}

const hoursFollowed = 24;

/**
 * Chooses the decisions whose outcomes are followed, so that those of a whole day fit into memory whatever the traffic:
 * all of them while an hour has few, else an even share, by a hash of their ids and so without regard to what comes of
 * them. To keep the newest only would let a rise in traffic pass for fewer clicks.
 */
export class Following {
  state: FollowingState = { hour: -1, count: 0, before: 0 };
  readonly #perHour: number;

  /** @param most decisions followed at once, about */
  constructor(most: number) {
    this.#perHour = most / hoursFollowed;
  }

  /** Whether to follow the next decision. @param hour epoch hours of its arrival */
  takes(decisionId: string, hour: number): boolean {
    const { state } = this;
    if (hour > state.hour) this.state = { hour, count: 0, before: hour === state.hour + 1 ? state.count : 0 };
    this.state.count++;
    const expected = Math.max(this.state.count, this.state.before);
    return expected <= this.#perHour || hashUnit('followed', decisionId) * expected < this.#perHour;
  }
}
