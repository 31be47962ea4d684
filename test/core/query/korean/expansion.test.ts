import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { expandKorean } from '../../../../src/core/query/korean/expansion';

/** A query, and English words that its expansion must contain (separated by blanks; _ joins a phrase). */
const cases: readonly (readonly [query: string, english: string])[] = [
  ['로그인 실패하면 어디로 보내?', 'login fail send'],
  ['회원가입 양식 검증', 'signup form validate'],
  ['비밀번호를 해시하는 함수', 'password hash function'],
  ['권한이 없는 사용자를 막는 미들웨어', 'permission user block middleware'],
  ['토큰이 만료되면 갱신', 'token expire refresh'],
  ['세션쿠키', 'session cookie'],
  ['세션쿠키에서명하는곳', 'session cookie sign'],
  ['쿠키에 세션을 저장하고 서명하는 곳', 'cookie session save sign'],
  ['미들웨어는 어떻게 체이닝되나', 'middleware chain'],
  ['요청을 재시도하기 전에 기다리는 시간', 'request retry wait time'],
  ['지수 백오프', 'exponential_backoff'],
  ['요청 본문 크기 제한', 'request_body size_limit'],
  ['업로드한 파일의 확장자를 검사', 'upload file extension check'],
  ['다운로드 이어받기', 'download resume'],
  ['응답을 압축해서 보내기', 'response compress send'],
  ['헤더를 파싱하는 코드', 'header parse'],
  ['JSON을 역직렬화할 때 알 수 없는 필드 무시', 'deserialize unknown field ignore'],
  ['객체를 문자열로 직렬화', 'object string serialize'],
  ['비동기 함수를 동기로 감싸기', 'async function sync wrap'],
  ['동시성 제한', 'concurrency limit'],
  ['스레드 풀 크기', 'thread_pool size'],
  ['교착 상태를 피하는 방법', 'deadlock'],
  ['잠금을 풀고 기다리는 스레드를 깨우는 부분', 'lock release thread wake'],
  ['예외를 잡아서 로그로 남기기', 'exception catch log'],
  ['에러 메시지 다국어 처리', 'error_message i18n handle'],
  ['경로 매개변수 추출', 'path param extract'],
  ['정규 표현식으로 치환', 'regex replace'],
  ['공백을 잘라내는 함수', 'whitespace trim'],
  ['대소문자 구분 없이 비교', 'case compare'],
  ['배열을 정렬하고 중복을 제거', 'array sort duplicate remove'],
  ['목록을 페이지로 나누기', 'list page split'],
  ['페이지네이션', 'pagination'],
  ['무한 스크롤', 'infinite_scroll'],
  ['데이터베이스 연결 풀', 'database connection_pool'],
  ['커넥션 풀에서 꺼내기', 'connection_pool get'],
  ['트랜잭션을 되돌리는 곳', 'transaction rollback'],
  ['외래 키 제약', 'foreign_key constraint'],
  ['인덱스를 다시 만들기', 'index create'],
  ['마이그레이션 되돌리기', 'migration revert'],
  ['캐시를 비우는 명령', 'cache clear command'],
  ['캐시 무효화', 'cache invalidate'],
  ['오래된 항목을 버리는 캐시', 'old item discard cache'],
  ['설정 파일을 읽어서 기본값과 합치는 부분', 'config_file read default merge'],
  ['환경 변수에서 가져오기', 'environment_variable get'],
  ['명령줄 인자를 파싱', 'command_line arg parse'],
  ['하위 명령을 등록', 'subcommand register'],
  ['도움말 출력', 'help print'],
  ['임시 파일을 지우는 시점', 'temp_file delete'],
  ['디렉토리를 재귀로 훑기', 'directory recursive scan'],
  ['파일이 바뀌면 감시해서 다시 로드', 'file change watch load'],
  ['심볼릭 링크 따라가기', 'symlink follow'],
  ['버퍼가 가득 차면 비우기', 'buffer flush'],
  ['스트림을 청크로 쪼개는 코드', 'stream chunk split'],
  ['소켓을 닫는 곳', 'socket close'],
  ['연결이 끊어졌을 때 다시 접속', 'disconnect connect'],
  ['웹소켓 핑 보내기', 'websocket ping send'],
  ['구독을 해지하는 함수', 'subscribe cancel'],
  ['이벤트를 발행하고 구독자에게 알리기', 'event publish subscriber notify'],
  ['콜백을 한 번만 부르게 하기', 'callback once call'],
  ['디바운스', 'debounce'],
  ['속도 제한기', 'rate_limit'],
  ['메시지 큐에 넣는 일꾼', 'message_queue put'],
  ['작업을 예약하는 스케줄러', 'task schedule scheduler'],
  ['프로세스를 종료시키는 신호', 'process shutdown signal'],
  ['서버를 정상 종료', 'server graceful_shutdown'],
  ['상태 확인 엔드포인트', 'health_check endpoint'],
  ['배포 스크립트', 'deploy script'],
  ['의존성을 주입하는 컨테이너', 'dependency inject container'],
  ['플러그인을 불러오는 순서', 'plugin load order'],
  ['버전을 비교하는 함수', 'version compare'],
  ['템플릿을 렌더링', 'template render'],
  ['HTML 이스케이프', 'escape'],
  ['이미지 크기를 줄이는 처리', 'image size reduce'],
  ['화면을 다시 그리는 부분', 'screen draw'],
  ['창의 포커스를 옮기는 단축키', 'window focus move shortcut'],
  ['키보드 단축키 등록', 'keyboard_shortcut register'],
  ['마우스 드래그로 크기 조절', 'mouse drag resize'],
  ['대화 상자를 닫기', 'dialog close'],
  ['드롭다운 메뉴 항목 선택', 'dropdown menu item select'],
  ['다크 모드 색상', 'dark_mode color'],
  ['글꼴 크기 바꾸기', 'font size change'],
  ['레이아웃을 계산하는 알고리즘', 'layout calculate algorithm'],
  ['접근성 라벨', 'accessibility label'],
  ['번역 문자열 찾기', 'translation string find'],
  ['시간대를 변환하는 부분', 'timezone convert'],
  ['날짜 형식을 파싱', 'date format parse'],
  ['난수를 만드는 곳', 'random create'],
  ['단위 테스트에서 가짜 서버', 'unit_test fake server'],
  ['모의 객체 만들기', 'mock create'],
  ['스냅샷 테스트', 'snapshot test'],
  ['예제 코드', 'example'],
  ['코루틴이 취소되었는지', 'coroutine cancel'],
  ['프로미스를 모두 기다리기', 'promise all wait'],
  ['제네릭 타입 추론', 'generic infer'],
  ['인터페이스 구현체', 'interface implementation'],
  ['추상 클래스를 상속', 'abstract class inherit'],
  ['연산자 우선순위', 'operator precedence'],
  ['구문 트리를 순회하는 방문자', 'syntax_tree traverse visitor'],
  ['바이트코드로 컴파일', 'bytecode compile'],
  ['가비지 컬렉션', 'garbage_collect'],
  ['메모리 누수를 찾는 도구', 'memory_leak find tool'],
  ['손실 함수의 기울기', 'loss gradient'],
  ['임베딩 유사도 계산', 'embedding similarity calculate'],
  ['학습률을 낮추는 부분', 'train lower'],
  ['암호화 키를 보관하는 방식', 'encrypt key store'],
  ['전자서명 검증', 'signature verify'],
  ['위조 요청 방지', 'forgery request prevent'],
  ['URL을 디코딩', 'decode'],
  ['fetch를 취소하려면', 'cancel'],
  ['DB에서 행을 지우고 결과를 돌려주는 쿼리', 'row delete result return query'],
  ['값을 골라서 넘겨줬을 때', 'value select pass'],
  ['줄바꿈으로 나눠서 읽었다', 'newline split read'],
  ['문자열을 이어붙여 출력했다', 'string concat print'],
  ['플래그를 켜고 끄는 토글', 'flag enable disable toggle'],
];

