// 상품 검색창. 입력이 멈추고 0.3초 뒤에 자동완성을 부른다.

import { useEffect, useRef, useState } from 'react';

interface Props {
  fetchSuggestions(text: string, signal: AbortSignal): Promise<string[]>;
  onSearch(text: string): void;
}

export function SearchBox({ fetchSuggestions, onSearch }: Props) {
  const [text, setText] = useState('');
  const [suggestions, setSuggestions] = useState<string[]>([]);
  const composing = useRef(false);

  useEffect(() => {
    // 새 글자가 들어오면 앞서 보낸 요청을 끊는다. 늦게 온 응답이 목록을 덮어쓰지 않게 한다.
    const controller = new AbortController();
    const timer = setTimeout(async () => {
      if (text.trim() === '') return setSuggestions([]);
      setSuggestions(await fetchSuggestions(text, controller.signal));
    }, 300);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [text, fetchSuggestions]);

  return (
    <div>
      <input
        value={text}
        onChange={(event) => setText(event.target.value)}
        onCompositionStart={() => { composing.current = true; }}
        onCompositionEnd={() => { composing.current = false; }}
        onKeyDown={(event) => {
          // 한글을 조합하는 중에 누른 엔터는 검색으로 치지 않는다.
          if (event.key === 'Enter' && !composing.current) onSearch(text);
        }}
      />
      <ul>{suggestions.map((word) => <li key={word}>{highlight(word, text)}</li>)}</ul>
    </div>
  );
}

/** 추천어에서 입력한 부분을 굵게 표시한다. */
function highlight(word: string, typed: string) {
  const start = word.indexOf(typed);
  if (start < 0) return word;
  return <>{word.slice(0, start)}<b>{typed}</b>{word.slice(start + typed.length)}</>;
}
