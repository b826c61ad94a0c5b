/** A candidate's own appointment: what the server says, kept fresh, and what can be done with it. */
import { untrack } from 'svelte';
import { get, post, request } from '../../api/client';
import { events } from '../../api/events';
import { Loaded } from '../../api/loaded.svelte';
import { ApiProblem, asProblem } from '../../api/problem';
import type { components } from '../../api/schema';
import { watchActions } from '../../offline/queue';
import { Countdown } from '../../ui/countdown.svelte';
import { type Wish, takeBack, wishFor, wishOf } from './wishes';
import { chosenZone, rememberZone } from './zones';

export type BookingView = components['schemas']['BookingView'];

/** Whoever looks at free times need not ask the server at every booking of somebody else's. */
const OTHERS_WITHIN_MS = 4_000;

/** Made while a component is made, and gone with it. */
export class BookingState {
  /** The last thing tried was refused; what was there before is still shown. */
  refusal = $state.raw<ApiProblem | null>(null);
  isBusy = $state(false);
  /** A start that was chosen while the server could not be reached. */
  picked = $state<string | null>(null);
  /** What was asked for without a network, until it is booked or the person knows that it could not be. */
  wish = $state.raw<Wish | null>(null);
  zone = $state(chosenZone());
  readonly left = new Countdown();
  private readonly fetched: Loaded<BookingView>;
  private heldId: string | null = null;
  private wishLooks = 0;

  constructor(private readonly interviewId: string) {
    this.fetched = new Loaded((signal) => untrack(() => this.ask(signal)), {
      topic: () => `booking:${interviewId}`,
      onvalue: (view) => this.countDown(view),
    });
    const positionId = $derived(this.fetched.value?.position_id ?? null);
    $effect(() => (positionId === null ? undefined : this.followTimes(positionId)));
    $effect(() => untrack(() => this.followWish()));
    $effect(() => () => this.left.stop());
  }

  /** Null until the server has said it. */
  get view(): BookingView | null {
    return this.fetched.value;
  }

  get problem(): ApiProblem | null {
    return this.fetched.problem;
  }

  readonly again = (): Promise<void> => this.fetched.again();

  private get path(): string {
    return `/api/interviews/${this.interviewId}/booking`;
  }

  private async ask(signal: AbortSignal): Promise<BookingView> {
    const read = (): Promise<BookingView> => get(`${this.path}?zone=${encodeURIComponent(this.zone)}`, signal);
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.code !== 'zone_unknown' || this.zone === 'UTC') throw error;
      this.zone = 'UTC';
      return read();
    }
  }

  /** What others book shows, too, though not at once. */
  private followTimes(positionId: string): () => void {
    let later: ReturnType<typeof setTimeout> | undefined;
    const look = (): void => {
      later = undefined;
      this.fetched.look();
    };
    const end = events.subscribe(`times:${positionId}`, {
      onEvent: () => (later ??= setTimeout(look, OTHERS_WITHIN_MS * (0.25 + Math.random()))),
      onGone: () => undefined,
    });
    return () => {
      clearTimeout(later);
      end();
    };
  }

  private followWish(): () => void {
    const unwatch = watchActions(() => void this.readWish());
    void this.readWish();
    return unwatch;
  }

  private countDown({ held, now }: BookingView): void {
    if (held?.id === this.heldId && held !== null) return;
    this.heldId = held?.id ?? null;
    if (held) this.left.start((Date.parse(held.until) - Date.parse(now)) / 1000);
    else this.left.stop();
  }

  async hold(start: string): Promise<boolean> {
    this.picked = null;
    return this.orPick(start, () => post<BookingView>(`${this.path}/hold`, { start, zone: this.zone }));
  }

  async confirm(): Promise<boolean> {
    const held = this.view?.held;
    return held ? this.orPick(held.start, () => post<BookingView>(`${this.path}/confirm`, { id: held.id })) : false;
  }

  /** Without a network the start is kept as picked, so that it can be asked for later. */
  private async orPick(start: string, step: () => Promise<BookingView>): Promise<boolean> {
    const isDone = await this.act(step);
    if (this.refusal?.status === 0) {
      this.refusal = null;
      this.picked = start;
    }
    return isDone;
  }

  unpick(): void {
    this.picked = null;
  }

  /** What was picked is asked for as soon as there is a network. False: this phone cannot keep it. */
  async sendLater(): Promise<boolean> {
    const { picked, view } = this;
    if (!picked || !view) return false;
    try {
      await wishFor(this.interviewId, { start: picked, zone: this.zone, sequence: view.sequence });
    } catch (error) {
      this.refusal = asProblem(error);
      return false;
    }
    this.picked = null;
    await this.readWish();
    return true;
  }

  takeBack(): void {
    if (this.wish) void takeBack(this.wish.id);
  }

  private async readWish(): Promise<void> {
    const look = ++this.wishLooks;
    const next = await wishOf(this.interviewId).catch(() => null); // a browser that keeps nothing has nothing waiting
    if (look !== this.wishLooks) return;
    if (this.wish?.problem === null && next?.problem !== null) await this.again();
    if (look !== this.wishLooks) return;
    this.wish = next;
    const isTheirs = this.wish?.problem && this.view?.appointment && Date.parse(this.view.appointment.start) === Date.parse(this.wish.start);
    if (isTheirs) this.takeBack(); // it was booked, and the answer that said so was lost
  }

  letGo(): Promise<boolean> {
    return this.act(() => request<BookingView>('DELETE', `${this.path}/hold`));
  }

  cancel(): Promise<boolean> {
    return this.act(() => post<BookingView>(`${this.path}/cancel`));
  }

  /** In line: for these starts, or for any. */
  wait(wishes: readonly string[]): Promise<boolean> {
    return this.act(() => post<BookingView>(`${this.path}/wait`, { zone: this.zone, wishes }));
  }

  stopWaiting(): Promise<boolean> {
    return this.act(() => request<BookingView>('DELETE', `${this.path}/wait`));
  }

  choose(zone: string): void {
    this.zone = zone;
    rememberZone(zone);
    void this.again();
  }

  private async act(step: () => Promise<BookingView>): Promise<boolean> {
    if (this.isBusy) return false;
    this.isBusy = true;
    this.refusal = null;
    try {
      this.fetched.take(await step());
      return true;
    } catch (error) {
      this.refusal = asProblem(error);
      if (this.refusal.status > 0) void this.again();
      return false;
    } finally {
      this.isBusy = false;
    }
  }
}