for (const [query, english] of cases) {
  test(`"${query}" expands to ${english}`, () => {
    const found = new Set(expandKorean(query).terms.flatMap((term) => term.english));
    const missing = english.split(' ').filter((word) => !found.has(word.replaceAll('_', ' ')));
    assert.deepEqual(missing, [], `found ${[...found].join(', ')}`);
  });
}

test('there are at least a hundred queries', () => assert.ok(cases.length >= 100));

test('words that only ask expand to nothing', () => {
  for (const query of [
    '어디에 있어?',
    '어떻게 하나요',
    '찾아줘',
    '이거 뭐야',
    '그 부분 알려주세요',
    '왜 그렇게 되는지',
  ]) {
    assert.deepEqual(expandKorean(query), { terms: [], loanwords: [] }, query);
  }
});

test('common words are marked as weak, the others are not', () => {
  const { terms } = expandKorean('쿠키를 처리하는 함수');
  assert.deepEqual(
    terms.map(({ source, weak }) => [source, weak ?? false]),
    [
      ['쿠키', false],
      ['처리', true],
      ['함수', true],
    ],
  );
});

test('a longer entry wins over its parts', () => {
  const sources = (query: string) => expandKorean(query).terms.map(({ source }) => source);
  assert.deepEqual(sources('마지막'), ['마지막']);
  assert.deepEqual(sources('상태코드'), ['상태코드']);
  assert.deepEqual(sources('상태 코드를'), ['상태코드']);
  assert.deepEqual(sources('가져오는'), ['가져오']);
});

