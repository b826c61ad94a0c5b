/**
 * One member of staff in one room, in this tab: from the green room to the door.
 *
 *   loading ──▶ green ──join──▶ inside ──leave──▶ left ──▶ inside
 *      │          │               ├── another device ──▶ elsewhere
 *      └── gone   └── over ◀──────┘
 *
 * What the server says of the room is the truth; the line, the devices and the others' pictures follow it.
 */

import { get, post, put, request } from '../../../api/client';
import { events } from '../../../api/events';
import { ApiProblem, asProblem } from '../../../api/problem';
import type { LinesLost } from '../../../media/lost';
import { Devices } from '../../live/devices.svelte';
import { Line } from '../../live/line.svelte';
import { newer, watchables } from '../../room/people';
import { Remotes } from '../../room/remote.svelte';
import { ScreenShare } from '../../room/share.svelte';
import type { Participant, Reacted, Reaction, RoomView } from '../../room/types';
import { forget, recall, remember } from './kept';
import type { Joined, Mode, OwnState, Queued, StaffRoom } from './types';

export type Place = 'loading' | 'green' | 'inside' | 'left' | 'elsewhere' | 'over' | 'gone';
const OVER: ReadonlySet<string> = new Set(['submitted', 'processing', 'reviewable', 'closed', 'expired', 'withdrawn', 'abandoned', 'human_route']);
const NOT_YET: ReadonlySet<string> = new Set(['invited', 'consented', 'checked']);
const RETRY_MS = 1500;

export class RoomSession {
  place = $state<Place>('loading');
  staffRoom = $state.raw<StaffRoom | null>(null);
  room = $state.raw<RoomView | null>(null);
  own = $state.raw<Joined | null>(null);
  mode = $state<Mode>('take_part');
  /** What is being asked of the server now, e.g. `join`, `take-over`; one thing at a time. */
  busy = $state<string | null>(null);
  problem = $state.raw<ApiProblem | null>(null);
  reacted = $state.raw<readonly Reacted[]>([]);
  readonly devices = new Devices();
  readonly remotes = new Remotes();
  readonly line = new Line({ onRung: () => undefined, onEnded: (error) => void this.lineEnded(error.code) });
  readonly screen = new ScreenShare(async (isSharing) => {
    await this.tell({ is_sharing: isSharing });
    return this.me?.screen_room ?? this.own?.screen_room;
  });

  private readonly over = new AbortController();
  private stops: (() => void)[] = [];
  private beat: ReturnType<typeof setInterval> | undefined;

  constructor(
    readonly interviewId: string,
    private readonly accountId: string,
  ) {}

  get me(): Participant | null {
    return this.room?.participants.find((each) => each.id === this.own?.participant_id) ?? null;
  }

  get candidate(): Participant | null {
    return this.room?.participants.find((each) => each.kind === 'candidate') ?? null;
  }

  get isLeading(): boolean {
    return this.me?.is_leading === true;
  }

  get hasStarted(): boolean {
    return this.room !== null && !NOT_YET.has(this.room.state);
  }

  /** Opens the green room, and goes straight in after a reload. */
  async open(): Promise<void> {
    this.stops.push(
      events.subscribe(`interview:${this.interviewId}`, {
        onEvent: ({ name, data }) => this.heard(name, data),
        onGone: () => void this.refresh(),
        onRefused: () => (this.place = 'gone'),
      }),
      events.subscribe(`room:${this.interviewId}`, {
        onEvent: ({ name, data }) => { if (name === 'staff_room') this.take(data as StaffRoom); },
        onGone: () => void this.refresh(),
      }),
      events.subscribe(`account:${this.accountId}`, {
        onEvent: ({ name, data }) => { if (name === 'room_left') this.put(data as { participant_id: string; reason: string }); },
        onGone: () => undefined,
      }),
    );
    await this.refresh();
    const kept = recall(this.interviewId);
    if (kept && this.place === 'green' && this.hasStarted) await this.join(kept.mode, kept.participant);
    if (this.place === 'green') await this.devices.open();
  }

