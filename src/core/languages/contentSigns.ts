/**
 * Extensions that several languages use, and how the text tells which: the first sign that matches decides, and where
 * none does, the extension's own language stands. What the signs are follows the heuristics of Linguist (heuristics.yml)
 * and the manuals of the languages.
 * Invariant: signs are tested on the beginning of a text and read any text in one way only, so none is slow.
 */

/** What is read of a text. A license may come before the first telling line. */
const HEAD_CHARS = 20_000;

type Sign = readonly [language: string, sign: RegExp];

const XML: Sign = ['xml', /^\s*(?:<\?xml\s|<!DOCTYPE\s+TS\b|<TS[\s>])/];
const OBJECTIVE_C: Sign = [
  'objective-c',
  /^[ \t]*(?:@(?:interface|implementation|protocol|class|import|end|property)\b|#[ \t]*import[ \t]+[<"])/m,
];
const CPP: Sign = [
  'cpp',
  /^[ \t]*(?:template[ \t]*<|(?:inline[ \t]+)?namespace\b|using[ \t]+[\w:]+|class[ \t]+\w|(?:public|private|protected)[ \t]*(?:slots[ \t]*)?:|virtual[ \t]|constexpr[ \t]|explicit[ \t]|#[ \t]*include[ \t]+<(?:[a-z_]+|c?std\w+)>)|\bstd::|\b(?:static_cast|reinterpret_cast|nullptr|noexcept|decltype)\b|\boperator[ \t]*[=<>+*[(]/m,
];
const C: Sign = [
  'c',
  /^[ \t]*(?:#[ \t]*(?:include|define|ifndef|if|pragma)\b|(?:typedef|extern|struct|enum|static)\b)/m,
];
const PHP: Sign = ['php', /<\?(?:php\b|=)/i];
const PASCAL: Sign = [
  'pascal',
  /^[ \t]*(?:\{\$\w|(?:procedure|function|unit|interface|implementation|begin)\b[^({=\n]*$)/im,
];
const ASSEMBLER: Sign = [
  'asm',
  /^[ \t]*(?:%(?:macro|define|include|ifdef|ifndef)\b|\.(?:macro|globl|global|section|text|equ|byte|word)\b|\w+[ \t]+(?:equ|db|dw|dd|macro)\b|(?:mov|push|pop|jmp|call|lda|sta)[ \t]+\S)/im,
];

const BY_EXTENSION: Readonly<Record<string, readonly Sign[]>> = {
  ts: [XML],
  mts: [XML],
  tsx: [XML],
  rs: [XML],
  h: [OBJECTIVE_C, CPP, C],
  m: [
    OBJECTIVE_C,
    [
      'matlab',
      /^[ \t]*(?:%|function\b|classdef\b|(?:end|clear|clc|close all|hold on|figure)[ \t]*;?[ \t]*$|[\w.]+[ \t]*=[^=;{%\n]*;?[ \t]*(?:%.*)?$)/m,
    ],
  ],
  v: [
    ['v', /^(?:pub[ \t]+)?(?:fn|struct|enum|interface)[ \t]+\(?\w/m],
    [
      'coq',
      /^[ \t]*(?:(?:Theorem|Lemma|Definition|Fixpoint|Inductive|Corollary|Proposition|Notation|Module|Section|Record)[ \t]+[\w"]|(?:From[ \t]+\S+[ \t]+)?Require[ \t]+(?:Import|Export)\b|Proof\.|Qed\.)/m,
    ],
    [
      'verilog',
      /^[ \t]*(?:module[ \t]+\w+[ \t]*(?:[#(;]|$)|endmodule\b|`(?:timescale|include|define|default_nettype|ifdef)\b|always[ \t]*@|assign[ \t]+\S)/m,
    ],
  ],
  cls: [
    ['vb', /^(?:VERSION[ \t]+\d|Attribute[ \t]+VB_|Option[ \t]+Explicit\b)/im],
    [
      'apex',
      /^[ \t]*(?:@\w+(?:\([^)\n]*\))?[ \t]*)*(?:(?:global|public|private|protected|virtual|abstract|with sharing|without sharing|inherited sharing)[ \t]+)+(?:class|interface|enum)[ \t]+\w/im,
    ],
  ],
  inc: [PHP, CPP, C, ['makefile', /^[\w-]+(?:_(?:append|prepend))?[ \t]*(?:\?=|\+=|:=|\?\?=)/m], ASSEMBLER, PASCAL],
  pl: [
    [
      'perl',
      /^[ \t]*(?:use[ \t]+(?:strict|warnings|v?5|[A-Z]\w*)|package[ \t]+\w|sub[ \t]+\w|my[ \t]*[$@%(]|#!.*perl)/m,
    ],
    ['prolog', /^(?:[a-z]\w*(?:\([^\n]*)?[ \t]*:-|:-[ \t]*\w|[a-z]\w*\([^\n]*\)\.[ \t]*$)/m],
  ],
  pro: [['ini', /^[ \t]*(?:QT|TEMPLATE|TARGET|SOURCES|HEADERS|CONFIG)[ \t]*\+?=/m]],
  fs: [
    ['glsl', /^[ \t]*(?:#version[ \t]+\d|precision[ \t]+\w+p[ \t]|uniform[ \t]|varying[ \t]|void[ \t]+main[ \t]*\()/m],
  ],
  d: [['makefile', /^[^\s:]+(?:[ \t]+[^\s:]+)*[ \t]*:[ \t]*(?:\\$|\/?[\w./-]+\.(?:h|hpp|c|cc|rs|d)\b)/m]],
  cl: [['c', /^[ \t]*(?:__kernel|kernel[ \t]+void|#pragma[ \t]+OPENCL|__constant)\b/m]],
  pp: [
    [
      'puppet',
      /^[ \t]*(?:class[ \t]+[\w:]+[ \t]*(?:\(|\{|inherits\b)|define[ \t]+[\w:]+[ \t]*[({]|node[ \t]+\S|include[ \t]+[\w:]+[ \t]*$|\w+[ \t]*\{[ \t]*['"$])/m,
    ],
  ],
};

/** For names that say nothing: how a text begins. */
const BY_BEGINNING: readonly Sign[] = [
  ['php', /^\s*<\?php\b/i],
  ['xml', /^\s*<\?xml\s/],
  ['html', /^\s*<(?:!doctype\s+html|html)\b/i],
];

/** Id of the language that the text shows; undefined where the extension decides. `extension`: '' for none. */
export function signedLanguage(extension: string, isKnownExtension: boolean, text: string): string | undefined {
  const signs = isKnownExtension ? BY_EXTENSION[extension] : BY_BEGINNING;
  if (!signs) return undefined;
  const head = text.slice(0, HEAD_CHARS);
  return signs.find(([, sign]) => sign.test(head))?.[0];
}

/** For tests: each language that a sign names, with the expression. */
export function allSigns(): readonly Sign[] {
  return [...Object.values(BY_EXTENSION).flat(), ...BY_BEGINNING];
}
