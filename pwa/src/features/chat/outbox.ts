/**
 * A candidate's messages on their way: kept on the phone until the server has them, so that neither a tunnel nor a closed
 * app loses one; sent once and in order. What uploads answers sends them too, when the chat is not open.
 */
import { ApiProblem, asProblem } from '../../api/problem';
import type { AttachmentView, MessageView } from '../../api/types';
import { actions, dismiss, enqueue, flush, overHttp, renew, watchActions } from '../../offline/queue';
import type { Action } from '../../offline/store/schema';
import { pokeUploads } from '../../offline/uploads/poke';
import { noteUse } from '../../offline/waiting';
import type { Pending } from './conversation.svelte';

const KIND = 'chat_message';

interface Sent {
  client_id: string;
  text: string;
  attachment_ids: string[];
  suggestions: string[];
}

interface Listener {
  /** All that is on its way, oldest first. */
  onPending(pending: Pending[]): void;
  onSent(message: MessageView): void;
}

export class Outbox {
  private passing: ApiProblem | null = null;
  private readonly leave: () => void;

  /** `path` is where the thread's messages are posted. */
  constructor(
    private readonly path: string,
    private readonly listener: Listener,
  ) {
    this.leave = watchActions(() => void this.show());
    void this.flush().catch(() => undefined); // a browser that keeps nothing has nothing waiting
  }

  close(): void {
    this.leave();
  }

  /** Resolves when it was sent, refused, or waits for the network; by then it is stored. */
  async put(draft: Pending): Promise<void> {
    const body: Sent = {
      client_id: draft.clientId, text: draft.text, attachment_ids: draft.attachments.map((each) => each.id), suggestions: draft.suggestions,
    };
    await enqueue({ kind: KIND, id: draft.clientId, method: 'POST', path: this.path, body, shown: draft.attachments });
    await this.flush();
  }

  async again(clientId: string): Promise<void> {
    await renew(clientId);
    await this.flush();
  }

  drop(clientId: string): Promise<void> {
    return dismiss(clientId);
  }

  /** Sends what waits; a passing failure is tried again when there is a network, here or with the answers. */
  async flush(): Promise<void> {
    this.passing = null;
    await this.show();
    try {
      await flush((action) => this.send(action));
    } catch (error) {
      this.passing = asProblem(error);
      noteUse(); // the next start of the app sends it, wherever that is
      pokeUploads();
    }
    await this.show();
  }

  private async send(action: Action): Promise<void> {
    const answer = await overHttp(action);
    if (this.isOurs(action)) this.listener.onSent(answer as MessageView);
  }

  private isOurs(action: Action): boolean {
    return action.kind === KIND && action.path === this.path;
  }

  private async show(): Promise<void> {
    const waiting = (await actions()).filter((action) => this.isOurs(action));
    this.listener.onPending(waiting.map((action) => this.pendingOf(action)));
  }

  private pendingOf(action: Action): Pending {
    const { client_id: clientId, text, suggestions } = action.body as Sent;
    const problem = action.problem === null ? this.passing : new ApiProblem(action.problem, 422, '');
    return { clientId, text, suggestions, attachments: action.shown as AttachmentView[], problem };
  }
}
