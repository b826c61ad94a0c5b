/** `Upload-Checksum` of the tus checksum extension for a piece of a file. */
export async function checksumHeader(bytes: BufferSource): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return `sha256 ${btoa(String.fromCharCode(...digest))}`;
}
