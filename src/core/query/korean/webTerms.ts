// Korean developer terms of the web: accounts, HTTP, networks, servers, databases, operations.
//
// Data only; the format is described in lexicon.ts.

export const webTerms = `
# accounts and security
로그인 login signin auth | 로그아웃 logout signout | 회원가입 signup register | 가입 signup register join
회원 member user account | 탈퇴 withdraw delete_account | 계정 account | 사용자/유저 user | 이용자 user
관리자 admin administrator manager | 운영자 operator admin | 손님/게스트 guest | 소유자 owner | 작성자 author | 구성원 member
인증 auth authentication authenticate | 인증서 certificate cert | 인가 authorize authorization auth | 권한 permission authorize privilege role
역할 role | 접근제어 access_control | 접근 access | 허가 permit permission allow | 비밀번호/패스워드/비번 password passwd | 암호 password cipher crypto
암호화 encrypt encryption cipher | 복호화 decrypt decryption | 해시 hash digest | 해싱 hash hashing | 솔트 salt | 난수 random nonce
서명 sign signature signed | 전자서명 signature | 서명된 signed | 토큰 token | 갱신토큰 refresh_token | 리프레시 refresh
세션 session | 쿠키 cookie | 만료 expire expiration expiry ttl max_age | 유효기간 expiry lifetime max_age ttl | 만료시간 expires expiry ttl | 자격증명 credential credentials
신원 identity | 신뢰 trust trusted | 비밀키 secret key private_key | 공개키 public_key | 개인키 private_key | 비밀 secret
보안 security secure | 취약점 vulnerability | 공격 attack | 위조 forgery tamper csrf | 변조 tamper integrity | 위변조 tamper forgery
탈취 hijack steal | 주입 inject injection | 인젝션 injection | 마스킹 mask redact | 민감정보 sensitive secret | 개인정보 personal privacy
소셜로그인 oauth social_login | 이중인증 two_factor mfa otp | 화이트리스트 whitelist allowlist | 블랙리스트 blacklist blocklist | 허용목록 allowlist | 차단목록 blocklist
방화벽 firewall | 샌드박스 sandbox | 격리 isolate isolation sandbox | 교차출처 cors cross_origin | 출처 origin source | 동일출처 same_origin
기본인증 basic_auth basic | 다이제스트 digest | 챌린지 challenge | 지문 fingerprint digest pin | 핀닝 pinning pinned | 사칭 spoof impersonate
# http
요청 request req | 응답 response resp reply res | 헤더 header headers | 본문 body content payload | 바디 body | 페이로드 payload
상태코드 status_code status | 상태값 status state | 경로 path route | 라우트 route | 라우터 router | 라우팅 routing route router dispatch
주소 address url addr | 링크 link | 쿼리 query | 쿼리스트링 query_string query | 매개변수 param parameter arg | 파라미터 param parameter params
인자 arg argument args param | 인수 arg argument | 폼 form | 양식 form | 서식 format form | 멀티파트 multipart
업로드 upload | 다운로드 download | 내려받- download | 올리- upload raise | 첨부 attach attachment | 첨부파일 attachment
전송 send transfer transmit transport | 발송 send dispatch | 송신 send transmit | 수신 receive recv | 수신자 receiver recipient | 발신자 sender
리다이렉트/리디렉션/리다이렉션 redirect redirection location | 재지정 redirect | 포워딩 forward forwarding | 전달 forward pass deliver | 프록시 proxy | 리버스프록시 reverse_proxy proxy
게이트웨이 gateway | 엔드포인트 endpoint | 메서드/메소드 ?method | 미들웨어 middleware | 핸들러 handler | 컨트롤러 controller
필터 filter | 인터셉터 interceptor intercept | 가로채- intercept | 어댑터 adapter | 래퍼 wrapper wrap | 플러그인 plugin
서버 server | 클라이언트 client | 브라우저 browser | 웹소켓 websocket ws | 소켓 socket | 스트림 stream
스트리밍 stream streaming | 실시간 realtime live stream | 구독 subscribe subscription | 발행 publish emit issue | 푸시 push | 알림 notification notify alert
알리- notify alert report | 폴링 poll polling | 롱폴링 long_polling | 핑 ping | 퐁 pong | 하트비트 heartbeat
심장박동 heartbeat keepalive | 핸드셰이크 handshake | 업그레이드 upgrade | 프로토콜 protocol | 스킴 scheme | 호스트 host
호스트명 hostname host | 도메인 domain | 서브도메인 subdomain | 하위도메인 subdomain | 포트 port | 네트워크 network
통신 communication network transport | 연결 connect connection link | 접속 connect connection access | 재연결 reconnect | 재접속 reconnect | 끊- disconnect close abort break
끊김 disconnect drop | 끊어지- disconnect broken | 커넥션 connection | 연결풀 connection_pool pool | 풀 pool | 풀링 pool pooling
커넥션풀 connection_pool pool | 타임아웃 timeout | 시간초과 timeout deadline | 제한시간 timeout deadline time_limit | 대기시간 wait delay timeout latency | 지연시간 latency delay
응답시간 response_time latency | 요청본문 request_body body | 응답본문 response_body body | 크기제한 size_limit max limit | 용량제한 size_limit max quota limit | 속도제한 rate_limit throttle
호출제한 rate_limit throttle | 요청제한 rate_limit throttle limit | 스로틀링/쓰로틀링 throttle throttling | 스로틀/쓰로틀 throttle | 디바운스 debounce | 디바운싱 debounce
재시도 retry retries attempt | 백오프 backoff | 지수백오프 exponential_backoff backoff | 재전송 resend retransmit retry | 멱등 idempotent | 멱등성 idempotent idempotency
캐시 cache cached | 캐싱 cache caching | 캐시키 cache_key | 무효화 invalidate revoke purge | 신선도 fresh freshness stale | 조건부 conditional if
조건부요청 conditional if_none_match etag | 압축 compress compression gzip deflate | 압축해제 decompress inflate unzip | 해제 release free unset | 인코딩 encode encoding | 디코딩 decode decoding
부호화 encode | 복호 decode decrypt | 이스케이프 escape | 언이스케이프 unescape | 치환 replace substitute | 살균 sanitize
새니타이즈 sanitize | 콘텐츠/컨텐츠 content | 내용 content | 콘텐츠타입 content_type mime | 마임타입 mime media_type content_type | 확장자 extension ext suffix
협상 negotiate negotiation accept | 콘텐츠협상 content_negotiation accept negotiate | 수락 accept | 거부 reject deny refuse rejection | 거절 reject decline deny | 차단 block deny
허용 allow permit accept | 범위요청 range partial | 부분응답 partial range | 정적파일 static file | 정적 static | 동적 dynamic
웹훅 webhook | 크롤링 crawl | 크롤러 crawler | 스크래핑 scrape | 피드 feed | 사이트맵 sitemap
사이트 site | 웹사이트 website site | 웹 web | 홈페이지 homepage home | 접속자 visitor client | 트래픽 traffic
로드밸런서 load_balancer balancer | 로드밸런싱 load_balance | 부하분산 load_balance | 부하 load | 요청자 client requester | 호출자 caller
국가 country | 지역 region locale area | 위치정보 location geo | 아이피 ip addr | 게시판 board forum | 게시글/게시물 post article
댓글 comment reply | 답글 reply | 좋아요 like | 팔로우 follow | 친구 friend | 채팅 chat message
메일/이메일 email mail | 문자메시지 sms | 결제 payment pay checkout billing | 주문 order | 장바구니 cart | 상품 product item
가격 price | 할인 discount | 쿠폰 coupon | 환불 refund | 배송 shipping delivery | 재고 stock inventory
구매 purchase buy | 판매 sell sale | 청구 bill invoice charge | 영수증 receipt | 잔액 balance | 송금 transfer remit
예약 reserve reservation schedule booking | 일정 schedule calendar event | 약관 terms agreement | 동의 agree consent | 신고 report | 초대 invite invitation
# databases
데이터베이스/디비 database db | 테이블 table | 행 row line | 열 column col | 컬럼/칼럼 column col | 레코드 record
필드 field | 인덱스 index | 색인 index indexing | 외래키 foreign_key | 기본키 primary_key | 키 key
스키마 schema | 마이그레이션 migration migrate | 트랜잭션 transaction tx | 커밋 commit | 롤백 rollback | 되돌리- revert undo rollback restore
조인 join | 조회 query find get lookup fetch | 질의 query | 질의문 query statement | 저장프로시저 stored_procedure procedure | 프로시저 procedure
뷰 view | 커서 cursor | 모델 model | 엔티티 entity | 리포지토리/레포지토리 repository repo | 저장소 repository storage store repo
객체관계매핑 orm mapper | 매핑 map mapping mapper | 매퍼 mapper | 관계 relation relationship | 일대다 one_to_many | 다대다 many_to_many
정규화 normalize normalization | 집계 aggregate count sum | 그룹핑/그룹화 group grouping | 묶음 group bundle batch | 일괄 batch bulk | 배치 batch layout placement
일괄처리 batch bulk | 삽입 insert | 추가 add append insert | 갱신 update refresh renew | 수정 update modify edit change | 변경 change update modify mutate
변경사항 changes diff | 삭제 delete remove drop | 소프트삭제 soft_delete | 제거 remove delete strip | 정리 cleanup clean clear | 비우- clear empty flush
저장 save store persist write | 보관 store keep archive | 보존 preserve retain keep | 영속 persist persistence | 영속성 persistence persist | 복구 recover restore recovery
복원 restore | 백업 backup | 복제 clone replicate copy replica | 복제본 replica copy | 복사 copy clone | 동기화 sync synchronize
샤딩 shard sharding | 샤드 shard | 파티션 partition | 분할 split partition divide | 중복 duplicate dedupe | 중복제거 dedupe unique deduplicate
고유 unique | 유일 unique | 페이지네이션/페이징 pagination paginate page | 페이지 page | 다음페이지 next_page | 무한스크롤 infinite_scroll
전체검색 full_text_search search | 검색 search find query | 검색어 query keyword search | 검색결과 search_result result hit | 자동증가 auto_increment | 제약조건 constraint
제약 constraint restrict | 다중매핑 multi_mapping multi map | 결과집합/결과셋 result_set result | 저장점 savepoint | 자리표시자 placeholder | 드라이버 driver
# operations
배포 deploy deployment release publish | 빌드 build | 환경변수 env environment_variable environ | 환경설정 config settings environment | 환경 environment env | 운영환경 production
개발환경 development dev | 개발모드 dev_mode debug development | 개발자 developer | 개발 development dev | 운영 production operation | 설정 config setting configuration settings options
설정값 config value setting option | 설정파일 config_file config | 구성 config configuration configure compose | 옵션 option options | 기본값 default defaults | 기본설정 default defaults
초기값 initial default | 컨테이너 container | 도커 docker | 쿠버네티스 kubernetes k8s | 클러스터 cluster | 노드 node
인스턴스 instance | 파드 pod | 이미지 image | 가상머신 virtual_machine vm | 가상화 virtualize virtual | 가상환경 virtualenv venv
스케일링 scale scaling | 확장 extend extension scale expand | 축소 shrink scale_down collapse | 모니터링 monitor monitoring metrics | 모니터 monitor | 감시 watch monitor observe
관측 observe telemetry metrics | 지표 metric metrics indicator | 메트릭 metric metrics | 통계 stats statistics | 로그 log logger logging | 로깅 log logging logger
로거 logger log | 기록 log record history write | 이력 history log | 추적 trace track tracing | 추적기 tracker tracer | 경고 warn warning alert
경보 alert alarm | 장애 failure fault outage | 장애조치 failover | 헬스체크 health_check health | 상태확인 health_check status check | 상태점검 health_check
점검 check maintenance inspect | 무중단 zero_downtime graceful rolling | 재시작 restart | 재기동 restart | 기동 start boot launch | 시작 start begin init
종료 close shutdown exit terminate stop | 정상종료 graceful_shutdown shutdown | 중지 stop halt abort | 중단 abort stop halt interrupt cancel | 정지 stop halt pause | 일시정지/일시중지 pause suspend
재개 resume | 취소 cancel abort | 강제 force forced | 강제종료 kill force_quit abort | 자동화 automation automate | 자동 auto automatic
수동 manual | 스크립트 script | 크론 cron | 스케줄러 scheduler schedule | 스케줄 schedule | 스케줄링 schedule scheduling
작업 task job work | 작업자 worker | 워커 worker | 백그라운드 background | 데몬 daemon | 파이프라인 pipeline
워크플로/워크플로우 workflow | 릴리스/릴리즈 release | 버전 version | 버저닝 versioning version | 태그 tag | 브랜치 branch
병합 merge | 머지 merge | 충돌 conflict collision crash | 체크아웃 checkout | 풀리퀘스트 pull_request | 이슈 issue
변경이력 changelog history | 의존성 dependency dependencies | 종속성 dependency | 의존성주입 dependency_injection inject | 패키지 package pkg | 설치 install setup
제거하기 uninstall remove | 업데이트 update upgrade | 최신 latest recent | 잠금파일 lockfile lock | 레지스트리 registry | 아티팩트 artifact
산출물 artifact output | 비용 cost | 요금 fee charge billing | 할당량 quota | 쿼터 quota | 리소스 resource
자원 resource | 임계값 threshold limit | 임계치 threshold | 회로차단기 circuit_breaker breaker | 서킷브레이커 circuit_breaker | 폴백 fallback
대체 fallback replace alternative substitute | 우회 bypass fallback | 페일오버 failover | 이벤트버스 event_bus | 메시지큐 message_queue queue | 브로커 broker
토픽 topic | 소비자/컨슈머 consumer | 생산자/프로듀서 producer | 구독자 subscriber | 발행자 publisher | 마이크로서비스 microservice
서비스 service | 서버리스 serverless lambda | 클라우드 cloud | 버킷 bucket | 온프레미스 on_premise | 테넌트 tenant
`;