  async join(mode: Mode, resume: string | null = this.own?.participant_id ?? null): Promise<void> {
    await this.ask('join', async () => {
      const joined = await post<Joined>(this.path('join'), { mode, ...(resume ? { resume } : {}) }, this.over.signal);
      this.mode = mode;
      this.own = joined;
      remember(this.interviewId, { participant: joined.participant_id, mode });
      this.place = 'inside';
      this.take(joined.view);
      clearInterval(this.beat);
      this.beat = setInterval(() => void this.here(), joined.here_every_s * 1000);
      await this.publish();
    });
  }

  /** Leaves by one's own wish. */
  async leave(): Promise<void> {
    const { own } = this;
    this.goOut('left');
    if (own) await post(this.path('leave'), { participant_id: own.participant_id }).catch(() => undefined);
  }

  takeOver = (): Promise<void> => this.command('take-over');
  handBack = (): Promise<void> => this.command('hand-back');
  finish = (): Promise<void> => this.command('finish');

  async askAloud(text: string, from: { queued?: string; question_id?: string } = {}): Promise<void> {
    await this.command('ask', { text, ...from });
  }

  async react(reaction: Reaction): Promise<void> {
    await post(this.path('reactions'), { participant_id: this.own?.participant_id, reaction }).catch(() => undefined);
  }

  async queue(text: string): Promise<boolean> {
    return this.queued(() => post<Queued[]>(this.path('questions'), { text, participant_id: this.own?.participant_id ?? null }));
  }

  async takeQuestion(id: string): Promise<void> {
    await this.queued(() => post<Queued[]>(this.path(`questions/${encodeURIComponent(id)}/take`)));
  }

  async removeQuestion(id: string): Promise<void> {
    await this.queued(() => request<Queued[]>('DELETE', this.path(`questions/${encodeURIComponent(id)}`)));
  }

  async mute(isMuted: boolean): Promise<void> {
    this.devices.mute(isMuted);
    await this.tell({ is_muted: isMuted }).catch(() => undefined);
  }

  async turnCamera(isOn: boolean): Promise<void> {
    await this.devices.turnCamera(isOn);
    await this.publish(false);
    await this.tell({ is_camera_off: !isOn }).catch(() => undefined);
  }

  /** After another camera or microphone was chosen, or a lost one mended. */
  async reopen(): Promise<void> {
    await this.devices.open();
    if (this.place === 'inside') await this.publish(false);
  }

  async raiseHand(isRaised: boolean): Promise<void> {
    await this.tell({ hand_raised: isRaised }).catch(() => undefined);
  }

  /** The tab goes away, or another page of the app opens. */
  close(): void {
    this.over.abort();
    clearInterval(this.beat);
    this.stops.forEach((stop) => stop());
    this.stops = [];
    void this.screen.stop();
    this.line.hangUp();
    this.remotes.close();
    this.devices.close();
  }

  private path(rest = ''): string {
    return `/api/staff/interviews/${encodeURIComponent(this.interviewId)}/room${rest ? `/${rest}` : ''}`;
  }

  private async refresh(): Promise<void> {
    try {
      this.take(await get<StaffRoom>(this.path(), this.over.signal));
      if (this.place === 'loading') this.place = 'green';
      this.problem = null;
    } catch (error) {
      if (this.over.signal.aborted) return;
      const problem = asProblem(error);
      if (problem.status === 404 || problem.status === 403) this.place = 'gone';
      else if (problem.status === 410) this.goOut('over');
      else if (this.place === 'loading') {
        this.problem = problem;
        setTimeout(() => { if (!this.over.signal.aborted) void this.refresh(); }, RETRY_MS);
      }
    }
  }

  private take(view: StaffRoom): void {
    // the topic's view is everybody's and names nobody as "me"
    this.staffRoom = view;
    this.takeRoom(view.room);
  }

  private takeRoom(room: RoomView): void {
    this.room = newer(this.room, room);
    if (OVER.has(this.room.state) && this.place !== 'gone') return this.goOut('over');
    if (this.place === 'inside') this.follow();
  }

