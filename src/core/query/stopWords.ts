/** Words that carry a question and not its subject. Left out of the lexical query unless nothing else is asked for. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `a an and are as at be been being but by can could did do does doing done for from get gets got had has have having how i if in into is it its
  just me my of off on or our out over please should show so some such than that the their them then there these they this those through to too
  up us use used uses using via was way we were what when where whether which while who whose why will with within without work works would you your
  code find locate logic implementation implemented implement implements inside happen happens place defined
  python javascript typescript java golang rust ruby php csharp kotlin swift`.split(/\s+/),
);

/** The same of languages that write no blanks between words, as `Intl.Segmenter` cuts them. */
export const UNSPACED_STOP_WORDS: ReadonlySet<string> = new Set(
  `的 了 是 在 和 与 或 吗 呢 吧 我 我们 你 这 这个 那 那个 怎么 怎样 如何 什么 哪里 哪儿 为什么 请 把 被 对 从 到
  の を は が に で と も へ や か から まで より です ます する して した している ください どこ どう 何 なに なぜ この その あの
  ที่ และ ของ ใน เป็น ได้ จะ ให้ กับ อย่างไร อะไร ที่ไหน ทำไม`.split(/\s+/),
);
