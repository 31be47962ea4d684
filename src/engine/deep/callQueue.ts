/**
 * Texts that wait to be embedded, by call: what somebody waits for before the rest, and each of the two in the order it
 * came.
 */

/** One call of `embed`. */
export interface EmbedCall {
  texts: readonly string[];
  /** Of the first texts; the next text to be sent is the one at their number. */
  vectors: Float32Array[];
  resolve(vectors: Float32Array[]): void;
  reject(error: unknown): void;
}

export class CallQueue {
  private readonly awaited: EmbedCall[] = [];
  private readonly background: EmbedCall[] = [];

  /** The call whose text is to be sent next. */
  get next(): EmbedCall | undefined {
    return this.awaited[0] ?? this.background[0];
  }

  all(): EmbedCall[] {
    return [...this.awaited, ...this.background];
  }

  /** `vectors` settles when the last text is answered, or the call fails. */
  add(texts: readonly string[], isAwaited: boolean): { call: EmbedCall; vectors: Promise<Float32Array[]> } {
    let call!: EmbedCall;
    const vectors = new Promise<Float32Array[]>((resolve, reject) => {
      call = { texts, vectors: [], resolve, reject };
    });
    (isAwaited ? this.awaited : this.background).push(call);
    return { call, vectors };
  }

  /** The vector of the text that was sent; with the last one the call is done. */
  answer(call: EmbedCall, vector: Float32Array): void {
    call.vectors.push(vector);
    if (call.vectors.length < call.texts.length) return;
    this.remove(call);
    call.resolve(call.vectors);
  }

  fail(call: EmbedCall, reason: unknown): void {
    this.remove(call);
    call.reject(reason);
  }

  private remove(call: EmbedCall): void {
    for (const queue of [this.awaited, this.background]) {
      const at = queue.indexOf(call);
      if (at >= 0) queue.splice(at, 1);
    }
  }
}
