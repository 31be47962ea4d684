import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MOST_GROUPS } from '../../../src/webview/map/mapGroups';
import { ON_DARK, ON_LIGHT, paletteOf, parseColor, type Rgb } from '../../../src/webview/map/mapPalette';

const THEMES = [
  { colors: ON_DARK, backgrounds: ['#1f1f1f', '#1e1e1e', '#000000'] },
  { colors: ON_LIGHT, backgrounds: ['#ffffff', '#f8f8f8'] },
];
/** Machado, Oliveira and Fernandes 2009, severity 1: what people without one kind of cone see, in linear RGB. */
const EYES: Record<string, number[][]> = {
  all: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

test('there is a color for each group and one for the others', () => {
  for (const { colors } of THEMES) assert.equal(colors.length, MOST_GROUPS + 1);
});

test('every color stands out from the backgrounds, 3 to 1', () => {
  for (const { colors, backgrounds } of THEMES)
    for (const color of colors)
      for (const background of backgrounds) assert.ok(contrast(color, background) >= 3, `${color} on ${background}`);
});

test('colors keep apart, whatever the eye', () => {
  for (const { colors } of THEMES)
    for (const [eye, matrix] of Object.entries(EYES))
      for (const [i, a] of colors.entries())
        for (const b of colors.slice(0, i)) {
          const distance = Math.hypot(...oklab(a, matrix).map((value, part) => value - oklab(b, matrix)[part]!));
          assert.ok(distance > 0.09, `${a} and ${b} with ${eye}: ${distance}`);
        }
});

test('a theme without colors of its own has readable ones', () => {
  assert.deepEqual(paletteOf(true, () => '').background, [30, 30, 30]);
  assert.deepEqual(paletteOf(false, () => '').lit, [0, 0, 0]);
  assert.deepEqual(paletteOf(false, () => ' rgba(1, 2, 3, 0.5)').lit, [1, 2, 3]);
});

const linear = (text: string) => parseColor(text)!.map(toLinear) as unknown as Rgb;
const toLinear = (part: number) => (part <= 10.31 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);

function contrast(a: string, b: string): number {
  const [light, dark] = [a, b]
    .map((color) => {
      const [red, green, blue] = linear(color);
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
    })
    .sort((left, right) => right - left);
  return light! / dark!;
}

/** Ottosson 2020. */
function oklab(color: string, eye: number[][]): number[] {
  const own = linear(color);
  const [red, green, blue] = eye.map((row) =>
    Math.max(
      0,
      row.reduce((sum, share, i) => sum + share * own[i]!, 0),
    ),
  );
  const long = Math.cbrt(0.4122214708 * red! + 0.5363325363 * green! + 0.0514459929 * blue!);
  const middle = Math.cbrt(0.2119034982 * red! + 0.6806995451 * green! + 0.1073969566 * blue!);
  const short = Math.cbrt(0.0883024619 * red! + 0.2817188376 * green! + 0.6299787005 * blue!);
  return [
    0.2104542553 * long + 0.793617785 * middle - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short,
  ];
}
