import { describe, expect, it } from 'vitest';
import { Commands, type Command, type CommandPort, type Failure } from './commands';
import type { LiveView } from './model';

class Refusal extends Error {
  constructor(readonly failure: Failure) {
    super(failure.code);
  }
}
const away: Failure = { status: 0, code: 'network_away' };

/** A server with a script: each entry is a failure, or null for "taken". */
function line(script: (Failure | null)[]) {
  const sent: Command[] = [];
  const waits: number[] = [];
  let ids = 0;
  const port: CommandPort = {
    send(command) {
      sent.push(command);
      const failure = script.shift();
      return failure ? Promise.reject(new Refusal(failure)) : Promise.resolve({ version: sent.length } as LiveView);
    },
    failureOf: (error) => (error as Refusal).failure,
    wait: (ms) => Promise.resolve(void waits.push(ms)),
    newId: () => `cmd_${ids++}`,
  };
  return { port, sent, waits };
}

describe('commands', () => {
  it('repeats one with the same id until the server has it', async () => {
    const { port, sent, waits } = line([away, { status: 503, code: 'busy', retryAfterS: 2 }, null]);
    const views: LiveView[] = [];
    await new Commands(port, (view) => views.push(view), () => undefined).push('done', 'trn_1');
    expect(sent.map((command) => command.id)).toEqual(['cmd_0', 'cmd_0', 'cmd_0']);
    expect(waits).toEqual([300, 2000]);
    expect(views).toHaveLength(1);
  });

  it('keeps their order, and the last words of a draft before done', async () => {
    const { port, sent } = line([away]);
    const commands = new Commands(port, () => undefined, () => undefined);
    void commands.push('draft', 'trn_1', { text: 'a' });
    void commands.push('draft', 'trn_1', { text: 'ab' });
    void commands.push('draft', 'trn_1', { text: 'abc' });
    await commands.push('done', 'trn_1', { text: 'abc' });
    expect(sent.map((c) => `${c.kind}:${c.text}`)).toEqual(['draft:a', 'draft:a', 'draft:abc', 'done:abc']);
  });

  it('lets go of one that is refused and says so, and goes on with the next', async () => {
    const { port, sent } = line([{ status: 409, code: 'turn_over' }, null]);
    const refused: string[] = [];
    const commands = new Commands(port, () => undefined, (_, failure) => refused.push(failure.code));
    void commands.push('done', 'trn_1');
    await commands.push('continue');
    expect(refused).toEqual(['turn_over']);
    expect(sent.map((command) => command.kind)).toEqual(['done', 'continue']);
  });

  it('tells each whether the server has it; a draft that a newer one replaced is in that one', async () => {
    const { port } = line([null, { status: 409, code: 'interview_paused' }, null]);
    const commands = new Commands(port, () => undefined, () => undefined);
    const pushed = [
      commands.push('repeat'), commands.push('draft', 'trn_1', { text: 'a' }), commands.push('draft', 'trn_1', { text: 'ab' }),
      commands.push('done', 'trn_1'),
    ];
    expect(await Promise.all(pushed)).toEqual([true, false, false, true]);
  });

  it('sends what is pushed the moment another has left', async () => {
    const { port, sent } = line([]);
    const commands = new Commands(port, () => undefined, () => undefined);
    for (const kind of ['repeat', 'slower', 'done'] as const) expect(await commands.push(kind)).toBe(true);
    expect(sent.map((command) => command.kind)).toEqual(['repeat', 'slower', 'done']);
  });

  it('does not call taken what still waits when the screen goes', async () => {
    const { port, sent } = line([away, away, away]);
    const commands: Commands = new Commands({ ...port, wait: () => Promise.resolve(commands.close()) }, () => undefined, () => undefined);
    const pushed = [commands.push('draft', 'trn_1', { text: 'a' }), commands.push('done', 'trn_1')];
    expect(await Promise.all(pushed)).toEqual([false, false]);
    expect(await commands.push('help')).toBe(false);
    expect(sent).toHaveLength(1);
  });
});
