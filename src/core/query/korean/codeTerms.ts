// Korean developer terms of programs themselves: language constructs, data, concurrency, errors, files, tests, tools.
//
// Data only; the format is described in lexicon.ts.

export const codeTerms = `
# language constructs
변수 variable var | 상수 constant const | 함수 ?function func | 클래스 ?class | 객체 object instance | 오브젝트 object
생성자 constructor init new | 소멸자 destructor dispose | 속성 property attribute prop attr | 프로퍼티 property | 애트리뷰트/어트리뷰트 attribute | 멤버변수 member field
인터페이스 interface | 구현체 implementation impl | 추상 abstract | 추상화 abstraction abstract | 상속 inherit extends base | 부모클래스 base superclass parent
자식클래스 subclass derived | 상위클래스 superclass base | 하위클래스 subclass | 다형성 polymorphism polymorphic | 제네릭 generic generics | 타입 type
자료형 type | 형식 format type | 형변환 cast convert coerce | 타입변환 type_conversion convert cast coerce | 타입추론 infer inference type | 추론 infer inference
캐스팅 cast | 열거형 enum | 열거 enumerate enum | 구조체 struct | 공용체 union | 튜플 tuple
배열 array | 리스트 list | 목록 list | 맵 map | 딕셔너리/사전 dictionary dict map | 집합 set
셋 set | 큐 queue | 스택 stack | 힙 heap | 트리 tree | 그래프 graph
연결리스트 linked_list | 해시맵 hash_map map | 래딕스트리 radix tree | 접두사 prefix | 접미사 suffix | 접두어 prefix
문자열 string str text | 문자 char character | 글자 char letter text | 텍스트 text | 숫자 number numeric digit | 정수 int integer
실수 float double | 부동소수점 float floating_point | 소수점 decimal | 소수 decimal prime | 불리언 boolean bool | 참거짓 boolean
바이트 byte bytes | 비트 bit | 널 null nil none | 빈값 empty null blank | 빈문자열 empty string | 널값 null nil
누락 missing | 미정의 undefined | 정의되지않은 undefined | 원시값 primitive | 참조 reference ref | 포인터 pointer ptr
역참조 dereference | 값 value | 반환값 return_value return result | 리턴값 return_value return result | 반환 return | 리턴 return
결과 result outcome | 결과값 result value | 입력 input | 입력값 input value | 출력 output print | 출력값 output
표준입력 stdin | 표준출력 stdout | 표준에러 stderr | 호출 call invoke | 콜백 callback | 클로저 closure
람다 lambda | 익명함수 anonymous lambda closure | 고차함수 higher_order | 재귀 recursive recursion | 반복 loop iterate repeat | 반복문 loop
반복자/이터레이터 iterator iter | 순회 traverse iterate walk visit | 방문자 visitor | 조건문 if condition | 조건 condition predicate | 조건식 condition expression
분기 branch switch | 분기처리 branch switch | 표현식 expression expr | 수식 expression formula | 구문 syntax statement | 문법 grammar syntax
연산 operation operator compute | 연산자 operator | 비교 compare comparison equals | 비교기 comparator | 동등 equal equality | 동일 same equal identical
일치 match equal | 불일치 mismatch | 할당 assign allocate | 대입 assign | 선언 declare declaration | 정의 ?define definition
초기화 init initialize reset | 지연초기화 lazy init | 지연 delay lazy latency defer | 지연로딩/지연로드 lazy_load lazy | 즉시 immediate eager instant | 게으른 lazy
모듈 module | 네임스페이스 namespace | 이름공간 namespace | 패키징 package packaging | 라이브러리 library lib | 프레임워크 framework
임포트 import | 익스포트 export | 내보내- export | 불러오- load import | 가져오- get fetch import retrieve load | 들여오- import
매크로 macro | 어노테이션/애너테이션 annotation | 데코레이터 decorator | 주석 comment annotation | 주해 annotation | 문서화 document documentation
전역 global | 지역변수 local variable | 전역변수 global variable | 스코프 scope | 범위 range scope | 유효범위 scope
컨텍스트 context ctx | 문맥 context | 맥락 context | 식별자 identifier id | 아이디 id identifier | 이름 name
별칭 alias | 별명 alias nickname | 명명 naming name | 네이밍 naming name | 카멜케이스 camel_case camel | 스네이크케이스 snake_case snake
대문자 upper uppercase | 소문자 lower lowercase | 대소문자 case case_insensitive ignore_case | 공백 whitespace blank space trim | 띄어쓰기 space whitespace | 줄바꿈 newline line_break wrap
개행 newline | 들여쓰기 indent indentation | 따옴표 quote quotes | 괄호 bracket paren parenthesis | 쉼표 comma | 구분자 delimiter separator
구분 separate distinguish delimiter | 세미콜론 semicolon | 콜론 colon | 슬래시 slash | 역슬래시 backslash | 점 dot point
마침표 period dot | 밑줄 underscore underline | 하이픈 hyphen dash | 와일드카드 wildcard | 정규식/정규표현식 regex regexp regular_expression | 패턴 pattern
패턴매칭 pattern_match match pattern | 매칭 match matching | 토큰화 tokenize | 토크나이저 tokenizer | 어휘분석 lexer tokenize | 렉서 lexer
파서 parser parse | 파싱 parse parser parsing | 구문분석 parse parser syntax | 구문트리 syntax_tree ast | 컴파일 compile | 컴파일러 compiler
컴파일타임 compile_time comptime | 런타임 runtime | 인터프리터 interpreter | 바이트코드 bytecode | 최적화 optimize optimization | 린터 linter lint
린트 lint | 포매터/포맷터 formatter format | 포매팅 format formatting | 포맷 format | 서식화 format | 템플릿 template
템플릿엔진 template_engine engine | 렌더링 render rendering | 렌더 render | 보간 interpolate interpolation | 메타데이터 metadata meta | 리플렉션 reflection reflect
반사 reflect reflection | 프록시객체 proxy | 싱글턴/싱글톤 singleton | 팩토리/팩터리 factory | 빌더 builder | 옵저버 observer
관찰자 observer | 옵저버블 observable | 데이터 data | 자료 data | 자료구조 data_structure | 정보 info information
세부정보 detail details info | 상세 detail | 요약 summary | 개요 overview | 크기 size length | 길이 length size len
개수 count number size | 갯수 count size | 횟수 count times attempts | 최대 max maximum | 최소 min minimum | 최댓값/최대값 max maximum
최솟값/최소값 min minimum | 합계 sum total | 총합 sum total | 평균 average mean | 나머지 remainder rest mod | 반올림 round
올림 ceil round | 내림 floor | 절댓값 abs absolute | 비율 ratio rate percent | 백분율 percent percentage | 확률 probability random
무작위 random shuffle | 랜덤 random | 계산 calculate compute calc | 산출 calculate compute | 측정 measure | 추정 estimate guess
추측 guess | 예측 predict | 날짜 date | 시간 time hour | 시각 time timestamp | 시간대 timezone
타임존 timezone | 타임스탬프 timestamp | 기간 duration period interval | 간격 interval gap spacing | 주기 interval period cycle | 주기적 periodic interval
초 second seconds | 밀리초 millisecond ms | 연도 year | 월 month | 요일 weekday day
나이 age | 현재 current now | 이전 previous prev before | 다음 next | 마지막 last final | 처음 first start initial
최초 first initial | 첫번째 first | 순서 order sequence | 순서대로 order sequential | 순번 index order | 역순 reverse descending
오름차순 ascending asc | 내림차순 descending desc | 정렬 sort order align | 정렬기준 sort order | 우선순위 priority precedence | 우선 priority prefer
# words that most questions contain: kept, but weak
처리 ?handle process handler | 처리기 handler processor | 구현 ?implement implementation impl | 로직 ?logic | 코드 ?code | 기능 ?feature function
메커니즘 ?mechanism | 알고리즘 ?algorithm | 동작방식 ?behavior | 내용물 content | 방식 ?method mode | 역할분담 role | 이용 ?use | 관리 ?manage management manager
# transformations
변환 convert transform conversion | 변환기 converter transformer | 컨버터 converter | 직렬화 serialize serialization serializer | 역직렬화 deserialize deserialization deserializer | 직렬화기 serializer
마샬링 marshal | 언마샬링 unmarshal | 인코더 encoder | 디코더 decoder | 검증 validate verify validation check | 유효성 validation valid validate
유효성검사 validation validate validator | 검증기 validator | 유효 valid | 무효 invalid | 검사 check validate inspect | 확인 check verify confirm
판단 determine check is | 판별 detect determine | 감지 detect watch | 탐지 detect | 식별 identify | 인식 recognize detect
추출 extract | 추출기 extractor | 필터링 filter | 선별 filter select | 선택 select choose selection | 선택적 optional
필수 required require mandatory | 필수값 required | 분류 classify category | 분석 analyze parse analysis | 해석 parse interpret resolve | 해결 resolve solve
결정 decide determine resolve | 생성 create new build make generate | 생성기 generator | 제너레이터 generator | 작성 write create compose | 조립 assemble build
조합 combine compose combination | 합성 compose composite | 결합 combine join bind | 통합 integrate merge unify | 분리 separate split detach | 분해 decompose destructure
평탄화 flatten | 중첩 nested nest | 교체 replace swap | 교환 exchange swap | 전환 switch toggle convert transition | 토글 toggle
이동 move navigate | 이관 migrate transfer | 치환자 placeholder | 채우- fill populate | 패딩 pad padding | 자르- truncate cut slice trim crop
잘라내- trim cut truncate | 잘리- truncated | 슬라이스 slice | 청크 chunk chunked | 덩어리 chunk | 조각 fragment chunk piece
단편 fragment | 버퍼 buffer | 버퍼링 buffer buffering | 플러시 flush | 누적 accumulate | 축적 accumulate
수집 collect gather | 수집기 collector | 적용 apply | 미적용 skip | 반영 apply reflect | 등록 register registration add
미등록 unregistered unknown | 해지 cancel unregister | 등록해제 unregister deregister | 활성화 enable activate active | 비활성화 disable deactivate | 비활성 inactive disabled
활성 active | 사용여부 enabled | 지원 support supported | 미지원 unsupported | 지원하지않는 unsupported not_supported | 호환 compatible compat
호환성 compatibility compat | 하위호환 backward_compatible compat legacy | 레거시 legacy | 폐기 deprecate discard dispose | 사용중단 deprecated | 표준 standard
규칙 rule policy | 규약 convention spec | 명세 spec specification | 스펙 spec | 정책 policy | 전략 strategy
제외 exclude exclusion skip ignore | 포함 include contain has | 무시 ignore skip | 생략 skip omit | 건너뛰- skip | 넘어가- skip pass
제한 limit restrict max | 제한자 limiter | 한도 limit quota | 초과 exceed over overflow too_large | 부족 insufficient lack | 존재 exist exists has
존재여부 exists has | 여부 is has | 가능 able can | 불가능 unable cannot | 가능여부 can is | 유무 has exists
상태 state status | 상태관리 state_management state store | 상태전이 state transition | 전이 transition | 불변 immutable | 가변 mutable
불변성 immutability immutable | 공유 share shared | 공유상태 shared state | 비공개 private | 공개 public expose | 노출 expose
은닉 hide encapsulate | 캡슐화 encapsulate | 내부 internal inner | 외부 external outer | 하위 sub child nested | 상위 parent super
자식 child children | 부모 parent | 형제 sibling | 조상 ancestor | 후손/자손 descendant | 루트 root
# concurrency and memory
비동기 async asynchronous | 동기 sync synchronous | 동기식 sync synchronous | 동시성 concurrency concurrent | 동시 concurrent simultaneous parallel | 동시실행 concurrent parallel
병렬 parallel | 병렬처리 parallel | 스레드/쓰레드 thread | 스레드풀 thread_pool executor | 멀티스레드 multithread thread | 프로세스 process proc
자식프로세스 child_process subprocess spawn | 하위프로세스 subprocess child_process | 서브프로세스 subprocess | 코루틴 coroutine | 고루틴 goroutine | 프로미스 promise
퓨처 future | 잠금 lock mutex | 락 lock | 뮤텍스 mutex | 세마포어 semaphore | 교착상태 deadlock
데드락 deadlock | 경쟁상태 race_condition race | 경합 contention race | 원자적 atomic atomically | 원자성 atomic atomicity | 임계구역 critical_section lock
대기 wait await pending idle | 대기열 queue pending backlog | 대기중 pending waiting | 유휴 idle | 진행 progress proceed | 진행중 in_progress running pending
진행률 progress | 진행상황 progress | 완료 complete done finish | 완료여부 done completed | 미완료 pending incomplete | 실행 run execute exec
실행기 executor runner | 실행파일 executable binary | 실행시간 runtime duration elapsed | 경과시간 elapsed duration | 수행 perform run execute | 동작 behavior action
행위 action behavior | 이벤트 event | 이벤트루프 event_loop loop | 이벤트핸들러 event_handler handler on | 리스너 listener | 청취 listen
시그널 signal | 신호 signal | 트리거 trigger | 방출 emit | 발생 raise emit occur fire throw | 전파 propagate propagation
채널 channel | 메시지 message msg | 메세지 message msg | 큐잉 queue enqueue | 배압 backpressure | 메모리 memory
메모리누수 memory_leak leak | 누수 leak | 쓰레기수집 garbage_collect gc | 가비지컬렉션/가비지컬렉터 garbage_collect gc | 가비지 garbage | 해제하기 free release
수명 lifetime lifecycle | 생명주기/라이프사이클 lifecycle life_cycle | 소유권 ownership owned | 빌림 borrow | 약한참조 weak_reference weak | 성능 performance perf
속도 speed rate | 벤치마크 benchmark bench | 프로파일링 profile profiling | 프로파일러 profiler | 프로필/프로파일 profile | 병목 bottleneck
# errors
예외 exception error | 예외처리 exception error catch handle | 예외처리기 exception_handler error_handler | 오류 error | 에러 error err | 에러처리 error_handling error handler
에러핸들러 error_handler | 에러메시지 error_message error message | 오류메시지 error_message | 에러코드 error_code | 실패 fail failure failed | 성공 success ok
패닉 panic | 크래시 crash | 스택트레이스 stack_trace traceback backtrace | 역추적 backtrace traceback | 원인 cause reason | 이유 reason
사유 reason cause | 던지- throw raise | 단언 assert assertion | 단언문 assert assertion | 문제 problem issue | 버그 bug
디버그 debug | 디버깅 debug debugging | 디버거 debugger | 진단 diagnostic diagnose | 안전 safe safety | 방지 prevent avoid guard
방어 guard defend protect | 보호 protect guard protection | 예방 prevent | 손상 corrupt damaged | 잘못된 invalid bad wrong malformed | 올바른 valid correct
알수없는 unknown | 모르는 unknown | 미확인 unknown unverified | 비정상 abnormal invalid | 정상 normal ok valid | 예상치못한 unexpected
무한루프 infinite_loop loop | 무한 infinite | 순환 circular cycle | 순환참조 circular_reference cycle | 오버플로/오버플로우 overflow | 깊이 depth level
# files and systems
파일 file | 파일명 filename file_name name | 파일이름 filename file_name | 파일시스템 filesystem fs | 임시파일 temp_file temporary tmp tempfile | 임시 temp temporary tmp
디렉터리/디렉토리 directory dir | 폴더 folder directory | 작업디렉터리/작업디렉토리 working_directory cwd | 절대경로 absolute path | 상대경로 relative path | 심볼릭링크 symlink symbolic_link
디스크 disk | 입출력 io input output | 읽기 read reader | 쓰기 write writer | 읽기전용 readonly read_only | 권한설정 permission chmod
운영체제 os operating_system platform | 플랫폼 platform | 커널 kernel | 시스템 system | 시스템콜 syscall | 셸/쉘 shell
터미널 terminal tty | 콘솔 console | 명령어 command cmd | 명령 command cmd | 명령줄/커맨드라인 command_line cli | 커맨드 command
하위명령 subcommand | 서브커맨드 subcommand | 플래그 flag | 도움말 help usage | 사용법 usage help | 사용 use usage
활용 use utilize | 인자파싱 parse args argument_parser | 위치인자 positional | 프롬프트 prompt | 자동완성 completion autocomplete complete | 완성 completion complete
파이프 pipe | 아카이브 archive | 링커 linker | 바이너리 binary | 이진 binary | 십육진수 hex
헥사 hex | 유니코드 unicode | 문자셋 charset | 문자집합 charset | 문자인코딩 charset encoding | 체크섬 checksum
무결성 integrity checksum | 하드웨어 hardware | 장치/디바이스 device | 기기 device | 센서 sensor | 카메라 camera
마이크 microphone | 배터리 battery | 화면녹화 screen_record | 블루투스 bluetooth | 와이파이 wifi | 셀룰러 cellular
연결상태 reachability connectivity connection_state | 오프라인 offline | 온라인 online | 인터넷 internet network | 프린터 printer | 인쇄 print
# tests and tools
테스트 test | 단위테스트/유닛테스트 unit_test test | 통합테스트 integration_test | 회귀 regression | 모의객체 mock stub fake | 목킹/모킹 mock mocking
목객체 mock | 목업 mockup mock | 스텁 stub | 가짜 fake mock | 픽스처 fixture | 커버리지 coverage
기대값 expected expect | 기댓값 expected expect | 실제값 actual | 시나리오 scenario | 예제 example sample | 예시 example
샘플 sample | 샘플링 sample sampling | 시드 seed | 스냅샷/스냅숏 snapshot | 골든 golden | 하네스 harness
도구 tool | 유틸리티 util utility | 유틸 util | 헬퍼 helper | 도우미 helper | 편의 convenience shortcut
확장기능 extension plugin | 확장프로그램 extension | 훅 hook | 후크 hook | 훅킹/후킹 hook | 주입기 injector
번들 bundle | 번들러 bundler | 번들링 bundle | 트랜스파일 transpile | 소스맵 source_map sourcemap | 폴리필 polyfill
코드생성 codegen code_generation generate | 리팩터링/리팩토링 refactor | 프로젝트 project | 워크스페이스 workspace | 모노레포 monorepo | 라이선스 license
소스 source src | 소스코드 source | 원본 original source raw | 원시 raw primitive | 대상 target | 목적지 destination dest
목표 target goal | 시작점 entry start entry_point | 진입점 entry_point main entry | 엔트리 entry | 핵심 core | 공통 common shared
특정 specific certain | 일반 general generic normal | 기본 default basic base | 사용자정의/사용자지정 custom | 커스텀 custom | 커스터마이징/커스터마이즈 customize custom
맞춤 custom | 전체 all whole entire full | 모든 all every | 모두 all | 각각 each every | 일부 part partial some
부분적 partial | 여러 multiple many | 여러개 multiple | 다중 multi multiple | 단일 single
한번 once single | 한번만 once | 여러번 multiple repeat | 매번 every always | 항상 always | 자주 frequent
새로운 new | 새로 new | 기존 existing old | 오래된 old stale outdated
빠른 fast quick | 느린 slow | 짧은 short
비어있는 empty | 빈 empty blank | 없는 without missing absent
남은 remaining left | 숨김 hidden hide | 숨은 hidden | 숨겨진 hidden | 안쪽 inner inside | 바깥 outer outside
단계 step stage phase level | 절차 procedure | 과정 process | 흐름 flow | 제어 control
제어흐름 control_flow | 순차 sequential | 체인 chain | 체이닝 chain chaining | 연쇄 chain | 단위 unit
구조 structure | 계층 layer hierarchy | 레이어 layer | 레벨 level | 수준 level | 모드 mode
종류 kind type | 유형 type kind | 카테고리 category | 그룹 group | 항목 item entry | 아이템 item
요소 element | 엘리먼트 element | 원소 element | 컬렉션 collection | 시퀀스 sequence | 스트링 string
플레이스홀더 placeholder | 더미 dummy | 마커 marker | 표식 mark marker | 기호 symbol | 심볼 symbol
숫자형 numeric number | 범주 category | 조건검사 check condition | 후처리 post_process after cleanup | 전처리 preprocess before | 사전처리 preprocess
감싼 wrapped wrap | 덮어쓰기 overwrite override | 오버라이드 override | 재정의 override redefine | 오버로드/오버로딩 overload | 재사용 reuse
재설정 reset | 리셋 reset | 재귀적 recursive | 재생성 recreate regenerate | 재구성 rebuild reconstruct | 재할당 reassign
# loan words that have no other heading
로드 load | 언로드 unload | 로더 loader | 리로드 reload | 리퀘스트 request req | 리스폰스 response res
바인드 bind | 디스패치 dispatch | 디스패처 dispatcher | 리듀서 reducer | 액션 action | 셀렉터 selector
프로바이더 provider | 리졸버/리솔버 resolver resolve | 리미터 limiter limit | 레이트리밋/레이트리미트 rate_limit | 오프셋 offset | 리밋 limit
페치 fetch | 프리페치 prefetch | 리비전 revision | 리터럴 literal | 옵셔널 optional | 이터러블 iterable
레코딩 record recording | 레이트 rate | 리트라이 retry | 타이머 timer | 클럭/클록 clock | 틱 tick
메모이제이션 memoize memoization memo | 커링 curry currying | 시리얼라이저 serializer | 디시리얼라이저 deserializer | 밸리데이션 validation validate | 밸리데이터 validator
퍼블리셔 publisher | 이미터 emitter emit | 익스트랙터 extractor extract | 리시버 receiver | 센더 sender | 레퍼런스 reference ref
디스크립터 descriptor | 디펜던시 dependency | 인스펙터 inspector inspect | 제너릭 generic | 바운더리 boundary | 보일러플레이트 boilerplate
엔진 engine | 에이전트 agent | 유닛 unit | 스니펫 snippet | 인라인 inline | 아웃라인 outline
오버헤드 overhead | 오버레이 overlay | 언더스코어 underscore | 스페이스 space | 얼라인 align | 패치 patch
지수 exponential exponent | 지수적 exponential | 선형 linear | 로그함수 log | 상한 max upper_limit cap | 하한 min lower_bound
경계 boundary bound edge | 경계값 boundary edge | 끝 end tail | 앞부분 head prefix start | 뒷부분 tail suffix | 꼬리 tail trailing
영구 permanent persistent | 친절 friendly helpful | 한글 hangul korean unicode | 특수문자 special_character escape | 과거 past | 미래 future
케이스 case | 스네이크 snake | 카멜 camel | 케밥 kebab | 균형 balance rebalance | 예약어 reserved keyword
지정 specify set assign | 거짓 false | 참 true | 알람 alarm notify | 유지 keep maintain retain preserve | 대비 ratio relative contrast
등호 equal assignment | 부등호 inequality | 필요 need require | 불필요 unnecessary redundant | 설명 description describe explain | 진법 base radix
최대치 max limit | 최소치 min | 꺾쇠 angle_bracket | 익셉션 exception error | 연속 consecutive continuous | 역할자 role
루아 lua | 파이썬 python | 자바 java | 자바스크립트 javascript js | 타입스크립트 typescript | 코틀린 kotlin
스위프트 swift | 러스트 rust | 루비 ruby | 고랭 go golang | 제이슨 json | 와이어 wire
일시 temporary | 다수 many multiple | 소수점이하 fraction | 짝수 even | 홀수 odd | 음수 negative
양수 positive | 영 zero | 무작위값 random | 증가 increase increment | 감소 decrease decrement | 증감 increment decrement
참여 join participate | 배포판 distribution | 공통부 common | 반응 react response | 역방향 reverse backward | 정방향 forward
일정한 constant fixed | 일정시간 interval duration period | 시도 attempt try retry | 내장 builtin built_in default | 자리 place position slot | 서빙 serve serving
필드명 field_name name | 컬럼명/칼럼명 column_name name | 클래스명 class_name name | 함수명 function_name name | 변수명 variable_name name | 테이블명 table_name name
넘락 numlock num_lock | 캡스락 caps_lock | 매니저 manager | 러너 runner | 태스크 task | 메인 main
플러그 plug | 트레잇/트레이트 trait | 컬러 color colour | 타이밍 timing | 피닝 pinning pinned | 캐쉬 cache cached
플랜 plan | 블루프린트 blueprint | 리포트/레포트 report | 사람 human user person | 중괄호 brace curly | 대괄호 bracket square
머리 head | 첫줄 first_line | 빈줄 blank_line empty | 헤드 head | 테일 tail | 본체 body main
`;
