/** One thread on the screen: its messages, marks, what is being sent, and the live events that keep it true. */
import { get, post, upload } from '../../api/client';
import { events, type LiveEvent } from '../../api/events';
import { ApiProblem, asProblem } from '../../api/problem';
import type { AttachmentView, MarksView, MessagePage, MessageView, ThreadView } from '../../api/types';
import { gapAfter, merge } from './order';
import { Outbox } from './outbox';

export type Side = MessageView['side'];

/** A message on its way. `problem`: it did not get through; it is kept and can be sent again. */
export interface Pending {
  clientId: string;
  text: string;
  attachments: AttachmentView[];
  suggestions: string[];
  problem: ApiProblem | null;
}

const TYPING_SHOWN_MS = 4_000;
const TYPING_TOLD_MS = 2_500;
const EARLIER = 50;

export class Conversation {
  thread = $state.raw<ThreadView | null>(null);
  messages = $state.raw<MessageView[]>([]);
  marks = $state.raw<MarksView | null>(null);
  pending = $state.raw<Pending[]>([]);
  hasEarlier = $state(false);
  isTyping = $state(false);
  problem = $state.raw<ApiProblem | null>(null);
  private path = '';
  private typingToldMs = 0;
  private typingEnds: ReturnType<typeof setTimeout> | undefined;
  private readonly stop = new AbortController();
  private leave: () => void = () => undefined;
  private isMending = false;
  /** The candidate's: a desk is many people's, so the team's messages are not kept there. */
  private outbox: Outbox | null = null;

  /** `source` is the address of the `ThreadView`: `/api/chat` or one of the staff's. */
  constructor(
    private readonly source: string,
    readonly side: Side,
  ) {
    addEventListener('online', () => void this.sendWaiting(), { signal: this.stop.signal });
    document.addEventListener('visibilitychange', () => void this.read(), { signal: this.stop.signal });
  }

  async open(): Promise<void> {
    try {
      this.take(await get<ThreadView>(this.source, this.stop.signal));
    } catch (error) {
      if (!this.stop.signal.aborted) this.problem = asProblem(error);
    }
  }

  close(): void {
    this.stop.abort();
    this.leave();
    this.outbox?.close();
    clearTimeout(this.typingEnds);
  }

  private take(view: ThreadView): void {
    const isFirst = this.thread === null;
    this.thread = view;
    this.marks = view.marks;
    this.problem = null;
    this.path = `/api/chat/threads/${view.id}`;
    if (isFirst || view.page.items[0]?.number === 1) this.hasEarlier = view.page.has_earlier;
    this.came(view.page.items);
    if (!isFirst) return;
    if (this.side === 'candidate') {
      this.outbox = new Outbox(`${this.path}/messages`, {
        onPending: (pending) => this.showPending(pending),
        onSent: (message) => this.came([message]),
      });
    }
    this.leave = events.subscribe(`thread:${view.id}`, {
      onEvent: (event) => this.hear(event),
      onGone: () => void this.mend(),
    });
  }

  private hear(event: LiveEvent): void {
    if (event.name === 'message') this.came([event.data as MessageView]);
    else if (event.name === 'marks') this.marks = event.data as MarksView;
    else if (event.name === 'typing' && (event.data as { side: Side }).side !== this.side) {
      this.isTyping = true;
      clearTimeout(this.typingEnds);
      this.typingEnds = setTimeout(() => (this.isTyping = false), TYPING_SHOWN_MS);
    }
  }

  private hasCome(draft: Pending): boolean {
    return this.messages.some((message) => message.client_id === draft.clientId);
  }

  /** What was sent from elsewhere meanwhile, by another tab or the service worker, is fetched. */
  private showPending(waiting: Pending[]): void {
    const isElsewhere = this.pending.some((draft) => !this.hasCome(draft) && !waiting.some((each) => each.clientId === draft.clientId));
    this.pending = waiting.filter((draft) => !this.hasCome(draft));
    if (isElsewhere) void this.mend();
  }

  private came(fresh: readonly MessageView[]): void {
    this.messages = merge(this.messages, fresh);
    if (this.pending.some((draft) => this.hasCome(draft))) this.pending = this.pending.filter((draft) => !this.hasCome(draft));
    if (fresh.some((message) => message.side !== this.side)) this.isTyping = false;
    if (gapAfter(this.messages) !== null) void this.mend();
    void this.read();
  }

