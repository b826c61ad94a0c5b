/**
 * One candidate's live interview in this tab: the view from the server, the devices, and the publication.
 * Everything that has an effect in the world starts and ends here; the screens only show and ask.
 */

import { get, post } from '../../api/client';
import { events } from '../../api/events';
import { ApiProblem, asProblem } from '../../api/problem';
import { language, local } from '../../i18n/index.svelte';
import { CaptureError, openBoth, stop, watchLoss, type CaptureProblem } from '../../media/capture';
import { recall as recallDevices } from '../../media/choice';
import { Publication, type ConnectionState } from '../../media/connection';
import { watchLevel } from '../../media/level';
import type { Rung } from '../../media/quality';
import { browserVoice } from '../../media/speak';
import { stayAwake } from '../../media/wake';
import { WhipError } from '../../media/whip';
import { Commands, type Command, type Failure } from './commands';
import * as drafts from './drafts';
import { NOTHING_YET, captioned, hear, receive, speech, type Caption, type Live, type LiveView, type Utterance } from './model';

/** Why this tab no longer takes part. */
export type Ending = 'over' | 'elsewhere' | 'signed_out';

export interface DeviceTrouble {
  kind: 'audio' | 'video' | 'both';
  problem: CaptureProblem;
}

const TICK_MS = 250;
const RETRY_MS = 1500;

export class LiveSession {
  live = $state.raw<Live>(NOTHING_YET);
  nowMs = $state(performance.now());
  connection = $state<ConnectionState>('connecting');
  hasBeenConnected = $state(false);
  stream = $state.raw<MediaStream | null>(null);
  trouble = $state.raw<DeviceTrouble | null>(null);
  level = $state(0);
  rung = $state<Rung['name']>('full');
  /** A command could not be sent yet. */
  isSending = $state(false);
  isHelpCalled = $state(false);
  ending = $state<Ending | null>(null);
  loadProblem = $state.raw<ApiProblem | null>(null);

  private readonly voice = browserVoice();
  private readonly spoken: string[] = [];
  private readonly stops: (() => void)[] = [];
  private readonly over = new AbortController();
  private publication: Publication | null = null;
  private stopDevices: () => void = () => undefined;
  private readonly commands: Commands;

