/**
 * One candidate's live interview in this tab: the view from the server, the devices, and the line to the node.
 * Everything that has an effect in the world starts and ends here; the screens only show and ask.
 */

import { get, post } from '../../api/client';
import { events } from '../../api/events';
import { asProblem, type ApiProblem } from '../../api/problem';
import { language, local } from '../../i18n/index.svelte';
import type { RungName } from '../../media/ladder';
import type { LinesLost } from '../../media/lost';
import { browserVoice } from '../../media/speak';
import { stayAwake } from '../../media/wake';
import type { WhipError } from '../../media/whip';
import type { RoomView } from '../room/types';
import { Commands, failureOf, type Command, type Details, type Failure } from './commands';
import { Devices } from './devices.svelte';
import * as drafts from './drafts';
import { Line } from './line.svelte';
import {
  NOTHING_YET, can, captioned, hasPicture, hear, leftAlone, receive, speech,
  type Caption, type CommandKind, type Live, type LiveView, type Turn, type Utterance,
} from './model';

/** Why this tab no longer takes part. */
export type Ending = 'over' | 'elsewhere' | 'signed_out';

const TICK_MS = 250;
const RETRY_MS = 1500;
/** Said while somebody answers: shown, but not spoken, for a voice would talk into the answer and its recording. */
const SILENT: ReadonlySet<Utterance['kind']> = new Set(['reassure', 'encourage', 'offer_next', 'time_warning']);

export class LiveSession {
  live = $state.raw<Live>(NOTHING_YET);
  /** Who else is in the room. */
  room = $state.raw<RoomView | null>(null);
  nowMs = $state(performance.now());
  /** A command could not be sent yet. */
  isSending = $state(false);
  isHelpCalled = $state(false);
  /** Told to the server in place of the rung, until the line moves to another one. */
  isCallBackWanted = $state(false);
  ending = $state<Ending | null>(null);
  loadProblem = $state.raw<ApiProblem | null>(null);
  readonly devices = new Devices();
  readonly line: Line;

  /** Under this name the server knows this tab: the newest that entered takes part, and no other one. */
  private readonly tab = crypto.randomUUID();
  private readonly voice = browserVoice();
  private hasTakenPart = false;
  private readonly spoken: string[] = [];
  private readonly stops: (() => void)[] = [];
  private readonly over = new AbortController();
  private readonly commands: Commands;

  constructor(readonly interviewId: string) {
    this.line = new Line({
      onRung: (rung, reason) => this.reportRung(rung, reason),
      onEnded: (error) => this.lineEnded(error),
    });
    this.commands = new Commands(
      {
        send: (command) => post<LiveView>(this.path('commands'), { ...command, tab: this.tab }, this.over.signal),
        failureOf,
        wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
        newId: () => crypto.randomUUID(),
      },
      (view) => this.take(view),
      (command, failure) => this.refused(command, failure),
      (isWaiting) => (this.isSending = isWaiting),
    );
  }

  /** Enters the interview: state, events, devices, connection. */
  async enter(): Promise<void> {
    const ticking = setInterval(() => this.tick(), TICK_MS);
    this.stops.push(() => clearInterval(ticking), stayAwake());
    await this.load();
    if (this.ending || this.over.signal.aborted) return;
    this.line.heardRung(this.live.view?.rung);
    this.stops.push(
      events.subscribe(`interview:${this.interviewId}`, {
        onEvent: (event) => this.onEvent(event.name, event.data),
        onGone: () => { void this.refresh(); void this.lookAround(); },
        onRefused: () => (this.ending = 'signed_out'),
      }),
    );
    if (this.devices.isCameraOff) this.line.soundOnly(true);
    await this.connect();
  }

  leaveTab(): void {
    this.over.abort();
    this.commands.close();
    this.voice.hush();
    this.line.hangUp();
    this.devices.close();
    this.stops.forEach((end) => end());
  }

  get isHeldBack(): boolean {
    return this.line.full !== null && !this.line.hasBeenConnected;
  }

  /** Whether the server would take the command now; buttons follow it. */
  can(kind: CommandKind): boolean {
    return can(this.live.view, kind);
  }

  /** Sends a command for the turn that is on screen, or the one that is named; resolves to whether it was taken. */
  act(kind: CommandKind, details: Details = {}, turnId?: string): Promise<boolean> {
    if (kind !== 'draft' && kind !== 'choose' && kind !== 'rung') this.voice.hush();
    if (kind === 'help') this.isHelpCalled = true;
    if (kind === 'think') this.live = leftAlone(this.live);
    const shown = this.live.view?.turn?.id ?? this.live.view?.acknowledgement?.turn_id;
    return this.commands.push(kind, turnId || shown || null, details);
  }

  async turnCamera(isOn: boolean): Promise<void> {
    this.line.soundOnly(!isOn);
    await this.devices.turnCamera(isOn);
    await this.connect(false);
  }

  askCallBack(): void {
    this.isCallBackWanted = true;
    void this.act('rung', { rung: 'call_back', reason: 'chosen' });
  }

  /** After the person has mended a device: as it stands now. */
  async tryAgain(): Promise<void> {
    await this.refresh();
    await this.connect();
  }

  /** Takes the interview back from the tab or device that took it over. */
  async goOnHere(): Promise<void> {
    await this.load(() => this.start());
    if (!this.ending) await this.connect();
  }

  private path(rest: string): string {
    return `/api/interviews/${encodeURIComponent(this.interviewId)}/${rest}`;
  }

  private tick(): void {
    this.nowMs = performance.now();
    this.line.look(this.nowMs);
  }