test('loan words outside the lexicon come back for a lookup by sound, with the particle that may belong to them', () => {
  assert.deepEqual(expandKorean('이그제큐터를 만드는 곳').loanwords, ['이그제큐터를', '이그제큐터']);
  assert.ok(expandKorean('캐러셀이 실패하면').loanwords.includes('캐러셀'));
});

test('text without Hangul expands to nothing', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!/[가-힣]/.test(text.normalize('NFC')));
      assert.deepEqual(expandKorean(text), { terms: [], loanwords: [] });
    }),
  );
});

const syllable = fc.integer({ min: 0xac00, max: 0xd7a3 }).map((code) => String.fromCharCode(code));
const mixed = fc.array(
  fc.oneof(syllable, fc.string({ maxLength: 3 }), fc.constant(' '), fc.constantFrom('쿠키', '하는', '를')),
);

test('any text is expanded without an error, to lower-case words', () => {
  fc.assert(
    fc.property(mixed, (parts) => {
      for (const { source, english } of expandKorean(parts.join('')).terms) {
        assert.match(source, /^[가-힣]+$/);
        for (const word of english) assert.match(word, /^[a-z0-9]+( [a-z0-9]+)*$/);
      }
    }),
  );
});

test('decomposed Hangul, as some file systems give it, is read alike', () => {
  assert.deepEqual(expandKorean('세션 쿠키 서명'.normalize('NFD')), expandKorean('세션 쿠키 서명'));
});

test('time grows with the length of the query, not with its square', () => {
  /**
   * Processor time, of which the system may count no less than some milliseconds: of five runs, each as long as the
   * other measure's.
   */
  const measure = (length: number, times: number) => {
    const query = '쿠키를세션에꿹뷁'.repeat(length / 8);
    const start = process.cpuUsage();
    for (let run = 0; run < 5 * times; run++) expandKorean(query);
    const { user, system } = process.cpuUsage(start);
    return user + system;
  };
  measure(8_000, 1);
  const ratio = measure(64_000, 1) / Math.max(1, measure(8_000, 8));
  assert.ok(ratio < 4, `as much text at once took ${ratio.toFixed(1)} times as long as in eight parts`);
});
