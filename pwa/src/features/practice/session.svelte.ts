/**
 * An interview that nobody keeps: the candidate's practice, and a flow as staff look at it. The engine is that of the
 * interview; there is no room, no recording and no line, so that the devices serve this screen alone.
 */

import { get, post } from '../../api/client';
import { asProblem, type ApiProblem } from '../../api/problem';
import { language, local } from '../../i18n/index.svelte';
import { browserVoice } from '../../media/speak';
import { stayAwake } from '../../media/wake';
import { Commands, failureOf, type Details } from '../live/commands';
import type { Conversation } from '../live/conversation';
import { Devices } from '../live/devices.svelte';
import {
  NOTHING_YET, can, dueInS, hear, isSpoken, leftAlone, receive, speech, type CommandKind, type Live, type LiveView,
} from '../live/model';
import { REASSURANCE } from './text';

const TICK_MS = 250;
const QUIET_LEVEL = 0.3;
const REASSURE_AFTER_MS = 4000;
/** The server lets time pass when somebody looks; a moment after it is due, so that it is due there too. */
const LATE_S = 0.3;

export class PracticeSession implements Conversation {
  readonly devices = new Devices();
  live = $state.raw<Live>(NOTHING_YET);
  nowMs = $state(performance.now());
  isSending = $state(false);
  problem = $state.raw<ApiProblem | null>(null);

  private isLooking = false;
  private quietSinceMs: number | null = null;
  private readonly spoken: string[] = [];
  private readonly voice = browserVoice();
  private readonly stops: (() => void)[] = [];
  private readonly over = new AbortController();
  private readonly commands: Commands;

  /** `begin` makes the server start one; its first view comes back. `isPractice`: marked so, rather than as a preview. */
  constructor(
    private readonly begin: (signal: AbortSignal) => Promise<LiveView>,
    private readonly isPractice: boolean,
  ) {
    this.commands = new Commands(
      {
        send: (command) => post<LiveView>(`${this.path}/commands`, command, this.over.signal),
        failureOf,
        wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
        newId: () => crypto.randomUUID(),
      },
      (view) => this.take(view),
      () => void this.look(),
      (isWaiting) => (this.isSending = isWaiting),
    );
  }

  get interviewId(): string {
    return this.live.view?.interview_id ?? '';
  }

  async enter(): Promise<void> {
    const ticking = setInterval(() => this.tick(), TICK_MS);
    this.stops.push(() => clearInterval(ticking), stayAwake());
    try {
      this.take(await this.begin(this.over.signal));
      this.problem = null;
    } catch (failure) {
      if (!this.over.signal.aborted) this.problem = asProblem(failure);
      return;
    }
    await this.devices.open();
  }

  leave(): void {
    this.over.abort();
    this.commands.close();
    this.voice.hush();
    this.devices.close();
    this.stops.forEach((end) => end());
  }

  can(kind: CommandKind): boolean {
    return can(this.live.view, kind);
  }

  act(kind: CommandKind, details: Details = {}, turnId?: string): Promise<boolean> {
    if (kind !== 'draft' && kind !== 'choose') this.voice.hush();
    if (kind === 'think') this.live = leftAlone(this.live);
    const { view } = this.live;
    return this.commands.push(kind, turnId || view?.turn?.id || view?.acknowledgement?.turn_id || null, details);
  }

  private get path(): string {
    return `/api/previews/${encodeURIComponent(this.interviewId)}`;
  }

  private take(view: LiveView): void {
    this.quietSinceMs = null;
    this.live = receive(this.live, { ...view, is_preview: view.is_preview && !this.isPractice }, performance.now());
    const { say } = view;
    if (!say || this.spoken.includes(say.id)) return;
    this.spoken.push(say.id);
    void this.voice.say(local(say.text), language(), say.rate);
  }

  private tick(): void {
    this.nowMs = performance.now();
    const due = dueInS(this.live, this.nowMs);
    if (due !== null && due < -LATE_S && !this.isLooking) void this.look();
    this.listen();
  }

  private async look(): Promise<void> {
    this.isLooking = true;
    try {
      this.take(await get<LiveView>(this.path, this.over.signal));
    } catch {
      // The next look or command brings the state.
    } finally {
      this.isLooking = false;
    }
  }

  /** Quiet for a while: a word of calm, once, as in the interview; the first sound takes it away. */
  private listen(): void {
    const { view } = this.live;
    if (view?.phase !== 'answering' || !view.turn || !isSpoken(view.turn.kind)) return;
    const isSpeaking = this.devices.level > QUIET_LEVEL;
    if (isSpeaking !== this.live.isSpeaking) this.live = speech(this.live, isSpeaking);
    if (isSpeaking) this.quietSinceMs = null;
    else this.quietSinceMs ??= this.nowMs;
    const isDue = this.quietSinceMs !== null && this.nowMs - this.quietSinceMs > REASSURE_AFTER_MS;
    if (isDue && !this.live.aside && !this.live.isLeftAlone) {
      this.live = hear(this.live, { id: `calm.${view.version}`, kind: 'reassure', text: REASSURANCE, rate: 1 });
    }
  }
}
