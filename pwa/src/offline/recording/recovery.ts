/** After a crash, a reload or a killed app: finds the recordings that nobody ended. */
import type { Take } from '../store/schema';
import { amend, discard, takesIn } from '../store/takes';
import { isAbandoned } from './holding';

/** Marks what was torn off as cut, and takes away what has no byte. Returns those that the person must decide about. */
export async function recover(): Promise<Take[]> {
  for (const take of await takesIn('recording')) {
    if (!(await isAbandoned(take.id))) continue;
    if (take.chunks === 0) await discard(take.id);
    else if (take.path === 'live') await amend(take.id, () => ({ state: 'kept', endedBy: 'app_closed' }));
    else await amend(take.id, () => ({ state: 'cut', endedBy: 'app_closed' }));
  }
  return takesIn('cut');
}
