/** The candidate's call for a person: who is being called, who comes. Shared by the note on the screen and the help sheet. */
import { get, post } from '../../../api/client';
import { events } from '../../../api/events';
import type { components } from '../../../api/schema';

export type OwnRescue = components['schemas']['OwnRescue'];
type State = components['schemas']['OwnRescueState'];
const POLL_MS = 10_000;

class OwnCall {
  told = $state.raw<OwnRescue | null>(null);
  /** The server's clock minus this device's, in ms. */
  offset = $state(0);
  private address = '';

  /** Follows the call of an interview until the returned function is called. */
  follow(interviewId: string): () => void {
    this.address = `/api/interviews/${encodeURIComponent(interviewId)}/rescue`;
    const stop = new AbortController();
    const refresh = (): void => void this.load(stop.signal);
    const leave = events.subscribe(`interview:${interviewId}`, {
      onEvent: (event) => { if (event.name === 'rescue') refresh(); },
      onGone: refresh,
    });
    // while somebody is being called the state is asked for as well, should an event be lost
    const polled = setInterval(() => { if (this.told && this.told.state !== 'over') refresh(); }, POLL_MS);
    return () => {
      stop.abort();
      clearInterval(polled);
      leave();
      this.told = null;
    };
  }

  async withdraw(): Promise<void> {
    this.take(await post<State>(`${this.address}/withdraw`));
  }

  private async load(signal: AbortSignal): Promise<void> {
    try {
      this.take(await get<State>(this.address, signal));
    } catch {
      // the next event or poll brings it
    }
  }

  private take(state: State): void {
    this.told = state.rescue ?? null;
    if (this.told) this.offset = Date.parse(this.told.now) - Date.now();
  }
}

export const ownCall = new OwnCall();

/** A person's picture stands on the candidate's screen: the time since the press is measured. Never fails. */
export function faceIsOnScreen(interviewId: string): void {
  void post(`/api/interviews/${encodeURIComponent(interviewId)}/rescue/face`).catch(() => undefined);
}