  constructor(private readonly interviewId: string) {
    this.commands = new Commands(
      {
        send: (command) => post<LiveView>(this.path('commands'), command, this.over.signal),
        failureOf: (error) => failureOf(error),
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
    const ticking = setInterval(() => (this.nowMs = performance.now()), TICK_MS);
    this.stops.push(() => clearInterval(ticking), stayAwake());
    await this.load();
    if (this.ending || this.over.signal.aborted) return;
    this.stops.push(
      events.subscribe(`interview:${this.interviewId}`, {
        onEvent: (event) => this.onEvent(event.name, event.data),
        onGone: () => void this.refresh(),
        onRefused: () => (this.ending = 'signed_out'),
      }),
    );
    await this.openDevices();
    this.publish();
  }

  leaveTab(): void {
    this.over.abort();
    this.commands.close();
    this.voice.hush();
    this.publication?.close();
    this.stopDevices();
    stop(this.stream);
    this.stops.forEach((end) => end());
  }

  /** Sends a command for the turn that is on screen. */
  async act(kind: Command['kind'], text: string | null = null): Promise<void> {
    const turn = this.live.view?.turn ?? null;
    if (kind !== 'repeat') this.voice.hush();
    if (kind === 'help') this.isHelpCalled = true;
    await this.commands.push(kind, turn?.id ?? null, text);
  }

  keepDraft(text: string): void {
    const turn = this.live.view?.turn;
    if (turn) drafts.keep(this.interviewId, turn.id, text);
  }

  draftOf(turnId: string, fromServer: string): string {
    return drafts.recall(this.interviewId, turnId, fromServer);
  }

  async sayAgain(): Promise<void> {
    const turn = this.live.view?.turn;
    if (turn) await this.voice.say(local(turn.prompt), language());
    void this.act('repeat');
  }

  /** After the person has mended a device, or taken the interview back from another one. */
  async tryAgain(): Promise<void> {
    this.ending = null;
    await this.openDevices();
    if (this.publication && this.stream && this.connection !== 'ended') {
      await this.publication.replaceStream(this.stream);
    } else {
      this.publish();
    }
  }

  private path(rest: string): string {
    return `/api/interviews/${encodeURIComponent(this.interviewId)}/${rest}`;
  }

  private async load(): Promise<void> {
    while (!this.over.signal.aborted) {
      try {
        this.take(await post<LiveView>(this.path('start'), undefined, this.over.signal));
        this.loadProblem = null;
        return;
      } catch (error) {
        if (this.over.signal.aborted) return;
        const problem = asProblem(error);
        if (problem.status === 401) return void (this.ending = 'signed_out');
        if (problem.status >= 400 && problem.status < 500 && problem.status !== 429) {
          this.loadProblem = problem;
          return void (this.ending = 'over');
        }
        this.loadProblem = problem;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  private async refresh(): Promise<void> {
    try {
      this.take(await get<LiveView>(this.path('live'), this.over.signal));
    } catch {
      // The next event, command or reconnection brings the state again.
    }
  }

  private onEvent(name: string, data: unknown): void {
    if (name === 'view') this.take(data as LiveView);
    if (name === 'say') this.hear(data as Utterance);
    if (name === 'caption') this.live = captioned(this.live, data as Caption);
    if (name === 'speech') this.live = speech(this.live, (data as { is_speaking: boolean }).is_speaking);
  }

  private take(view: LiveView): void {
    const before = this.live.view;
    this.live = receive(this.live, view, performance.now());
    if (this.live.view !== view) return;
    if (view.publisher) this.publication?.publisherIs(view.publisher);
    if (before?.turn && before.turn.id !== view.turn?.id) drafts.forget(this.interviewId, before.turn.id);
    if (before?.turn?.kind !== view.turn?.kind) void this.publication?.wantVideo(view.turn?.kind !== 'voice');
    if (view.say) this.speak(view.say);
    // A client of an older version may learn of a question that was not said: say it once.
    if (view.turn && view.phase === 'thinking' && !view.say) this.speakText(view.turn.id, local(view.turn.prompt));
    if (view.state !== 'live' && view.state !== 'paused') this.ending ??= 'over';
  }

  private hear(utterance: Utterance): void {
    this.live = hear(this.live, utterance);
    this.speak(utterance);
  }

  /** Reassurance is shown but not spoken: a voice would talk into the answer and into its recording. */
  private speak(utterance: Utterance): void {
    if (utterance.kind === 'reassure' || utterance.kind === 'encourage' || utterance.kind === 'time_warning') return;
    this.speakText(utterance.id, local(utterance.text));
  }

  private speakText(id: string, text: string): void {
    if (this.spoken.includes(id)) return;
    this.spoken.push(id);
    void this.voice.say(text, language());
  }

  private refused(command: Command, failure: Failure): void {
    if (failure.status === 401) this.ending = 'signed_out';
    else if (command.kind !== 'draft') void this.refresh();
  }

  private async openDevices(): Promise<void> {
    this.stopDevices();
    stop(this.stream);
    try {
      const opened = await openBoth(recallDevices());
      this.stream = opened.stream;
      this.trouble =
        opened.camera && opened.microphone
          ? { kind: 'both', problem: opened.microphone }
          : opened.microphone
            ? { kind: 'audio', problem: opened.microphone }
            : opened.camera
              ? { kind: 'video', problem: opened.camera }
              : null;
    } catch (error) {
      this.trouble = { kind: 'both', problem: error instanceof CaptureError ? error.problem : 'failed' };
      this.stream = null;
      return;
    }
    const stream = this.stream;
    const unwatch = watchLoss(stream, (kind) => (this.trouble = { kind, problem: 'not_found' }));
    const unlevel = watchLevel(stream, (level) => (this.level = level));
    this.stopDevices = () => {
      unwatch();
      unlevel();
    };
  }

  private publish(): void {
    if (!this.stream || this.over.signal.aborted) return;
    this.publication?.close();
    const view = this.live.view;
    if (!view) return;
    const publication = new Publication(`/rtc/whip/${encodeURIComponent(view.room)}`, this.stream, {
      onState: (state, error) => this.connectionChanged(publication, state, error),
      onQuality: (_, rung) => (this.rung = rung.name),
    });
    this.publication = publication;
    if (view.turn?.kind === 'voice') void publication.wantVideo(false);
    void publication.run();
  }

  private connectionChanged(publication: Publication, state: ConnectionState, error: WhipError | null): void {
    if (publication !== this.publication) return;
    this.connection = state;
    if (state === 'connected') this.hasBeenConnected = true;
    if (state !== 'ended' || !error) return;
    if (error.code === 'elsewhere') this.ending = 'elsewhere';
    else if (error.status === 401) this.ending = 'signed_out';
    else void this.refresh();
  }
}

function failureOf(error: unknown): Failure {
  const problem = error instanceof ApiProblem ? error : null;
  return problem
    ? { status: problem.status, code: problem.code, retryAfterS: problem.retryAfter }
    : { status: 0, code: 'unreachable' };
}
