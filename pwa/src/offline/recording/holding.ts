/** Which recordings are still being made, in this tab or another: a lock each, which ends with its tab, however it dies. */

const name = (takeId: string): string => `greenroom.take.${takeId}`;
const own = new Set<string>();

function locks(): LockManager | null {
  return (navigator as { locks?: LockManager }).locks ?? null;
}

/** Holds the take until the returned function is called or the tab is gone. */
export async function holdTake(takeId: string): Promise<() => void> {
  own.add(takeId);
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const manager = locks();
  if (manager) {
    await new Promise<void>((granted) => {
      void manager.request(name(takeId), () => {
        granted();
        return held;
      });
    });
  }
  return () => {
    own.delete(takeId);
    release();
  };
}

/** Whether nobody records this take any more. Browsers without locks: whether this tab does not. */
export async function isAbandoned(takeId: string): Promise<boolean> {
  if (own.has(takeId)) return false;
  const manager = locks();
  if (!manager) return true;
  return manager.request(name(takeId), { ifAvailable: true }, (lock) => lock !== null);
}
