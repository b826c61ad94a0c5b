/** The interview itself, as the AI leads it: where it stands, what is said, how long it runs. */

import { get } from '../../../api/client';
import { events } from '../../../api/events';
import type { LiveView } from '../../../api/types';
import type { Caption } from '../../live/model';
import type { MonitorDetail } from '../monitor/state';
import { ServerClock } from '../monitor/clock.svelte';

export interface Line {
  /** Of one stretch of speech: a later text of it replaces the earlier one. */
  key: string;
  takeId: string | null;
  text: string;
}

const KEPT = 60;

/** Adds a caption to what was said. Pure. */
export function said(lines: readonly Line[], caption: Caption): Line[] {
  const key = `${caption.take_id} ${caption.leg_id} ${caption.start_ms}`;
  const line = { key, takeId: caption.take_id, text: caption.text };
  const at = lines.findIndex((each) => each.key === key);
  return at < 0 ? [...lines, line].slice(-KEPT) : lines.map((each, index) => (index === at ? line : each));
}

export class Story {
  detail = $state.raw<MonitorDetail | null>(null);
  view = $state.raw<LiveView | null>(null);
  lines = $state.raw<readonly Line[]>([]);
  readonly clock = new ServerClock();

  constructor(private readonly interviewId: string) {}

  /** Follows the interview until the returned function is called. */
  follow(): () => void {
    const stop = new AbortController();
    const still = this.clock.run();
    const leave = events.subscribe(`interview:${this.interviewId}`, {
      onEvent: ({ name, data }) => {
        if (name === 'caption') this.lines = said(this.lines, data as Caption);
        else if (name === 'view') this.take(data as LiveView);
      },
      onGone: () => void this.load(stop.signal),
    });
    return () => {
      stop.abort();
      still();
      leave();
    };
  }

  /** Seconds since the interview began, null before. */
  get elapsedS(): number | null {
    const began = this.detail?.happened.find((each) => each.what === 'started')?.at;
    return began ? Math.max(0, (this.clock.now - Date.parse(began)) / 1000) : null;
  }

  private take(view: LiveView): void {
    if (this.view && view.version < this.view.version) return;
    this.view = view;
    this.clock.set(view.now);
  }

  private async load(signal: AbortSignal): Promise<void> {
    try {
      const detail = await get<MonitorDetail>(`/api/staff/monitor/${encodeURIComponent(this.interviewId)}`, signal);
      this.detail = detail;
      if (this.lines.length === 0) this.lines = detail.said.map((text, at) => ({ key: `before ${at}`, takeId: null, text }));
    } catch {
      // not running yet, or away: events bring what comes
    }
  }
}
