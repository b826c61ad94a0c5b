/**
 * A line whose node is lost, so the server says (`lines_lost`) or nothing comes any more. The node is mostly back within
 * a second or two, empty: for a little while it is asked for often, and so are the others in there, who come back too.
 */

import type { WhipError } from './whip';

/** Data of the event `lines_lost`: ids of publications and subscriptions whose node is gone. */
export interface LinesLost {
  resources: readonly string[];
}

/** Of an attempt to connect whose node was lost meanwhile. */
export const NODE_LOST = 'node_lost';
const QUICK_FOR_MS = 3000;
const QUICK_RETRY_MS = 250;
/** No node is there yet, or nobody whom one could watch. */
const NOT_BACK_YET: ReadonlySet<string> = new Set(['no_media_node', 'nobody_publishes']);

export class Haste {
  private untilMs = 0;

  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  /** A line is lost just now. */
  begin(): void {
    this.untilMs = this.nowMs() + QUICK_FOR_MS;
  }

  /** How long to wait after `error`: `usualMs` unless a lost node may be back at any moment. */
  waitMs(error: WhipError, usualMs: number): number {
    if (error.code === NODE_LOST) {
      this.begin();
      return 0;
    }
    return this.nowMs() < this.untilMs && NOT_BACK_YET.has(error.code) ? Math.min(QUICK_RETRY_MS, usualMs) : usualMs;
  }
}
