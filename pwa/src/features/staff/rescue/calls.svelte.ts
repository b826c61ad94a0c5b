/** Whom this member is called for, kept while they move between the staff's screens. One for the page. */
import { untrack } from 'svelte';
import { get, post, put } from '../../../api/client';
import { events } from '../../../api/events';
import { asProblem, type ApiProblem } from '../../../api/problem';
import { ServerClock } from '../monitor/clock.svelte';
import { Ring } from './ring';
import { cards, type DutyView, type RescueCall, type RescueCalls, type RescueRang, rings } from './state';

const MUTED = 'greenroom.calls-muted';
const POLL_MS = 15_000;
const TAKEN_SHOWN_MS = 8_000;
const LINGERS_MS = 2_000;

class Calls {
  readonly clock = new ServerClock();
  duty = $state.raw<DutyView | null>(null);
  problem = $state.raw<ApiProblem | null>(null);
  isMuted = $state(localStorage.getItem(MUTED) !== null);
  /** The call that is being answered at this moment. */
  busy = $state<string | null>(null);
  private items = $state.raw<readonly RescueCall[]>([]);
  private heard = $state.raw<ReadonlySet<string>>(new Set());
  private hidden = $state.raw<ReadonlySet<string>>(new Set());
  private readonly ring = new Ring();
  private followers = 0;
  private stop: (() => void) | null = null;

  /** The cards to show now. */
  get shown(): RescueCall[] {
    return cards(this.items, this.heard, this.hidden);
  }

  /** Every open call that the member may see, called or not. */
  get open(): readonly RescueCall[] {
    return this.items.filter((call) => call.state === 'calling' || call.state === 'unanswered');
  }

  /** Whether this member has taken the call of this interview. */
  isMine(interviewId: string): boolean {
    return this.items.some((call) => call.interview_id === interviewId && call.is_mine);
  }

  /** Listens for as long as a screen of the staff is open; a move to the next one does not interrupt it. */
  follow(accountId: string): () => void {
    this.followers += 1;
    this.stop ??= this.listen(accountId);
    return () => {
      this.followers -= 1;
      setTimeout(() => {
        if (this.followers > 0) return;
        this.stop?.();
        this.stop = null;
      }, LINGERS_MS);
    };
  }

  async accept(id: string): Promise<RescueCall | null> {
    return this.answer(id, 'accept');
  }

  async decline(id: string): Promise<void> {
    await this.answer(id, 'decline');
  }

  async switchDuty(isOn: boolean): Promise<void> {
    try {
      this.duty = await put<DutyView>('/api/staff/rescue/duty', { is_on: isOn });
      this.problem = null;
    } catch (error) {
      this.problem = asProblem(error);
    }
  }

  mute(isMuted: boolean): void {
    this.isMuted = isMuted;
    if (isMuted) localStorage.setItem(MUTED, '1');
    else localStorage.removeItem(MUTED);
    this.sound();
  }

  /** May be called within an effect: what is hidden already is no concern of its. */
  hide(id: string): void {
    untrack(() => {
      this.hidden = new Set([...this.hidden, id]);
      this.sound();
    });
  }

  private listen(accountId: string): () => void {
    const aborted = new AbortController();
    const refresh = (): void => void this.load(aborted.signal);
    const leave = events.subscribe(`account:${accountId}`, {
      onEvent: (event) => { if (event.name === 'rescue') this.rang(event.data as RescueRang, refresh); },
      onGone: refresh,
    });
    const polled = setInterval(refresh, POLL_MS);
    const still = this.clock.run();
    return () => {
      aborted.abort();
      clearInterval(polled);
      leave();
      still();
      this.ring.stop();
    };
  }

  private rang(told: RescueRang, refresh: () => void): void {
    refresh();
    if (told.change === 'accepted') setTimeout(() => this.hide(told.rescue_id), TAKEN_SHOWN_MS);
  }

  private async load(signal: AbortSignal): Promise<void> {
    try {
      const told = await get<RescueCalls>('/api/staff/rescue/calls', signal);
      this.clock.set(told.now);
      this.duty = told.duty;
      this.take(told.items);
    } catch {
      // the next event, or the next poll, brings it; what rings goes on
    }
  }

  private async answer(id: string, what: 'accept' | 'decline'): Promise<RescueCall | null> {
    this.busy = id;
    this.problem = null;
    try {
      const call = await post<RescueCall>(`/api/staff/rescue/calls/${encodeURIComponent(id)}/${what}`);
      this.take(this.items.map((each) => (each.id === id ? call : each)));
      return call;
    } catch (error) {
      this.problem = asProblem(error);
      return null;
    } finally {
      this.busy = null;
    }
  }

  private take(items: readonly RescueCall[]): void {
    this.items = items;
    this.heard = new Set([...this.heard, ...items.filter((call) => call.is_ringing).map((call) => call.id)]);
    this.sound();
  }

  private sound(): void {
    if (!this.isMuted && rings(this.shown)) this.ring.start();
    else this.ring.stop();
  }
}

export const calls = new Calls();
