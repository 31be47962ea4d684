// Korean words that any program may be asked about: systems, text, time, numbers, and general nouns and verbs.
//
// Data only; the format is described in lexicon.ts.

export const generalTerms = `
# languages and systems
기계어 machine_code | 어셈블리 assembly asm | 어셈블러 assembler | 추상구문트리 ast abstract_syntax_tree | 타입체크 type_check
상수폴딩 constant_folding | 레지스터 register | 참조카운트 reference_count refcount | 널체크 null_check | 언래핑 unwrap
상태기계 state_machine | 상태머신 state_machine | 유한상태기계 state_machine fsm | 마이크로태스크 microtask | 임계영역 critical_section
인터럽트 interrupt
# text and interfaces
내어쓰기 dedent | 접미어 suffix | 느낌표 exclamation | 물음표 question_mark | 백슬래시 backslash | 이모지 emoji
글자수 length character_count | 단어 word | 문장 sentence | 문단 paragraph | 각주 footnote | 목차 toc table_of_contents
인용 quote cite | 초성 initial chosung | 자모 jamo | 받침 final batchim | 맞춤법 spelling spell | 오타 typo | 철자 spelling
복붙 copy paste | 오려내기 cut | 캐럿 caret | 우클릭 right_click context_menu | 알림창 alert notification | 라디오 radio
콤보박스 combobox | 텍스트박스 textbox | 스위치 switch | 녹화 record | 녹음 record | 자막 subtitle caption
화질 quality resolution | 색깔 color | 그라데이션 gradient | 굵기 weight bold | 상단 top header | 하단 bottom footer
두께 thickness | 바탕화면 desktop | 화면보호 screensaver | 선택자 selector | 수명주기 lifecycle | 마운트 mount | 언마운트 unmount
하이드레이션 hydration hydrate | 서버사이드 ssr server | 트리셰이킹 tree_shaking
# time and numbers
윤년 leap_year | 캘린더 calendar | 주말 weekend | 평일 weekday | 자정 midnight | 정오 noon | 오전 am morning
오후 pm afternoon | 매주 weekly | 매달 monthly | 기한 deadline due | 마감 deadline close | 마감일 due_date deadline
대조 compare | 같음 equal | 차이 diff difference | 오차 error tolerance epsilon | 나눗셈 division divide
곱셈 multiply multiplication | 덧셈 add addition | 뺄셈 subtract | 제곱 square power | 제곱근 sqrt square_root
거듭제곱 power exponent | 고정소수점 fixed_point | 자릿수 digit digits | 이진수 binary | 시프트 shift | 마스크 mask | 부호 sign
무한대 infinity | 맵핑 map mapping | 스택오버플로 stack_overflow | 이진탐색 binary_search | 깊이우선 depth_first dfs
너비우선 breadth_first bfs | 최단경로 shortest_path | 간선 edge | 분기문 branch
# programs and files
선택사항 optional | 빈칸 blank empty | 배제 exclude | 금지 forbid deny prohibit | 번호 number | 임의 arbitrary random
분석기 analyzer | 호출부 caller | 등록부 registry | 종속 dependent | 의존 depend dependency | 의존관계 dependency
위임자 delegate | 대리 proxy delegate | 중계 relay forward | 중계기 relay | 릴레이 relay | 송수신 send_receive
브로드캐스트 broadcast | 멀티캐스트 multicast | 유니캐스트 unicast | 패킷 packet | 세그먼트 segment | 블록 block | 섹션 section
체크포인트 checkpoint | 저널 journal | 로테이션 rotation rotate | 보관기간 retention | 만기 expire maturity | 적중 hit
적중률 hit_rate | 워밍업 warmup warm | 예열 warmup | 미리가져오기 prefetch | 지연평가 lazy_evaluation lazy | 메모이즈 memoize
처리량 throughput | 모의 mock | 중단점 breakpoint | 브레이크포인트 breakpoint | 콜스택 call_stack | 포맷팅 format formatting
정적분석 static_analysis lint | 폐기예정 deprecated | 실험적 experimental | 불안정 unstable | 안정 stable | 안정성 stability
신뢰성 reliability | 가용성 availability | 유지보수 maintenance | 견본 sample template | 초안 draft
홈디렉터리/홈디렉토리 home_directory home | 현재디렉터리/현재디렉토리 cwd current_directory | 바로가기 shortcut symlink
용량 capacity size quota | 여유공간 free_space | 가변인자 variadic varargs | 키워드인자 keyword_argument kwargs
시그니처 signature | 약어 abbreviation | 고유번호 id identifier | 일련번호 serial_number sequence | 리베이스 rebase
체리픽 cherry_pick | 스태시 stash | 원격 remote | 원격저장소 remote_repository remote | 로컬 local | 포크 fork | 클론 clone
서브모듈 submodule | 퍼블리시 publish | 감사로그/감사추적 audit_log audit | 규격 spec specification | 표준화 standardize normalize
사양 spec | 요구사항 requirement | 전제조건 precondition prerequisite | 사전조건 precondition | 사후조건 postcondition
변이 mutation mutate | 복사본 copy | 사본 copy | 미러링 mirror | 미러 mirror | 역직렬 deserialize | 언마샬 unmarshal | 코덱 codec
리더 reader leader | 라이터 writer | 스캐너 scanner | 스캔 scan | 스캐닝 scan | 바이트순서 byte_order endian | 엔디안 endian
기준 criterion base key | 임계 critical threshold | 가드 guard | 회피 avoid | 백도어 backdoor | 스푸핑 spoof | 피싱 phishing
도용 steal hijack | 세션하이재킹 session_hijack | 크로스사이트 cross_site xss csrf | 교차사이트 cross_site xss csrf
새로고침 refresh reload | 재로드 reload | 핫리로드 hot_reload | 핫리로딩 hot_reload | 업로더 uploader | 다운로더 downloader
뒤로가기 back | 앞으로가기 forward | 대응표 mapping table | 정제 clean refine sanitize | 정돈 tidy | 슬라이싱 slice slicing
스플릿 split | 대용량 large bulk | 대량 bulk mass | 일회성 one_time once | 일회용 disposable one_time | 불연속 discontinuous
간헐적 intermittent | 반영구 persistent | 휘발성 volatile
# general nouns and verbs
뱉- output emit print | 헤아리- count | 빼내- extract remove | 삼키- swallow ignore suppress | 튕기- reject bounce
되풀이 repeat | 뒤섞- shuffle mix | 섞이- mixed shuffle | 갈라지- branch diverge split | 깎- trim reduce
덧씌우- overlay override | 빌리- borrow acquire checkout | 빌려주- lend | 반납 return release checkin | 양보 yield
기억 remember store memory | 잊- forget | 뚫- bypass | 통과 pass | 엉키- tangle | 꼬이- tangle | 바꿔치기 swap replace
고정 pin fix fixed | 훔치- steal | 속이- fake spoof | 입히- apply style | 헷갈리- confuse ambiguous | 가득 full | 꽉 full
적절 appropriate proper | 올바르- valid correct | 잘못 wrong invalid | 깨끗- clean | 더럽- dirty | 위험 danger risk unsafe
가볍- light lightweight | 무겁- heavy | 단순 simple | 복잡 complex | 유연 flexible | 엄격 strict | 느슨 loose lenient
관대 lenient tolerant | 정확 exact accurate precise | 대략 approximate rough | 틀리- wrong mismatch incorrect
깔- install | 깔리- install | 대응 handle respond | 엔터 enter | 캐내- extract mine | 긁어오- scrape fetch
낚아채- intercept grab | 가두- trap confine | 깨어있- awake alive | 살아있- alive | 되찾- recover regain | 진입 enter entry
출구 exit | 입구 entry entrance | 통로 channel passage | 관문 gateway gate | 창구 window channel | 경유 via through
도착 arrive arrival | 도달 reach arrive | 출발 depart start | 출발지 source origin | 소유 own | 점유 occupy hold
보유 hold have | 획득 acquire obtain get | 취득 acquire obtain | 습득 acquire | 상실 lose | 분실 lose lost
폐쇄 close shutdown | 개방 open | 독점 exclusive | 전용 dedicated exclusive only | 공용 shared common public
개별 individual each | 복수 multiple plural | 유일무이 unique | 일관 consistent | 일관성 consistency consistent
모순 conflict contradiction | 상충 conflict | 대칭 symmetric | 비대칭 asymmetric | 쌍 pair | 짝 pair | 키쌍 key_pair
차례 turn order sequence | 차례대로 sequential order | 번갈아 alternate round_robin | 라운드로빈 round_robin | 주도 lead
선출 elect election | 리더선출 leader_election | 투표 vote | 합의 consensus | 정족수 quorum | 과반 majority quorum
분산락 distributed_lock lock | 분산처리 distributed | 기반 ?based base | 기초 base basic foundation | 토대 base foundation
뼈대 skeleton scaffold | 골격 skeleton | 표현 expression represent | 서술 describe | 술어 predicate | 명제 proposition
불린 boolean bool | 부재 absent missing | 불가 unable not_allowed | 충분 enough sufficient | 의도 intent intention
목적 purpose | 용도 purpose use | 책임 responsibility | 근거 reason basis | 결론 conclusion | 부작용/부수효과 side_effect
영향 affect impact | 변화 change | 변화량 delta change | 증분 increment incremental delta | 차분 diff delta
누계 cumulative total | 잔여 remaining remainder | 여분 spare extra | 추가분 extra additional | 초과분 excess
보정 correct adjust calibration | 조정 adjust tune | 조절 adjust control | 튜닝 tune tuning | 통제 control | 관리인 manager
감독 supervise supervisor | 감독자 supervisor | 슈퍼바이저 supervisor | 프로세서 processor | 핸들링 handle handling
시뮬레이션 simulation simulate | 가상 virtual | 모방 mimic imitate | 흉내 mimic mock fake | 진짜 real actual | 실물 real
실측 measured actual | 계측 instrument measure metric | 계량 measure metering | 미터링 metering | 요율 rate
비중 weight ratio | 배율 scale factor ratio | 배수 multiple factor | 계수 coefficient count factor | 약수 divisor
공약수 divisor gcd | 공배수 multiple lcm | 소인수 prime_factor
`;
