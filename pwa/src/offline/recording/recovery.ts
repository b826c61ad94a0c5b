/** After a crash, a reload or a killed app: finds the recordings that nobody ended. */
import type { Take } from '../store/schema';
import { close, discard, takesIn } from '../store/takes';
import { isAbandoned } from './holding';

/** Marks what was torn off as cut, and takes away what has no byte. Returns those that the person must decide about. */
export async function recover(): Promise<Take[]> {
  for (const take of await takesIn('recording')) {
    if (!(await isAbandoned(take.id))) continue;
    if (take.chunks === 0) await discard(take.id);
    else await close(take.id, take.path === 'live' ? 'kept' : 'cut', 'app_closed');
  }
  return takesIn('cut');
}