  private heard(name: string, data: unknown): void {
    if (name === 'room') this.takeRoom(data as RoomView);
    if (name === 'reaction') this.reacted = [...this.reacted, data as Reacted].slice(-12);
    if (name === 'lines_lost') [this.line, this.screen, this.remotes].forEach((each) => each.lost((data as LinesLost).resources));
    if (name === 'view' && !this.hasStarted) void this.refresh();
  }

  /** Another device of the same person has come in, or this one was silent too long. */
  private put(left: { participant_id: string; reason: string }): void {
    if (left.participant_id !== this.own?.participant_id || this.place !== 'inside') return;
    if (left.reason === 'joined_elsewhere') this.goOut('elsewhere');
    else if (left.reason === 'over') this.goOut('over');
    else void this.join(this.mode);
  }

  private async here(): Promise<void> {
    try {
      await post(this.path('here'), { participant_id: this.own?.participant_id }, this.over.signal);
    } catch (error) {
      const { code, status } = asProblem(error);
      if (code === 'joined_elsewhere') this.goOut('elsewhere');
      else if (code === 'not_in_room' && this.place === 'inside') void this.join(this.mode);
      else if (status === 410) this.goOut('over');
    }
  }

  /** Who takes part opens the line; who observes closes camera and microphone. */
  private async publish(isOpening = true): Promise<void> {
    const room = this.own?.room;
    if (this.mode !== 'take_part' || !room) {
      this.line.hangUp();
      this.devices.close();
      return;
    }
    if (isOpening && !isOpen(this.devices.stream)) await this.devices.open();
    const { stream } = this.devices;
    if (!stream || this.over.signal.aborted || this.place !== 'inside') return;
    this.line.wantVideo(true);
    await this.line.carry(room, stream);
    if (isOpening) await this.tell({ is_muted: this.devices.isMuted, is_camera_off: stream.getVideoTracks().length === 0 }).catch(() => undefined);
  }

  private follow(): void {
    this.remotes.follow(watchables(this.room?.participants ?? [], this.own?.participant_id ?? null));
  }

  private async tell(state: OwnState): Promise<void> {
    if (!this.own || this.place !== 'inside') return;
    this.takeRoom(await put<RoomView>(this.path('state'), { participant_id: this.own.participant_id, ...state }));
  }

  private async command(name: string, more: object = {}): Promise<void> {
    await this.ask(name, async () => this.take(await post<StaffRoom>(this.path(name), { participant_id: this.own?.participant_id, ...more })));
  }

  private async queued(send: () => Promise<Queued[]>): Promise<boolean> {
    return this.ask('queue', async () => {
      const queue = await send();
      if (this.staffRoom) this.staffRoom = { ...this.staffRoom, queue };
    });
  }

  private async ask(name: string, run: () => Promise<void>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = name;
    this.problem = null;
    try {
      await run();
      return true;
    } catch (error) {
      if (!this.over.signal.aborted) this.refused(asProblem(error));
      return false;
    } finally {
      this.busy = null;
    }
  }

  private refused(problem: ApiProblem): void {
    if (problem.status === 410) return this.goOut('over');
    if (problem.code === 'joined_elsewhere') return this.goOut('elsewhere');
    if (problem.status === 404) return void (this.place = 'gone');
    this.problem = problem;
    void this.refresh();
  }

  private lineEnded(code: string): void {
    if (code === 'not_in_room') setTimeout(() => { if (this.place === 'inside') void this.join(this.mode); }, RETRY_MS);
    else if (code === 'joined_elsewhere') this.goOut('elsewhere');
    else void this.refresh();
  }

  private goOut(place: 'left' | 'elsewhere' | 'over'): void {
    if (this.place === place) return;
    this.place = place;
    clearInterval(this.beat);
    forget(this.interviewId);
    void this.screen.stop();
    this.line.hangUp();
    this.remotes.close();
    this.devices.close();
    this.own = null;
  }
}

const isOpen = (stream: MediaStream | null): boolean => stream !== null && stream.getTracks().some((track) => track.readyState === 'live');
