/**
 * A small byte-level BPE in the form RoBERTa uses, as the Jina code model has: learns merges from a word list of ours,
 * writes the tokenizer's files, and encodes text on its own so that tests can compare.
 */

/** Words of programs and of questions about them; each stands once after a space, as it does in text. */
const WORDS =
  `retry upload failed error timeout backoff attempt password hash login user token session parse tokenizer model
  vector index search query result score rank chunk document file folder path watcher change save load write read open close
  connect socket request response server client header body json string number boolean array object function return const let
  class method import export default async await promise signal abort cancel progress download resume checksum size cache key
  value map set list queue stack tree node graph edge visit walk depth order sort filter reduce merge split join trim lower upper
  compare equal less greater test assert expect mock fixture config option setting flag argument command process child worker
  thread lock mutex event listener handler emit stream buffer byte encode decode compress image pixel color width height
  where when what which how does the is are in of to and for with from not all into this that make create delete update get
  find check handle compute call run start stop wait send receive price total order cart invoice payment customer address email`
    .split(/\s+/)
    .filter(Boolean);

const SPECIAL = ['<s>', '<pad>', '</s>', '<unk>'];

/**
 * Contractions, words, numbers, other signs (each with a space before it), and spaces: the split of byte-level BPE
 * (GPT-2, 2019).
 */
const PIECES = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

export interface Tokenizer {
  vocabulary: string[];
  merges: [string, string][];
  /** With `<s>` and `</s>`, cut to `maxTokens` with `</s>` kept. */
  encode(text: string, maxTokens: number): number[];
}

export function createTokenizer(mergeCount = 600): Tokenizer {
  const symbols = byteSymbols();
  const merges = learnMerges(WORDS, symbols, mergeCount);
  const vocabulary = [...SPECIAL, ...symbols, ...merges.map(([left, right]) => left + right), '<mask>'];
  const ids = new Map(vocabulary.map((token, id) => [token, id]));
  const ranks = new Map(merges.map(([left, right], rank) => [`${left} ${right}`, rank]));
  return {
    vocabulary,
    merges,
    encode(text, maxTokens) {
      const tokens = (text.match(PIECES) ?? []).flatMap((piece) => mergeByRank(toSymbols(piece, symbols), ranks));
      return [0, ...tokens.map((token) => ids.get(token)!).slice(0, maxTokens - 2), 2];
    },
  };
}

/** The contents of tokenizer.json and tokenizer_config.json. */
export function tokenizerFiles({ vocabulary, merges }: Tokenizer): { tokenizer: object; config: object } {
  const special = [...SPECIAL, '<mask>'].map((content) => ({
    id: vocabulary.indexOf(content),
    content,
    single_word: false,
    lstrip: content === '<mask>',
    rstrip: false,
    normalized: false,
    special: true,
  }));
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true };
  return {
    tokenizer: {
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: special,
      normalizer: null,
      pre_tokenizer: byteLevel,
      post_processor: {
        type: 'RobertaProcessing',
        sep: ['</s>', 2],
        cls: ['<s>', 0],
        trim_offsets: true,
        add_prefix_space: false,
      },
      decoder: byteLevel,
      model: {
        type: 'BPE',
        dropout: null,
        unk_token: null,
        continuing_subword_prefix: '',
        end_of_word_suffix: '',
        fuse_unk: false,
        vocab: Object.fromEntries(vocabulary.map((token, id) => [token, id])),
        merges: merges.map(([left, right]) => `${left} ${right}`),
      },
    },
    config: {
      tokenizer_class: 'RobertaTokenizer',
      model_max_length: 8192,
      bos_token: '<s>',
      eos_token: '</s>',
      cls_token: '<s>',
      sep_token: '</s>',
      pad_token: '<pad>',
      unk_token: '<unk>',
      mask_token: '<mask>',
      add_prefix_space: false,
    },
  };
}

/**
 * One printable character for each byte: the byte's own where it has a visible one, else the next free one above 255.
 */
function byteSymbols(): string[] {
  const isVisible = (byte: number) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(isVisible(byte) ? byte : next++));
}

function toSymbols(text: string, symbols: string[]): string[] {
  return [...Buffer.from(text, 'utf8')].map((byte) => symbols[byte]!);
}

/** Byte-pair encoding (Sennrich 2016): joins the most frequent pair, the alphabetically first among equals. */
function learnMerges(words: string[], symbols: string[], count: number): [string, string][] {
  const merges: [string, string][] = [];
  let pieces = words.map((word) => toSymbols(` ${word}`, symbols));
  while (merges.length < count) {
    const frequency = new Map<string, number>();
    for (const piece of pieces) {
      for (let i = 0; i + 1 < piece.length; i++) {
        const pair = `${piece[i]} ${piece[i + 1]}`;
        frequency.set(pair, (frequency.get(pair) ?? 0) + 1);
      }
    }
    const best = [...frequency].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0];
    if (!best) break;
    const [left, right] = best[0].split(' ') as [string, string];
    merges.push([left, right]);
    pieces = pieces.map((piece) => joinPair(piece, left, right));
  }
  return merges;
}

function mergeByRank(piece: string[], ranks: Map<string, number>): string[] {
  for (;;) {
    let best: { rank: number; at: number } | undefined;
    for (let at = 0; at + 1 < piece.length; at++) {
      const rank = ranks.get(`${piece[at]} ${piece[at + 1]}`);
      if (rank !== undefined && (best === undefined || rank < best.rank)) best = { rank, at };
    }
    if (!best) return piece;
    piece = joinPair(piece, piece[best.at]!, piece[best.at + 1]!);
  }
}

function joinPair(piece: string[], left: string, right: string): string[] {
  const joined: string[] = [];
  for (let i = 0; i < piece.length; i++) {
    const isPair = piece[i] === left && piece[i + 1] === right;
    joined.push(isPair ? left + right : piece[i]!);
    if (isPair) i++;
  }
  return joined;
}
