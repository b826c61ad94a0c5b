/** What the phone signs about an answer, so that the server can judge its times. */
import { TAKE_TYPE, wireAnchor, wireReading } from './contract';
import { device } from './device';
import { signed } from './jose';
import type { Take } from './store/schema';
import { anchors } from './time';

/** A statement of a take that is closed. */
export async function statementOf(take: Take): Promise<string> {
  const { id, signing } = await device();
  return signed(
    {
      v: 1,
      pack_id: take.packId,
      question_id: take.questionId,
      take: take.id,
      device: id,
      opened: wireReading(take.opened ?? take.began),
      began: wireReading(take.began),
      ended: wireReading(take.ended ?? take.began),
      anchors: (await anchors()).map(wireAnchor),
      sha256: take.sha256,
      size_bytes: take.bytes,
    },
    TAKE_TYPE,
    signing.privateKey,
  );
}
