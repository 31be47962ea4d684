// 초성 검색을 위한 한글 도구. "ㅅㄱㅍ" 으로 "사과파이" 를 찾는다.

const INITIALS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';

/** 낱말의 초성만 뽑는다. 한글이 아닌 글자는 그대로 둔다. */
export function initialsOf(word) {
  return [...word]
    .map((letter) => {
      const code = letter.charCodeAt(0) - 0xac00;
      return code >= 0 && code < 11172 ? INITIALS[Math.floor(code / 588)] : letter;
    })
    .join('');
}

/** 초성으로만 이루어진 검색어인지. */
export const isInitialsOnly = (text) => text !== '' && [...text].every((letter) => INITIALS.includes(letter));

/** 받침이 있으면 첫 조사를, 없으면 둘째 조사를 붙인다. josa('사과', '을', '를') 은 '사과를'. */
export function josa(word, withFinal, withoutFinal) {
  const code = word.charCodeAt(word.length - 1) - 0xac00;
  const hasFinal = code >= 0 && code % 28 !== 0;
  return word + (hasFinal ? withFinal : withoutFinal);
}

/** 숫자를 만 단위로 끊어 읽는다. 12345 는 '1만 2,345'. */
export function readableAmount(amount) {
  const man = Math.floor(amount / 10000);
  const rest = amount % 10000;
  if (man === 0) return rest.toLocaleString('ko-KR');
  return rest === 0 ? `${man}만` : `${man}만 ${rest.toLocaleString('ko-KR')}`;
}