  /** Fetches what is missing after a lost connection or an overtaking event. */
  private async mend(): Promise<void> {
    if (this.isMending || this.thread === null) return;
    this.isMending = true;
    try {
      for (let page: MessagePage | null = null; page === null || page.items.length === 100; ) {
        const after: number = gapAfter(this.messages) ?? this.messages.at(-1)?.number ?? 0;
        page = await get<MessagePage>(`${this.path}/messages?after=${after}&limit=100`, this.stop.signal);
        this.messages = merge(this.messages, page.items);
      }
      this.came([]);
    } catch {
      // the next event or the next connection tries again
    } finally {
      this.isMending = false;
    }
  }

  async loadEarlier(): Promise<void> {
    const first = this.messages[0]?.number;
    if (first === undefined) return;
    const page = await get<MessagePage>(`${this.path}/messages?before=${first}&limit=${EARLIER}`, this.stop.signal);
    this.messages = merge(this.messages, page.items);
    this.hasEarlier = page.has_earlier;
  }

  /** Tells how far this person has got; what is not looked at has arrived, but is not read. */
  private async read(): Promise<void> {
    const last = this.messages.at(-1)?.number ?? 0;
    if (this.marks === null || last === 0 || this.side === 'team' && this.isReadOnly) return;
    const own = this.side === 'candidate'
      ? { delivered: this.marks.candidate_delivered, read: this.marks.candidate_read }
      : { delivered: this.marks.team_delivered, read: this.marks.team_read };
    const isSeen = document.visibilityState === 'visible';
    if (own.delivered >= last && (own.read >= last || !isSeen)) return;
    if (this.side === 'candidate' && this.messages.at(-1)?.side === 'candidate') return; // who writes has read all before
    try {
      this.marks = await post<MarksView>(`${this.path}/marks`, { delivered: last, read: isSeen ? last : 0 }, this.stop.signal);
    } catch {
      // told with the next message
    }
  }

  /** The auditor reads without leaving marks. */
  isReadOnly = false;

  typing(): void {
    if (Date.now() - this.typingToldMs < TYPING_TOLD_MS || !navigator.onLine) return;
    this.typingToldMs = Date.now();
    void post(`${this.path}/typing`, undefined, this.stop.signal).catch(() => undefined);
  }

  async send(text: string, attachments: AttachmentView[] = [], suggestions: string[] = []): Promise<void> {
    const draft: Pending = { clientId: crypto.randomUUID(), text: text.trim(), attachments, suggestions, problem: null };
    if (draft.text === '' && attachments.length === 0) return;
    try {
      if (this.outbox) return await this.outbox.put(draft);
    } catch {
      this.outbox = null; // a browser that keeps nothing: the message goes from here
    }
    this.pending = [...this.pending, draft];
    await this.deliver(draft);
  }

  async again(clientId: string): Promise<void> {
    if (this.outbox) return this.outbox.again(clientId);
    const draft = this.pending.find((each) => each.clientId === clientId);
    if (draft) await this.deliver(draft);
  }

  drop(clientId: string): void {
    if (this.outbox) return void this.outbox.drop(clientId);
    this.pending = this.pending.filter((each) => each.clientId !== clientId);
  }

  private async sendWaiting(): Promise<void> {
    if (this.thread === null && this.problem === null) return;
    if (this.thread === null) return this.open();
    if (this.outbox) return this.outbox.flush();
    for (const draft of this.pending.filter((each) => each.problem !== null && each.problem.status === 0)) await this.deliver(draft);
  }

  private async deliver(draft: Pending): Promise<void> {
    this.note(draft.clientId, null);
    try {
      const message = await post<MessageView>(`${this.path}/messages`, {
        client_id: draft.clientId, text: draft.text, attachment_ids: draft.attachments.map((each) => each.id), suggestions: draft.suggestions,
      });
      this.came([message]);
    } catch (error) {
      this.note(draft.clientId, asProblem(error));
    }
  }

  private note(clientId: string, problem: ApiProblem | null): void {
    this.pending = this.pending.map((each) => (each.clientId === clientId ? { ...each, problem } : each));
  }

  /** Hands in a file for the next message. Throws ApiProblem. */
  attach(file: File): Promise<AttachmentView> {
    return upload<AttachmentView>(`${this.path}/attachments?name=${encodeURIComponent(file.name)}`, file, this.stop.signal);
  }
}