  private async load(entering = (): Promise<LiveView> => this.viewOrStart()): Promise<void> {
    while (!this.over.signal.aborted) {
      try {
        this.take(await entering());
        this.loadProblem = null;
        return;
      } catch (error) {
        if (this.over.signal.aborted) return;
        const problem = asProblem(error);
        if (problem.status === 401) return void (this.ending = 'signed_out');
        this.loadProblem = problem;
        if (problem.status >= 400 && problem.status < 500 && problem.status !== 429) return void (this.ending = 'over');
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  /** Begins or takes up again; but a pause goes on until the person ends it, through a reload too. */
  private async viewOrStart(): Promise<LiveView> {
    const view = await get<LiveView>(this.path('live'), this.over.signal).catch((error: unknown) => {
      if (asProblem(error).code === 'interview_not_live') return null;
      throw error;
    });
    return view?.pause ? view : this.start();
  }

  private async start(): Promise<LiveView> {
    const view = await post<LiveView>(this.path(`start?tab=${this.tab}`), undefined, this.over.signal);
    if (this.ending === 'elsewhere') this.ending = null;
    return view;
  }

  private async refresh(): Promise<void> {
    try {
      this.take(await get<LiveView>(this.path('live'), this.over.signal));
    } catch {
      // The next event, command or reconnection brings the state again.
    }
  }

  private async lookAround(): Promise<void> {
    const room = await get<RoomView>(this.path('room'), this.over.signal).catch(() => null);
    if (room) this.enters(room);
  }

  private enters(room: RoomView): void {
    if (!this.room || room.version >= this.room.version) this.room = room;
  }

  private onEvent(name: string, data: unknown): void {
    if (name === 'view') this.take(data as LiveView);
    if (name === 'say') this.hear(data as Utterance);
    if (name === 'caption') this.live = captioned(this.live, data as Caption);
    if (name === 'room') this.enters(data as RoomView);
    if (name === 'lines_lost') this.line.lost((data as LinesLost).resources);
    if (name === 'speech') this.live = speech(this.live, (data as { is_speaking: boolean }).is_speaking);
  }

  private take(view: LiveView): void {
    const before = this.live.view;
    this.live = receive(this.live, view, performance.now());
    if (this.live.view !== view) return;
    this.mind(view.tab ?? null);
    if (this.ending === 'elsewhere') return;
    if (view.publisher) this.line.publisherIs(view.publisher);
    if (before?.turn && before.turn.id !== view.turn?.id) drafts.forget(this.interviewId, before.turn.id);
    if (before?.turn?.kind !== view.turn?.kind || before?.held_by !== view.held_by) this.line.wantVideo(seesPicture(view));
    if (before && Boolean(before.pause) !== Boolean(view.pause)) this.rest(Boolean(view.pause));
    if (view.say) this.speak(view.say);
    this.sayUnsaid(view, view.turn);
    if (view.state !== 'live' && view.state !== 'paused') this.ending ??= 'over';
  }

  /** A tab that has taken part and reads another one's name steps aside: the newer one goes on. */
  private mind(tab: string | null): void {
    if (tab === this.tab) this.hasTakenPart = true;
    else if (tab && this.hasTakenPart) this.stepAside();
  }

  private stepAside(): void {
    this.ending = 'elsewhere';
    this.hasTakenPart = false;
    this.rest(true);
  }

  /** Who comes back in the middle of the thinking time may not have heard the question: it is said once. */
  private sayUnsaid(view: LiveView, turn: Turn | null): void {
    if (turn && view.phase === 'thinking' && !view.say) this.speakText(turn.id, local(turn.prompt), view.speech_rate);
  }

  /** In a pause nothing leaves the phone: camera and microphone are off, their lights out. */
  private rest(isResting: boolean): void {
    if (isResting) {
      this.voice.hush();
      this.line.hangUp();
      this.devices.close();
    } else void this.connect();
  }

  private hear(utterance: Utterance): void {
    this.live = hear(this.live, utterance);
    this.speak(utterance);
  }

  private speak(utterance: Utterance): void {
    if (SILENT.has(utterance.kind)) return;
    this.speakText(utterance.id, local(utterance.text), utterance.rate);
  }

  private speakText(id: string, text: string, rate: number): void {
    if (this.spoken.includes(id)) return;
    this.spoken.push(id);
    void this.voice.say(text, language(), rate);
  }

  private refused(command: Command, failure: Failure): void {
    if (failure.status === 401) this.ending = 'signed_out';
    else if (failure.code === 'joined_elsewhere') this.stepAside();
    else if (command.kind !== 'draft' && command.kind !== 'rung') void this.refresh();
  }

  private reportRung(rung: RungName, reason: 'network' | 'chosen'): void {
    this.isCallBackWanted = false;
    if (this.can('rung')) void this.act('rung', { rung, reason });
  }

  private async connect(isOpening = true): Promise<void> {
    if (isOpening) await this.devices.open();
    const { view } = this.live;
    if (!view || !this.devices.stream || this.over.signal.aborted || view.pause || view.state !== 'live') return;
    await this.line.carry(view.room, this.devices.stream);
  }

  private lineEnded(error: WhipError): void {
    if (error.code === 'elsewhere') this.stepAside();
    else if (error.status === 401) this.ending = 'signed_out';
    else void this.refresh();
  }
}

/** A person who leads sees whom they speak with, also in a question that is answered without a picture. */
function seesPicture({ turn, held_by }: LiveView): boolean {
  return Boolean(held_by) || !turn || hasPicture(turn.kind);
}
